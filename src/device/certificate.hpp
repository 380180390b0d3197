#pragma once
// Whether the certificate of a TLS connection is trusted, decided in OpenSSL's own callback:
// libcurl alone tells neither the fingerprint nor the reason.

#include <string>

#include <openssl/ssl.h>

namespace acapctl::device {

struct CertificateCheck {
    std::string host{};      // what the certificate must name
    bool accept_any = false; // note the fingerprint and go on

    // Filled during the handshake:
    std::string fingerprint{}; // SHA-256, "AA:BB:..."
    std::string reason{};      // why it is not trusted; empty if it is
    bool refused = false;      // reason is set and accept_any is not
};

// Installs the check on a context that libcurl is about to use. `check` must outlive the context.
void install_certificate_check(SSL_CTX* context, CertificateCheck* check);

} // namespace acapctl::device
