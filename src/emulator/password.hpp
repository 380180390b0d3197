#pragma once
// The password of root on the emulated devices, and what of this process' environment is nobody
// else's.

#include "support/secret.hpp"

#include <filesystem>

namespace acapctl::emulator {

struct Password {
    Secret secret{};
    bool made = false; // by us, so that its user must be told
};

// $ACAPCTL_EMULATOR_PASSWORD, else the one kept in the file `password` of that directory, which is
// made on the first call: random, and readable for its owner alone. One that others may read or
// have put there is refused.
Password root_password(const std::filesystem::path& directory);

// Takes AXIS_DEVICE_* and ACAPCTL_* out of the environment, and their values out of the memory in
// which others would find them: no program that is started from now on gets a password. Before any
// other thread runs.
void forget_environment();

} // namespace acapctl::emulator
