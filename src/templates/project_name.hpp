#pragma once
// The names of a new project, from that of its directory.

#include <string>

namespace acapctl::templates {

// An appName starts with a letter, has letters, digits and underscores, 2 to 26 of them (manifest
// schema 1.7.1).
std::string app_name_from(const std::string& directory);

// "my_app" as people read it: "My app".
std::string friendly_name_from(std::string app_name);

} // namespace acapctl::templates
