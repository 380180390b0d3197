#pragma once
// The certificate of ours that some devices want to see, and its key.

#include "device/http/target.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

// Gives all targets these files, where one is named; else they keep what the inventory says.
void give_client_certificate(std::vector<device::Target>& targets, const std::string& certificate,
                             const std::string& key);

// Throws invalid_input for a file that is not there, and for a key that others may read.
void check_client_certificate(const device::Target& target);

} // namespace acapctl::cli
