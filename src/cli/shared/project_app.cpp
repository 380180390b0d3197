#include "cli/shared/project_app.hpp"

#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "manifest/document.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

std::string project_app() {
    for (const char* path : {"manifest.json", "app/manifest.json"}) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored)) continue;
        const auto manifest = JsonDocument::parse(read_file(path, JsonDocument::max_size), path);
        const std::string name = manifest.root.text_at("acapPackageConf.setup.appName");
        if (!name.empty()) return name;
        throw_invalid(fmt::format("{} does not tell acapPackageConf.setup.appName", path),
                      "name the application on the command line");
    }
    throw_usage("no application named, and no project in this directory",
                "name the application; 'acapctl list' shows what is installed");
}

std::string app_named(const std::string& word) {
    if (word.empty()) return project_app();
    return word.ends_with(".eap") ? read_package(word).app_name : word;
}

} // namespace acapctl::cli
