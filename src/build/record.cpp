#include "build/record.hpp"

#include "support/files.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path own_directory(const fs::path& project) {
    return project / "build" / ".acapctl";
}

namespace {

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
        json record = json::parse(read_file(entry.path(), 1U << 20U), nullptr, false);
        if (record.is_object()) found.emplace_back(entry.last_write_time(missing), record);
    }
    std::ranges::sort(found, std::greater<>(), &std::pair<fs::file_time_type, json>::first);
    std::vector<json> list;
    for (auto& [time, record] : found) list.push_back(std::move(record));
    return list;
}

std::string text_of(const json& record, const char* key) {
    const auto field = record.find(key);
    return field != record.end() && field->is_string() ? field->get<std::string>() : "";
}

// The packages a record names.
std::vector<fs::path> packages_of(const json& record) {
    std::vector<fs::path> paths;
    if (!record.contains("packages") || !record["packages"].is_array()) return paths;
    for (const json& package : record["packages"])
        if (package.is_object() && package.contains("path") && package["path"].is_string())
            paths.emplace_back(package["path"].get<std::string>());
    return paths;
}

} // namespace

void write_record(const fs::path& file, const Plan& plan, const std::vector<Built>& built) {
    json packages = json::array();
    for (const Built& each : built) packages.push_back(package_record(each.package));
    const Toolchain& toolchain = built.front().toolchain;
    const json record = {{"kind", "acapctl.build-record/v1"},
                         {"packages", packages},
                         {"plan", plan_json(plan)},
                         {"engine", toolchain.engine},
                         {"sdk", toolchain.sdk},
                         {"sdkWhy", or_null(toolchain.sdk_why)},
                         {"axisOs", toolchain.axis_os},
                         {"image", toolchain.image},
                         {"imageId", toolchain.image_id}};
    write_file(file, record.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
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
        if (BuildImage image{text_of(record, "image"), text_of(record, "imageId")};
            !image.id.empty())
            return image;
    return std::nullopt;
}

} // namespace acapctl::build
