#include "build/record.hpp"

#include "support/files.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path own_directory(const fs::path& project) {
    return project / "build" / ".acapctl";
}

void write_record(const fs::path& file, const Built& built) {
    const json record = {{"package", fs::absolute(built.package.path).lexically_normal().string()},
                         {"architecture", built.package.architecture},
                         {"sha256", built.package.sha256},
                         {"engine", built.toolchain.engine},
                         {"sdk", built.toolchain.sdk},
                         {"image", built.toolchain.image},
                         {"imageId", built.toolchain.image_id}};
    write_file(file, record.dump(2) + "\n");
}

std::optional<std::vector<fs::path>> last_packages(const fs::path& project) {
    const fs::path own = own_directory(project);
    std::error_code missing;
    if (!fs::is_directory(own, missing)) return std::nullopt;
    std::vector<fs::path> packages;
    for (const auto& entry : fs::directory_iterator(own)) {
        if (entry.path().extension() != ".json") continue;
        const json record = json::parse(read_file(entry.path(), 1U << 20U), nullptr, false);
        if (!record.is_object() || !record.contains("package")) continue;
        fs::path package =
            record["package"].is_string() ? record["package"].get<std::string>() : "";
        if (fs::exists(package, missing))
            packages.push_back(package.lexically_proximate(fs::current_path()));
    }
    std::ranges::sort(packages);
    return packages;
}

} // namespace acapctl::build
