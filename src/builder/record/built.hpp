#pragma once
// What came out of a build.

#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "builder/engines/engine.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace acapctl::builder {

using Images = std::map<std::string, std::string>; // name -> digest of its configuration

struct Built {
    PackedPackage package{};
    std::string application{}; // appName
    std::string chip{};
    std::string variant{};
    Toolchain toolchain{};               // all empty when nothing had to be compiled
    Images images{};                     // it came from; empty if they could not be told
    std::filesystem::path record{};      // of how it came about (docs/build.md)
    std::vector<std::string> warnings{}; // of its plan and its build
    bool up_to_date = false;             // nothing was done: its inputs are those of the last build
};

// One that was asked to be compiled only, and was.
struct Compiled {
    std::string application{};
    std::string architecture{};
    std::string variant{};
};

// One package that could not be built, beside others.
struct Failed {
    std::string application{};
    std::string architecture{};
    std::string variant{};
    Failure failure{}; // its message says which of them
};

struct Report { // both in the order of the plans
    std::vector<Built> packages{};
    std::vector<Compiled> compiled{}; // where nothing is packed
    std::vector<Failed> failures{};
    std::size_t plans = 0;
};

} // namespace acapctl::builder
