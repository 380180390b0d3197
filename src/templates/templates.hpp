#pragma once
// The projects that `new` can make: rows of data/templates.json and the files beside it. What
// a template is, is data; here is only how it becomes a project.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <nlohmann/json.hpp>

namespace acapctl::sdk {
class Catalog;
}

namespace acapctl::templates {

struct Template {
    std::string name;
    std::string about{};                  // what the program does, in a few words
    std::vector<std::string> apis{};      // names of the SDK catalog
    std::vector<std::string> packages{};  // names for pkg-config
    std::vector<std::string> link{};      // linker flags that pkg-config does not know
    std::vector<std::string> notes{};     // lines of the README
    std::vector<std::string> languages{}; // c, c++ or sh; the first is the usual one
    nlohmann::ordered_json row{};         // holds what is merged into the manifest
};

struct ProjectFile {
    std::string path;
    std::string text;
    mode_t mode = 0644;
};

const std::vector<Template>& templates();
// Throws a usage error that suggests the nearest name.
const Template& find_template(std::string_view name);

// The chips of every API of the template, as last published; empty: all chips.
std::vector<std::string> chips_of(const Template& chosen, const sdk::Catalog& catalog);

struct ProjectChoice {
    std::string language{}; // one of the template's
    int schema = 1;         // major version of the manifest schema
    std::string app_name{};
    std::string friendly_name{};
};

std::vector<ProjectFile> project_files(const Template& chosen, const ProjectChoice& choice);

} // namespace acapctl::templates
