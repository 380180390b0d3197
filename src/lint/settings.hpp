#pragma once
// What the project file, acapctl.toml, says of lint:
//   [lint]
//   ignore = [{id = "run-mode-never", reason = "started by hand for demonstrations"}]

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::lint {

struct Ignore {
    std::string id{};
    std::string reason{}; // never empty
};

// Nothing if the directory has no project file. Throws invalid_input, with the place, for one that
// is not TOML, for a rule that does not exist, and for an entry without a reason.
std::vector<Ignore> read_ignores(const std::filesystem::path& directory);

} // namespace acapctl::lint
