#pragma once
// What has become of a deployment, as far as the device shows it.

#include <string>

namespace acapctl::device {

struct DeployOutcome {
    enum class Kind {
        untouched, // nothing of it reached the device
        failed,    // the same, because something went wrong with the device
        unknown,   // it cannot be told
        refused,   // by a check or by the device
        // From here on the device has the package, which is_there() goes by.
        unchanged, // this very build was there
        installed, // it was not there before
        upgraded,
        downgraded,
        reinstalled,
        rolled_back
    };
    Kind kind = Kind::untouched;
    bool only_planned = false; // by a dry run
    std::string code{};        // of the error, when refused

    // The device has the package now, because it was sent or was there.
    bool is_there() const { return kind >= Kind::unchanged && !only_planned; }
    // A word of the contract with scripts: "installed", "would-be-upgraded", "refused:CODE".
    std::string text() const;
};

} // namespace acapctl::device
