#pragma once
// The question whether a certificate is a device's own.

#include "cli/app/verb.hpp"
#include "device/http/transport.hpp"

namespace acapctl::cli {

// Shows who the certificate names and its fingerprint. False where nobody can be asked.
bool ask_to_trust(const device::Target& target, const device::Certificate& seen, Context& context);

} // namespace acapctl::cli
