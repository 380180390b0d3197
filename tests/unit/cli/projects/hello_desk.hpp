#pragma once
// A desk with a project that this machine's own compilers can build.

#include "catch.hpp"
#include "desk.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

struct HelloDesk : Desk {
    HelloDesk() { REQUIRE(acapctl({"new", project}).exit == 0); }

    std::string project = (home() / "hello").string();
    std::string eap = project + "/build/Hello_1_0_0_aarch64.eap";

    Said build(std::vector<std::string> options = {}) {
        options.insert(options.begin(),
                       {"build", project, "--engine", "host", "--arch", "aarch64"});
        return acapctl(options);
    }
    Said planned(std::vector<std::string> options) {
        options.insert(options.begin(), {"build", project, "--dry-run"});
        return acapctl(options);
    }
};

} // namespace acapctl::cli
