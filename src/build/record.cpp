#include "build/record.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path own_directory(const fs::path& project) {
    return project / "build" / ".acapctl";
}

fs::path record_file(const Plan& plan) {
    return own_directory(plan.project) / (plan.key + ".json");
}

namespace {

constexpr std::uint64_t largest_record = 64U << 20U; // it names every source file

json symbols_record(const Symbols& symbols) {
    return {{"member", symbols.member},
            {"buildId", or_null(symbols.build_id)},
            {"path",
             symbols.file.empty() ? json() : json(fs::absolute(symbols.file).lexically_normal())}};
}

json package_record(const PackedPackage& package) {
    return {{"path", fs::absolute(package.path).lexically_normal().string()},
            {"architecture", package.architecture},
            {"sha256", package.sha256},
            {"size", package.size}};
}

// Every record of a project, the newest first; nothing if the project was never built.
std::optional<std::vector<json>> records(const fs::path& project) {
    const fs::path own = own_directory(project);
    std::error_code missing;
    if (!fs::is_directory(own, missing)) return std::nullopt;
    std::vector<std::pair<fs::file_time_type, json>> found;
    for (const auto& entry : fs::directory_iterator(own)) {
        if (entry.path().extension() != ".json") continue;
        json record = json::parse(read_file(entry.path(), largest_record), nullptr, false);
        if (record.is_object()) found.emplace_back(entry.last_write_time(missing), record);
    }
    std::ranges::sort(found, std::greater<>(), &std::pair<fs::file_time_type, json>::first);
    std::vector<json> list;
    for (auto& [time, record] : found) list.push_back(std::move(record));
    return list;
}

// The packages a record names.
std::vector<fs::path> packages_of(const json& record) {
    std::vector<fs::path> paths;
    if (!record.contains("packages") || !record["packages"].is_array()) return paths;
    for (const json& package : record["packages"])
        if (std::string path = string_at(package, "path"); !path.empty())
            paths.emplace_back(std::move(path));
    return paths;
}

} // namespace

void write_record(const fs::path& file, const Plan& plan, const std::vector<Built>& built,
                  const Making& making) {
    json packages = json::array();
    for (const Built& each : built) packages.push_back(package_record(each.package));
    json symbols = json::array();
    for (const Symbols& each : making.symbols) symbols.push_back(symbols_record(each));
    const Toolchain& toolchain = built.front().toolchain;
    const json record = {
        {"kind", "acapctl.build-record/v1"},
        {"time", utc_text()},
        {"packages", packages},
        {"symbols", symbols},
        {"plan", plan_json(plan)},
        {"engine", toolchain.engine},
        {"sdk", toolchain.sdk},
        {"sdkWhy", or_null(toolchain.sdk_why)},
        {"axisOs", toolchain.axis_os},
        {"image", toolchain.image},
        {"imageId", toolchain.image_id},
        {"inputs", making.inputs ? inputs_json(*making.inputs, making.sources) : json()},
        {"git", or_null(making.git)},
        {"log", or_null(making.log.string())},
        {"warnings", making.warnings}};
    write_file(file, record.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

std::optional<Recorded> read_record(const Plan& plan) {
    const fs::path file = record_file(plan);
    std::error_code missing;
    if (!fs::exists(file, missing)) return std::nullopt;
    try {
        const json record = json::parse(read_file(file, largest_record));
        Recorded recorded{.inputs = inputs_of_record(record),
                          .warnings = record.at("warnings").get<std::vector<std::string>>()};
        const Toolchain toolchain{.engine = record.at("engine"),
                                  .sdk = record.at("sdk"),
                                  .sdk_why = plan.sdk_why,
                                  .image = record.at("image"),
                                  .image_id = record.at("imageId"),
                                  .axis_os = record.at("axisOs")};
        for (const json& each : record.at("packages")) {
            const fs::path name = fs::path(each.at("path").get<std::string>()).filename();
            recorded.built.push_back({.package = {.path = (plan.output / name).lexically_normal(),
                                                  .architecture = each.at("architecture"),
                                                  .sha256 = each.at("sha256"),
                                                  .size = each.at("size")},
                                      .application = plan.app_name,
                                      .chip = plan.chip,
                                      .variant = plan.variant,
                                      .toolchain = toolchain,
                                      .images = recorded.inputs.images,
                                      .record = file,
                                      .up_to_date = true});
        }
        return recorded;
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const Error&) { // unreadable
        return std::nullopt;
    }
}

std::optional<std::vector<fs::path>> last_packages(const fs::path& project) {
    const auto all = records(project);
    if (!all) return std::nullopt;
    std::vector<fs::path> packages;
    for (const json& record : *all)
        for (const fs::path& package : packages_of(record)) {
            std::error_code missing;
            if (fs::exists(package, missing))
                packages.push_back(package.lexically_proximate(fs::current_path()));
        }
    std::ranges::sort(packages);
    return packages;
}

std::optional<BuildImage> last_image(const fs::path& project) {
    for (const json& record : records(project).value_or(std::vector<json>{}))
        if (BuildImage image{string_at(record, "image"), string_at(record, "imageId")};
            !image.id.empty())
            return image;
    return std::nullopt;
}

} // namespace acapctl::build
