#pragma once
// Certificates in bytes of unknown format.

#include "signing/check.hpp"

#include <string_view>
#include <vector>

namespace acapctl::signing {

// Every X.509 certificate in DER or PEM that begins somewhere in `bytes`, at most eight.
std::vector<Signer> find_signers(std::string_view bytes);

} // namespace acapctl::signing
