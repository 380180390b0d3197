#pragma once
// What a failed exchange means, once it is known what the other side has said. Pure.

#include "device/http/certificate.hpp"
#include "device/http/transport.hpp"

namespace acapctl::device {

// The same fault, or one that says more: a version of TLS that is too old, a certificate of ours
// that is wanted or not taken. `answered`: the device has given replies before.
Fault tls_fault(Fault fault, const CertificateCheck& check, const Target& target, bool answered);

// Whether to look what the port speaks: nothing that has come says that it is the scheme of the
// target.
bool is_in_doubt(const Fault& fault, const CertificateCheck& check, const Target& target);

} // namespace acapctl::device
