#include "build/project.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view manifest_name = "manifest.json";
constexpr std::size_t largest_text = 1U << 20U;
constexpr int deepest_project = 5; // directories below the one that is named
constexpr std::size_t most_projects = 500;

// Only what the build itself must know. A manifest that cannot be read is the packer's to explain;
// `strict` takes only what is an ACAP manifest for certain: other things are called manifest.json.
std::optional<ManifestFile> read_manifest(const fs::path& root, const std::string& name,
                                          bool strict) {
    using nlohmann::json;
    ManifestFile result{.file = name};
    if (name.size() > manifest_name.size()) result.variant = name.substr(manifest_name.size() + 1);
    json manifest;
    try {
        manifest = json::parse(read_file(root / name, largest_text), nullptr, false);
    } catch (const Error&) {
        if (strict) return std::nullopt;
        throw;
    }
    const json::json_pointer setup("/acapPackageConf/setup");
    if (!manifest.is_object() || !manifest.contains(setup) || !manifest.at(setup).is_object())
        return strict ? std::nullopt : std::optional(result);
    const json& fields = manifest.at(setup);
    result.app_name = string_at(fields, "appName");
    result.friendly_name = string_at(fields, "friendlyName");
    result.version = string_at(fields, "version");
    result.architecture = string_at(fields, "architecture");
    return result;
}

bool is_variant_name(const std::string& name) {
    if (!name.starts_with("manifest.json.")) return false;
    const std::string variant = name.substr(manifest_name.size() + 1);
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    };
    constexpr std::string_view backups[] = {"bak", "orig", "old", "swp", "tmp", "rej"};
    return !variant.empty() && std::ranges::all_of(variant, allowed) &&
           std::ranges::find(backups, variant) == std::end(backups);
}

std::vector<ManifestFile> manifests_in(const fs::path& root, bool strict) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(root, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if ((name == manifest_name || is_variant_name(name)) && entry->is_regular_file(ignored))
            names.push_back(name);
    }
    std::ranges::sort(names); // manifest.json is the shortest, so the first
    std::vector<ManifestFile> manifests;
    for (const std::string& name :
         names) // beside manifest.json, a variant must prove that it is one
        if (auto manifest = read_manifest(root, name, strict || name != manifest_name))
            manifests.push_back(std::move(*manifest));
    return manifests;
}

bool exists_in(const fs::path& root, std::initializer_list<const char*> names) {
    std::error_code ignored;
    return std::ranges::any_of(names,
                               [&](const char* name) { return fs::exists(root / name, ignored); });
}

void read_dockerfile(Project& project) {
    std::error_code ignored;
    const std::string& named = project.settings.build.dockerfile;
    project.dockerfile_path = named.empty() ? "Dockerfile" : named;
    const fs::path path = project.directory / project.dockerfile_path;
    if (!named.empty() || fs::is_regular_file(path, ignored))
        project.dockerfile = parse_dockerfile(read_file(path, largest_text));
}

std::optional<Project> project_in(const fs::path& directory, bool strict) {
    for (const fs::path& root : {directory, directory / "app"}) {
        Project project{.directory = directory, .root = root};
        project.manifests = manifests_in(root, strict);
        if (project.manifests.empty()) continue;
        project.has_makefile = exists_in(root, {"Makefile", "makefile", "GNUmakefile"});
        project.has_meson = exists_in(root, {"meson.build"});
        project.has_cmake = exists_in(root, {"CMakeLists.txt"});
        project.settings = read_project_file(directory);
        if (project.settings.path.empty()) project.settings = read_project_file(root);
        read_dockerfile(project);
        return project;
    }
    return std::nullopt;
}

bool may_hold_projects(const fs::directory_entry& entry) {
    constexpr std::string_view others[] = {"build", "node_modules", "html", "lib"};
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    return !name.starts_with('.') && std::ranges::find(others, name) == std::end(others) &&
           entry.is_directory(ignored) && !entry.is_symlink(ignored);
}

void collect(const fs::path& directory, int depth, std::vector<Project>& found) {
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!may_hold_projects(*entry)) continue;
        if (auto project = project_in(entry->path(), true))
            found.push_back(std::move(*project));
        else if (depth < deepest_project)
            collect(entry->path(), depth + 1, found);
        if (found.size() > most_projects)
            throw_invalid(fmt::format("{} holds more than {} projects",
                                      text::visible(directory.string()), most_projects),
                          "name a smaller directory");
    }
}

[[noreturn]] void throw_no_manifest(const fs::path& directory) {
    throw Error({.exit = ExitCode::invalid_input,
                 .code = "manifest-missing",
                 .message = fmt::format("no manifest.json in {} or its app directory",
                                        text::visible(directory.string())),
                 .hint = "an ACAP project has one; 'acapctl new DIR' makes a project that builds"});
}

void check_directory(const fs::path& directory) {
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored))
        throw_invalid(fmt::format("{} is not a directory", text::visible(directory.string())));
}

std::vector<Project> chosen(std::vector<Project> projects, const std::vector<std::string>& apps) {
    for (const std::string& app : apps)
        if (std::ranges::none_of(projects, [&](const Project& p) { return p.is_called(app); })) {
            std::vector<std::string> known;
            for (const Project& project : projects) known.push_back(project.app_name());
            const std::string suggestion = text::did_you_mean(app, known);
            throw_usage(fmt::format("no application '{}' is here", text::visible(app)),
                        suggestion.empty() ? "here are: " + text::visible(text::join(known, ", "))
                                           : suggestion);
        }
    if (!apps.empty())
        std::erase_if(projects, [&](const Project& project) {
            return std::ranges::none_of(
                apps, [&](const std::string& app) { return project.is_called(app); });
        });
    return projects;
}

} // namespace

bool Project::is_called(const std::string& name) const {
    const auto named = [&](const ManifestFile& file) { return file.app_name == name; };
    return std::ranges::any_of(manifests, named) || directory.filename() == name ||
           directory.lexically_normal() == fs::path(name).lexically_normal();
}

Project find_project(const fs::path& directory) {
    check_directory(directory);
    if (auto project = project_in(directory, false)) return std::move(*project);
    throw_no_manifest(directory);
}

std::vector<Project> find_projects(const fs::path& directory,
                                   const std::vector<std::string>& apps) {
    check_directory(directory);
    std::vector<Project> projects;
    if (auto project = project_in(directory, false))
        projects.push_back(std::move(*project));
    else
        collect(directory, 1, projects);
    if (projects.empty()) throw_no_manifest(directory);
    std::ranges::sort(projects, {}, &Project::directory);
    return chosen(std::move(projects), apps);
}

} // namespace acapctl::build
