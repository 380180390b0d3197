#pragma once
// The application a verb means when none is named.

#include <string>

namespace acapctl::cli {

// appName of ./manifest.json or ./app/manifest.json. Throws a usage error where there is neither.
std::string project_app();

} // namespace acapctl::cli
