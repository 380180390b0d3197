#pragma once
// What a directory holds that can be built: facts, no decisions. The planner decides.

#include "builder/plan/dockerfile.hpp"
#include "manifest/project_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::sdk {
class Catalog;
}

namespace acapctl::builder {

// manifest.json, or a variant beside it: manifest.json.artpec8.
struct ManifestFile {
    std::filesystem::path file{}; // relative to the root of the project
    std::string variant{};        // "artpec8"; empty for manifest.json
    // As written; empty where absent or of a wrong type. The packer reads it with all its rules.
    std::string app_name{};
    std::string friendly_name{};
    std::string version{};
    std::string architecture{}; // one that is known, or "all"; a placeholder counts as absent
    std::string place{};        // "FILE:LINE:COLUMN" of the architecture, or of what lacks it
    std::string problem{};      // why it is no JSON, with the place; empty: it is
};

struct Project {
    std::filesystem::path directory{}; // as the user named it; packages go to build/ below it
    std::filesystem::path root{};      // where manifest and sources are: the directory or its app/
    std::vector<ManifestFile> manifests{}; // manifest.json first, then the variants by name
    bool has_makefile = false;
    bool has_meson = false;                  // meson.build
    bool has_cmake = false;                  // CMakeLists.txt
    std::filesystem::path dockerfile_path{}; // relative to the directory
    std::optional<Dockerfile> dockerfile{};
    std::string dockerfile_architecture{};        // that it is for by its name; empty: any
    std::vector<std::string> other_dockerfiles{}; // Dockerfile.NAME in the directory, by name
    ProjectFile settings{};                       // acapctl.toml of the directory, else of the root

    const std::string& app_name() const { return manifests.front().app_name; }
    // The directory's name or the application's, as --app takes them.
    bool is_called(const std::string& name) const;
};

// Reads that Dockerfile as the project's, a path relative to its directory. Throws invalid_input if
// it cannot be read.
void take_dockerfile(Project& project, const std::filesystem::path& path);

// The project in `directory` or its app/. Throws invalid_input if no manifest is there, if one is
// for an architecture that the catalog lacks, if the project file is wrong, or if one of these
// files lies outside the directory.
Project find_project(const std::filesystem::path& directory, const sdk::Catalog& catalog);

// That project or, if the directory itself is none, every project below it (a monorepo), by path.
// `apps` chooses among them by application or directory name; a name that is none is a usage error.
std::vector<Project> find_projects(const std::filesystem::path& directory,
                                   const sdk::Catalog& catalog,
                                   const std::vector<std::string>& apps = {});

} // namespace acapctl::builder
