#include "builder/record/record.hpp"

#include "acapctl/error.hpp"
#include "builder/record/made_packages.hpp"
#include "builder/workspace/seal.hpp"
#include "support/json.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace fs = std::filesystem;
using nlohmann::json;

std::string record_name(const Plan& plan) {
    return plan.key + ".json";
}

namespace {

constexpr std::uint64_t largest_record = 64U << 20U; // it names every source file

json symbols_record(const Symbols& symbols) {
    return {{"member", symbols.member},
            {"buildId", or_null(symbols.build_id)},
            {"path",
             symbols.file.empty() ? json() : json(fs::absolute(symbols.file).lexically_normal())}};
}

json digests_record(const RegistryDigests& digests) {
    json record = json::object();
    for (const auto& [image, digest] : digests) record[image] = or_null(digest);
    return record;
}

json package_record(const PackedPackage& package) {
    return {{"path", fs::absolute(package.path).lexically_normal().string()},
            {"architecture", package.architecture},
            {"sha256", package.sha256},
            {"size", package.size}};
}

std::string dumped(const json& record) {
    return record.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

// The record under that name; discarded if this user did not write it here.
json record_in(const Workspace& workspace, const std::string& name) {
    const auto text = workspace.files().read(name, largest_record);
    return parse_record(text.value_or(""), workspace.path(name));
}

// The file of that name in the directory of the plan's packages. Throws for what is no name.
fs::path package_path(const json& package, const Plan& plan) {
    const fs::path name = fs::path(package.at("path").get<std::string>()).filename();
    if (name.empty() || name == "." || name == "..") throw_invalid("a package without a name");
    return (plan.output / name).lexically_normal();
}

struct Records {
    std::vector<json> ours{}; // the newest first
    bool others = false;      // there is one that is not
};

// Nothing if the project was never built.
std::optional<Records> records(const fs::path& project) {
    const auto workspace = Workspace::find(project);
    if (!workspace) return std::nullopt;
    Records result;
    std::vector<std::pair<fs::file_time_type, json>> found;
    std::error_code error;
    for (fs::directory_iterator entry(workspace->files().path(), error), end;
         !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() != ".json") continue;
        std::error_code missing;
        json record = record_in(*workspace, entry->path().filename().string());
        if (record.is_discarded())
            result.others = true;
        else
            found.emplace_back(entry->last_write_time(missing), std::move(record));
    }
    std::ranges::sort(found, std::greater<>(), &std::pair<fs::file_time_type, json>::first);
    for (auto& [time, record] : found) result.ours.push_back(std::move(record));
    return result;
}

struct RecordedPackage {
    fs::path path{};
    std::string sha256{};
};

fs::path shown_path(const RecordedPackage& package) {
    return package.path.lexically_proximate(fs::current_path());
}

std::vector<RecordedPackage> packages_of(const json& record) {
    std::vector<RecordedPackage> packages;
    if (!record.contains("packages") || !record["packages"].is_array()) return packages;
    for (const json& package : record["packages"])
        if (std::string path = string_at(package, "path"); !path.empty())
            packages.push_back({std::move(path), string_at(package, "sha256")});
    return packages;
}

} // namespace

void write_record(const Workspace& workspace, const Plan& plan, const std::vector<Built>& built,
                  const Making& making) {
    json packages = json::array();
    for (const Built& each : built) packages.push_back(package_record(each.package));
    json symbols = json::array();
    for (const Symbols& each : making.symbols) symbols.push_back(symbols_record(each));
    const Toolchain& toolchain = built.front().toolchain;
    json record = {{"kind", "acapctl.build-record/v1"},
                   {"time", utc_text()},
                   {"packages", packages},
                   {"symbols", symbols},
                   {"plan", plan_json(plan)},
                   {"engine", toolchain.engine ? engine_name(*toolchain.engine) : ""},
                   {"sdk", toolchain.sdk},
                   {"sdkWhy", or_null(toolchain.sdk_why)},
                   {"axisOs", toolchain.axis_os},
                   {"image", toolchain.image},
                   {"imageId", toolchain.image_id},
                   {"imageDigests", digests_record(toolchain.registry_digests)},
                   {"inputs", making.inputs ? inputs_json(*making.inputs, making.sources) : json()},
                   {"git", or_null(making.git)},
                   {"log", or_null(making.log.string())},
                   {"warnings", making.warnings}};
    const std::string name = record_name(plan);
    workspace.files().write(name, record_text(std::move(record), workspace.path(name)), 0644,
                            Durability::flushed);
    std::vector<PackedPackage> made;
    for (const Built& each : built) made.push_back(each.package);
    remember_packages(workspace, plan.key, made);
}

