#pragma once
// Whether the certificate of a TLS connection is trusted, decided in OpenSSL's own callback:
// libcurl alone tells neither the fingerprint nor the reason.

#include "device/http/transport.hpp"

#include <openssl/ssl.h>

namespace acapctl::device {

struct CertificateCheck {
    std::string host{};   // what the certificate must name
    std::string pinned{}; // the only fingerprint that will do; empty: an authority must vouch
    // Without a pin: note what was seen and go on. What differs from a pin is refused all the same.
    bool accept_unknown = false;
    bool behind_tls_proxy = false; // with which a handshake of its own comes first

    // Filled during the handshake:
    Certificate seen{};
    bool refused = false;
    int machine_error = 0;       // errno: the authorities could not be looked at
    bool spoke_tls = false;      // a record of TLS has come
    bool spoke_http = false;     // "HTTP/" has come where a record was due
    bool wants_identity = false; // the device has asked for a certificate of ours
    int version = 0;             // that it has chosen, as on the wire: 0x0301 is TLS 1.0; 0: none
};

// Installs the check on a context that libcurl is about to use, and has it note what the other side
// says. `check` must outlive the context.
void install_certificate_check(SSL_CTX* context, CertificateCheck* check);

// "O=Doors,CN=signer", 300 bytes at most.
std::string distinguished_name(const X509_NAME* name);
// RFC 3339; empty for what is no time.
std::string certificate_time(const ASN1_TIME* time);

// "TLS 1.0" for what stands on the wire; empty for what is no version.
std::string version_name(int version);

// A SHA-256 fingerprint as people paste it (any letter case, with or without colons, after
// "SHA256:" or "sha256 Fingerprint=") in the form AA:BB:...; nothing if it is not one.
std::optional<std::string> parse_fingerprint(std::string_view text);

} // namespace acapctl::device
