#pragma once
// The state directory of one device: its files, who may use them, and what becomes of damaged ones.

#include "acapctl/error.hpp"
#include "emulator/state/about.hpp"
#include "emulator/support/state_file.hpp"
#include "support/descriptor.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::emulator {

// Where everything is.
struct StateFiles {
    std::filesystem::path directory{};

    std::filesystem::path settings() const { return directory / "settings.json"; }
    std::filesystem::path accounts() const { return directory / "accounts.json"; }
    std::filesystem::path uploads() const { return directory / "upload"; }
    // A directory for each application, and two for what is being changed, with the same names:
    // a suffix beside them could be the name of another application.
    std::filesystem::path applications() const { return directory / "applications"; }
    std::filesystem::path incoming() const { return directory / "incoming"; } // not yet, or removed
    std::filesystem::path outgoing() const { return directory / "outgoing"; } // replaced
};

// A directory that only its owner may enter; made if missing, closed to others if it is there.
void make_private_directory(const std::filesystem::path& directory);

// Makes the directories and locks them for this process: the descriptor holds the lock. Throws if
// another emulator uses them. With `reset_damaged` a state that cannot be read is renamed, not
// deleted, and the device begins anew; standard error says so.
Descriptor open_state(const StateFiles& files, bool reset_damaged);

// The applications in such a directory. Throws for one whose description is damaged or another's.
std::vector<About> read_applications(const std::filesystem::path& directory);

} // namespace acapctl::emulator
