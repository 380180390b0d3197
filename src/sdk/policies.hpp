#pragma once
// data/compatibility.json: what decides where a package runs beside symbol versions. And the words
// for the outcome.

#include "sdk/compatibility.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::sdk {

struct LibraryFacts {
    std::string name; // without its version: "liblarod.so"
    std::vector<std::string> chips{};
    std::vector<std::string> unsure_chips{}; // of which nobody knows
    std::optional<AxisOs> max{};
    std::string source{};
};

struct Policies {
    static const Policies& built_in();

    std::vector<LibraryFacts> libraries{};
    AxisOs schema1_max{};
    std::string schema1_source{};
    AxisOsRange schema2_lts{};
    std::string schema2_source{};
    AxisOs root_max{};
    std::string root_source{};
    AxisOsRange root_asked{};
    AxisOsRange unsigned_asked{};
    AxisOsRange unsigned_refused{};
    std::string unsigned_source{};
};

// "needs GLIBC_2.42 (lib/libfoo.so) -> AXIS OS 12.0 or later; aarch64: ARTPEC-8, ARTPEC-9, CV25".
std::string sentence(const Compatibility& compatibility);

} // namespace acapctl::sdk
