#include "cli/project_app.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

std::string project_app() {
    for (const char* path : {"manifest.json", "app/manifest.json"}) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored)) continue;
        const auto manifest = nlohmann::json::parse(read_file(path, 1U << 20U), nullptr, false);
        const nlohmann::json::json_pointer where("/acapPackageConf/setup/appName");
        if (std::string name = string_at(manifest, where); !name.empty()) return name;
        throw_invalid(fmt::format("{} does not tell acapPackageConf.setup.appName", path),
                      "name the application on the command line");
    }
    throw_usage("no application named, and no project in this directory",
                "name the application; 'acapctl list' shows what is installed");
}

} // namespace acapctl::cli
