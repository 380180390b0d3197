#include "builder/plan/project.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/plain_recipe.hpp"
#include "manifest/architecture.hpp"
#include "manifest/document.hpp"
#include "sdk/catalog.hpp"
#include "support/inside.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view manifest_name = "manifest.json";
constexpr std::size_t largest_text = 1U << 20U;
constexpr int deepest_project = 5; // directories below the one that is named
constexpr std::size_t most_projects = 500;
constexpr std::size_t most_variants = 100; // of the manifest, and of a Dockerfile
constexpr std::size_t most_stages = 200;   // of a Dockerfile

std::optional<JsonDocument> parsed(std::string text, const fs::path& name, std::string& problem) {
    try {
        return JsonDocument::parse(std::move(text), name.string());
    } catch (const Error& error) {
        problem = error.what();
        return std::nullopt;
    }
}

// Only what the build itself must know. One that a Dockerfile completes need not be JSON yet.
// Nothing if it is JSON, and no ACAP manifest.
std::optional<ManifestFile> read_manifest(const Inside& project, const fs::path& file) {
    const std::string name = file.filename().string();
    ManifestFile result{.file = name};
    if (name.size() > manifest_name.size()) result.variant = name.substr(manifest_name.size() + 1);
    const auto document = parsed(project.read(file, largest_text),
                                 (project.path() / file).lexically_normal(), result.problem);
    if (!document) return result;
    const JsonNode* setup = document->root.find_path("acapPackageConf.setup");
    if (setup == nullptr || !setup->is(JsonNode::Kind::object)) return std::nullopt;
    result.app_name = setup->text_at("appName");
    result.friendly_name = setup->text_at("friendlyName");
    result.version = setup->text_at("version");
    result.architecture = setup->text_at("architecture");
    const JsonNode* architecture = setup->find("architecture");
    result.place = document->where((architecture != nullptr ? architecture : setup)->offset);
    return result;
}

bool is_variant_name(const std::string& name) {
    if (!name.starts_with("manifest.json.")) return false;
    const std::string variant = name.substr(manifest_name.size() + 1);
    constexpr std::string_view backups[] = {"bak", "orig", "old", "swp", "tmp", "rej"};
    return is_word(variant) && std::ranges::find(backups, variant) == std::end(backups);
}

// Of manifest.json itself, `strict` takes only what is an ACAP manifest for certain: other things
// are called manifest.json. A variant must always prove that it is one.
std::vector<std::string> names_in(const Inside& project, const fs::path& root, bool strict) {
    try {
        const auto status = project.status_behind_links(root);
        if (status && S_ISDIR(status->st_mode)) return project.names_in(root);
    } catch (const Error& error) { // not to be read: no project, unless it was named
        if (!strict || error.kind() == ErrorKind::unexpected) throw;
    }
    return {};
}

std::vector<ManifestFile> manifests_in(const Inside& project, const fs::path& root, bool strict) {
    std::vector<ManifestFile> manifests; // manifest.json is the shortest name, so the first
    const std::vector<std::string> names = names_in(project, root, strict);
    if (static_cast<std::size_t>(std::ranges::count_if(names, is_variant_name)) > most_variants)
        throw_invalid(fmt::format(
            "{} has more than {} variants of manifest.json",
            text::visible((project.path() / root).lexically_normal().string()), most_variants));
    for (const std::string& name : names) {
        const bool is_plain = name == manifest_name;
        if (!is_plain && !is_variant_name(name)) continue;
        try {
            const auto status = project.status_behind_links(root / name);
            if (!status || S_ISDIR(status->st_mode)) continue;
            auto manifest = read_manifest(project, root / name);
            if (manifest && manifest->problem.empty())
                manifests.push_back(std::move(*manifest));
            else if (is_plain && !strict)
                manifests.push_back(manifest ? std::move(*manifest) : ManifestFile{.file = name});
        } catch (const Error& error) {
            const bool matters = is_plain || error.failure().code == "leads-out";
            if (error.kind() == ErrorKind::unexpected || (!strict && matters)) throw;
        }
    }
    return manifests;
}

bool exists_in(const fs::path& root, std::initializer_list<const char*> names) {
    std::error_code ignored;
    return std::ranges::any_of(names,
                               [&](const char* name) { return fs::exists(root / name, ignored); });
}

bool is_other_dockerfile(const std::string& name) {
    constexpr std::string_view beginning = "Dockerfile.";
    constexpr std::string_view others[] = {"bak", "orig",         "old", "swp",      "tmp",  "rej",
                                           "md",  "dockerignore", "in",  "template", "lock", "txt",
                                           "j2"};
    return name.starts_with(beginning) && is_word(name.substr(beginning.size())) &&
           std::ranges::find(others, name.substr(beginning.size())) == std::end(others);
}

void read_dockerfile(const Inside& inside, Project& project) {
    for (const std::string& name : inside.names_in("."))
        if (is_other_dockerfile(name) && project.other_dockerfiles.size() < most_variants)
            project.other_dockerfiles.push_back(name);
    const std::string& named = project.settings.build.dockerfile;
    project.dockerfile_path = named.empty() ? "Dockerfile" : named;
    const auto status = inside.status_behind_links(project.dockerfile_path);
    if (named.empty() && (!status || S_ISDIR(status->st_mode))) return;
    take_dockerfile(project, project.dockerfile_path);
}

} // namespace

void take_dockerfile(Project& project, const fs::path& path) {
    const Inside inside(project.directory);
    project.dockerfile_path = path;
    project.dockerfile = parse_dockerfile(inside.read(path, largest_text));
    if (project.dockerfile->stages.size() > most_stages)
        throw_invalid(fmt::format("{} has more than {} stages",
                                  text::visible((project.directory / path).string()), most_stages));
}

