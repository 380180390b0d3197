#include "build/project.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

// Only what the build itself must know; the packer reads the manifest with all its rules.
void read_manifest(Project& project) {
    using nlohmann::json;
    const std::string text = read_file(project.root / project.manifest, 1U << 20U);
    const json manifest = json::parse(text, nullptr, false);
    const json::json_pointer setup("/acapPackageConf/setup");
    if (!manifest.is_object() || !manifest.contains(setup)) return;
    const json& fields = manifest.at(setup);
    if (!fields.is_object()) return;
    const auto string_of = [&](const char* key) {
        const auto field = fields.find(key);
        return field != fields.end() && field->is_string() ? field->get<std::string>() : "";
    };
    project.app_name = string_of("appName");
    project.architecture = string_of("architecture");
}

} // namespace

Project find_project(const fs::path& directory) {
    Project project;
    project.directory = directory;
    project.manifest = "manifest.json";
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored))
        throw_invalid(fmt::format("{} is not a directory", text::visible(directory.string())));
    for (const fs::path& root : {directory, directory / "app"}) {
        if (!fs::exists(root / project.manifest, ignored)) continue;
        project.root = root;
        project.has_makefile = fs::exists(root / "Makefile", ignored) ||
                               fs::exists(root / "makefile", ignored) ||
                               fs::exists(root / "GNUmakefile", ignored);
        project.has_dockerfile = fs::exists(directory / "Dockerfile", ignored);
        read_manifest(project);
        return project;
    }
    throw Error({.exit = ExitCode::invalid_input,
                 .code = "manifest-missing",
                 .message = fmt::format("no manifest.json in {} or its app directory",
                                        text::visible(directory.string())),
                 .hint = "an ACAP project has one; 'acapctl new DIR' makes a project that builds"});
}

} // namespace acapctl::build