std::string record_text(json record, const fs::path& file) {
    // As it will be read: text that is not UTF-8 is replaced when it is written.
    record = json::parse(dumped(record));
    record["seal"] = seal(file, dumped(record));
    return dumped(record);
}

json parse_record(std::string_view text, const fs::path& file) {
    json record = parse_foreign(text);
    if (!record.is_object()) return json(json::value_t::discarded);
    const std::string claimed = string_at(record, "seal");
    record.erase("seal");
    return claimed == seal(file, dumped(record)) ? record : json(json::value_t::discarded);
}

std::optional<Recorded> read_record(const Plan& plan) {
    const auto workspace = Workspace::find(plan.project);
    if (!workspace) return std::nullopt;
    const std::string name = record_name(plan);
    try {
        return recorded_of(record_in(*workspace, name), plan, workspace->path(name));
    } catch (const Error&) { // unreadable
        return std::nullopt;
    }
}

std::optional<Recorded> recorded_of(const json& record, const Plan& plan, const fs::path& file) {
    try {
        Recorded recorded{.inputs = inputs_of_record(record),
                          .warnings = record.at("warnings").get<std::vector<std::string>>()};
        const Toolchain toolchain{.engine = engine_named(record.at("engine").get<std::string>()),
                                  .sdk = record.at("sdk"),
                                  .sdk_why = plan.sdk.why,
                                  .image = record.at("image"),
                                  .image_id = record.at("imageId"),
                                  .axis_os = record.at("axisOs")};
        for (const json& each : record.at("packages")) {
            recorded.built.push_back({.package = {.path = package_path(each, plan),
                                                  .architecture = each.at("architecture"),
                                                  .sha256 = each.at("sha256"),
                                                  .size = each.at("size")},
                                      .application = plan.app_name,
                                      .chip = plan.chip,
                                      .variant = plan.variant,
                                      .toolchain = toolchain,
                                      .images = recorded.inputs.images,
                                      .record = file,
                                      .warnings = recorded.warnings,
                                      .up_to_date = true});
        }
        return recorded;
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool is_as_built(const fs::path& package, const std::string& sha256, HashCache& hashes) {
    std::error_code missing;
    return fs::is_regular_file(fs::symlink_status(package, missing)) &&
           hashes.sha256_of(package) == sha256;
}

std::optional<LastBuild> last_build(const fs::path& project) {
    const auto all = records(project);
    if (!all) return std::nullopt;
    LastBuild last{.elsewhere = all->others};
    if (all->others) last.unproved = key_trouble();
    HashCache hashes;
    for (const json& record : all->ours)
        for (const RecordedPackage& package : packages_of(record)) {
            std::error_code missing;
            if (!fs::exists(fs::symlink_status(package.path, missing))) continue;
            (is_as_built(package.path, package.sha256, hashes) ? last.packages : last.replaced)
                .push_back(shown_path(package));
        }
    std::ranges::sort(last.packages);
    return last;
}

std::vector<json> our_records(const fs::path& project) {
    return records(project).value_or(Records{}).ours;
}

std::vector<fs::path> packages_in_record(const json& record) {
    std::vector<fs::path> packages;
    for (const RecordedPackage& package : packages_of(record))
        packages.push_back(shown_path(package));
    return packages;
}

std::optional<BuildImage> last_image(const fs::path& project) {
    for (const json& record : records(project).value_or(Records{}).ours)
        if (BuildImage image{string_at(record, "image"), string_at(record, "imageId")};
            !image.id.empty())
            return image;
    return std::nullopt;
}

} // namespace acapctl::builder
