#pragma once
// The directory of an installed package on this machine.

#include "acapctl/package.hpp"
#include "emulator/state/about.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace acapctl::emulator {

// Makes localdata, the one directory an application may write to. It is bound into the sandbox: as
// a link it would bind a place of the package's choice, so a link is replaced.
void make_localdata(const std::filesystem::path& package);

// Takes the set-uid and set-gid bits from everything in it, however deep. As files of root they
// would give its rights to anybody on this machine; in the sandbox they have no effect. Nothing of
// the application may run meanwhile.
void drop_set_id(const std::filesystem::path& package);

// What the rules of installation ask of a package, read from where it is installed.
Package installed_package(const About& about, const std::filesystem::path& package);

// Why a script is none that AXIS OS 13 runs: it must be executable and begin with #!/bin/sh.
// Nothing: it is one.
std::optional<std::string> script_defect(const std::filesystem::path& package,
                                         const std::string& script);

} // namespace acapctl::emulator
