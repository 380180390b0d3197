#include "device/http/tls_fault.hpp"

namespace acapctl::device {

namespace {

// Of which OpenSSL, or a closed connection, tells no more.
bool may_be_of_tls(const Fault& fault) {
    return fault.kind == FaultKind::tls || fault.kind == FaultKind::closed ||
           fault.kind == FaultKind::other;
}

bool says(const Fault& fault, const char* words) {
    return fault.detail.find(words) != std::string::npos;
}

bool is_too_old(const Fault& fault, const CertificateCheck& check) {
    return says(fault, "unsupported protocol") || says(fault, "alert protocol version") ||
           (check.version != 0 && check.version < TLS1_2_VERSION);
}

} // namespace

// A device that misses our certificate says so by an alert, or just closes the connection; with TLS
// 1.3 it does so when the handshake is over for us.
Fault tls_fault(Fault fault, const CertificateCheck& check, const Target& target, bool answered) {
    if (!target.tls || !may_be_of_tls(fault)) return fault;
    const bool alert = says(fault, " alert ");
    if (fault.kind == FaultKind::tls && is_too_old(fault, check)) {
        fault.kind = FaultKind::old_tls;
        fault.detail = check.version < TLS1_2_VERSION ? version_name(check.version) : "";
    } else if (check.wants_identity && target.client_certificate.empty() && (alert || !answered)) {
        fault.kind = FaultKind::identity_wanted;
    } else if (check.wants_identity && !target.client_certificate.empty() && alert) {
        fault.kind = FaultKind::identity_refused;
    }
    return fault;
}

bool is_in_doubt(const Fault& fault, const CertificateCheck& check, const Target& target) {
    return may_be_of_tls(fault) && !(target.tls && check.spoke_tls);
}

} // namespace acapctl::device
