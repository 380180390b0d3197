// What an upgrade of AXIS OS and a factory default do to the applications.
#include "emulator/state/applications.hpp"
#include "emulator/state/package_directory.hpp"
#include "emulator/support/guard.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

namespace fs = std::filesystem;

std::optional<Refusal> Applications::check_again(const About& about, const Rules& rules) {
    if (about.bundled) return refuse_package({}, about, rules);
    const fs::path directory = package(about.name);
    if (auto refused = refuse_package(installed_package(about, directory), about, rules))
        return refused;
    return check_script(about, directory);
}

// All are looked at before the first script runs, so that the log names everything that is in the
// way. Scripts of those that pass run in the order of their names, up to the first that fails.
bool Applications::install_again() {
    const std::lock_guard lock(changing_);
    const Rules now = rules();
    bool all = true;
    for (const About& about : now.installed) {
        const auto refused = check_again(about, now);
        if (!refused) continue;
        all = false;
        say(refused->log, 3);
        say(fmt::format("Failed to reinstall application '{}' (code {})", about.name,
                        static_cast<int>(refused->code)),
            3);
    }
    if (!all) return false;
    for (const About& about : now.installed) {
        if (about.bundled) continue;
        if (post_install(about)) return false;
        say(fmt::format("Successfully reinstalled application '{}'", about.name));
    }
    return true;
}

void Applications::remove_all() {
    const std::lock_guard lock(changing_);
    for (const About& about : abouts()) {
        if (about.bundled) continue;
        const fs::path removed = files_.incoming() / about.name; // whole, or gone
        fs::remove_all(removed);
        fs::rename(home(about.name), removed);
        {
            const std::lock_guard apps(mutex_);
            apps_.erase(about.name);
        }
        std::error_code ignored;
        fs::remove_all(removed, ignored); // else when the device starts
    }
    load(); // what such an application stood in the place of
}

} // namespace acapctl::emulator