namespace {

std::optional<Project> project_in(const fs::path& directory, bool strict) {
    const Inside inside(directory);
    for (const fs::path below : {".", "app"}) {
        const fs::path root = below == "." ? directory : directory / below;
        Project project{.directory = directory, .root = root};
        project.manifests = manifests_in(inside, below, strict);
        if (project.manifests.empty()) continue;
        project.has_makefile = exists_in(root, {"Makefile", "makefile", "GNUmakefile"});
        project.has_meson = exists_in(root, {"meson.build"});
        project.has_cmake = exists_in(root, {"CMakeLists.txt"});
        project.settings = read_project_file(directory);
        if (project.settings.path.empty()) project.settings = read_project_file(root);
        read_dockerfile(inside, project);
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

// Until SDK 3 package.conf was written by hand; since then it is made from the manifest.
void refuse_package_conf(const fs::path& directory) {
    std::error_code ignored;
    for (const fs::path& file : {directory / "package.conf", directory / "app" / "package.conf"})
        if (fs::is_regular_file(file, ignored))
            throw Error(
                {.kind = ErrorKind::invalid_input,
                 .code = "manifest-missing",
                 .message = fmt::format("{} is there, but no manifest.json: this is a project of "
                                        "the ACAP SDK 3 or older, which today's SDK cannot build",
                                        text::visible(file.lexically_normal().string())),
                 .hint = "write a manifest.json beside it: APPNAME becomes appName, PACKAGENAME "
                         "friendlyName, VENDOR vendor, APPMAJORVERSION.APPMINORVERSION."
                         "APPMICROVERSION version, STARTMODE runMode, and param.conf the list "
                         "configuration.paramConfig; packageconf2manifest.py of the SDK image does "
                         "so, and package.conf can go then. A Makefile must take CC and flags from "
                         "its environment",
                 .advice = {{Advice::make_project}}});
}

[[noreturn]] void throw_no_manifest(const fs::path& directory) {
    refuse_package_conf(directory);
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "manifest-missing",
                 .message = fmt::format("no manifest.json in {} or its app directory",
                                        text::visible(directory.string())),
                 .hint = "an ACAP project has one",
                 .advice = {{Advice::make_project}}});
}

void check_directory(const fs::path& directory) {
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored))
        throw_invalid(fmt::format("{} is not a directory", text::visible(directory.string())));
}

// Values that become paths and arguments, before anything is made or removed for them.
void check_values(const ManifestFile& manifest) {
    if (manifest.app_name.empty() || is_file_name(manifest.app_name)) return;
    throw_invalid(
        fmt::format("{}: acapPackageConf.setup.appName '{}' cannot be the name of a program",
                    manifest.place, text::visible(text::first_characters(manifest.app_name, 100))));
}

void check_values(const ProjectFile& settings, const std::vector<std::string>& architectures) {
    const auto check = [&](const std::string& value, const std::string& key) {
        if (std::ranges::find(architectures, value) == architectures.end())
            throw_unknown_architecture(value, text::visible(settings.path.string()), key,
                                       architectures);
    };
    for (const auto& [name, variant] : settings.variants)
        if (!variant.architecture.empty())
            check(variant.architecture, "variants." + name + ".architecture");
    for (const std::string& each : settings.build.architectures) check(each, "build.architectures");
}

// What project file and Dockerfile name, if it is there already; links that lead out of the project
// throw.
void check_links(const Project& project) {
    const Inside inside(project.root);
    for (const std::string& file : project.settings.build.files)
        (void)inside.status_behind_links(file);
    for (const auto& [name, variant] : project.settings.variants) {
        for (const std::string& file : variant.files) (void)inside.status_behind_links(file);
        if (!variant.manifest.empty()) (void)inside.status_behind_links(variant.manifest);
    }
    const auto recipe = project.dockerfile ? plain_recipe(*project.dockerfile) : std::nullopt;
    if (!recipe) return;
    for (const std::string& file : recipe->additional_files) (void)inside.status_behind_links(file);
    if (!recipe->manifest.empty()) (void)inside.status_behind_links(recipe->manifest);
}

Project checked(Project project, const sdk::Catalog& catalog) {
    check_links(project);
    std::vector<std::string> known;
    for (const sdk::Architecture& each : catalog.architectures()) known.push_back(each.name);
    check_values(project.settings, known);
    known.emplace_back("all");
    for (ManifestFile& manifest : project.manifests) {
        check_values(manifest);
        manifest.architecture =
            architecture_of_manifest(manifest.architecture, manifest.place, known);
    }
    return project;
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

Project find_project(const fs::path& directory, const sdk::Catalog& catalog) {
    check_directory(directory);
    auto project = project_in(directory, false);
    if (!project) throw_no_manifest(directory);
    return checked(std::move(*project), catalog);
}

std::vector<Project> find_projects(const fs::path& directory, const sdk::Catalog& catalog,
                                   const std::vector<std::string>& apps) {
    check_directory(directory);
    std::vector<Project> projects;
    if (auto project = project_in(directory, false))
        projects.push_back(std::move(*project));
    else
        collect(directory, 1, projects);
    if (projects.empty()) throw_no_manifest(directory);
    std::ranges::sort(projects, {}, &Project::directory);
    projects = chosen(std::move(projects), apps);
    for (Project& project : projects) project = checked(std::move(project), catalog);
    return projects;
}

} // namespace acapctl::builder
