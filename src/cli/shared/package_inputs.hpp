#pragma once
// The packages a verb is given: files, or the directory of a project that was built.

#include "cli/app/verb.hpp"
#include "device/deploy/preflight.hpp"

#include <string>
#include <vector>

namespace acapctl::cli {

// Reads .eap files, and of a directory the newest package per architecture in DIR/build (else in
// DIR); nothing given means ".". All must be of one application. Throws invalid_input.
std::vector<device::Candidate> read_packages(const std::vector<std::string>& inputs,
                                             Context& context);

} // namespace acapctl::cli
