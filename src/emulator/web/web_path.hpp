#pragma once
// The path of a request below /local/, and the file in a package that it names.

#include "emulator/http/http.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct LocalPath {
    std::string app{};
    std::string rest{};     // decoded, behind "/local/<app>/"; no empty, "." or ".." part
    bool directory = false; // ends with '/', or is nothing but "/local/<app>"
};

// What the target of a request line means. Nothing if it is not below /local/, leads upwards, hides
// a '/' or a control character behind an escape, or is malformed.
std::optional<LocalPath> local_path(std::string_view target);

// The file `path` names in the html/ of a package, or why there is none: 301, 304, 403, 404. Links
// lead nowhere but into the package. The reply to HEAD has the file's size and no body.
Reply html_file(const std::filesystem::path& package, const LocalPath& path,
                const Request& request);

} // namespace acapctl::emulator
