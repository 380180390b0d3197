#pragma once
// Which application a verb means.

#include <string>

namespace acapctl::cli {

// appName of ./manifest.json or ./app/manifest.json. Throws a usage error where there is neither.
std::string project_app();

// What stands as APP on the command line: the name, or that of the application in a package file.
// Empty: project_app().
std::string app_named(const std::string& word);

} // namespace acapctl::cli
