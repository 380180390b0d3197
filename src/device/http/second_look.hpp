#pragma once
// What a port speaks that did not answer as it should. Nothing is sent but the beginning of a
// conversation: no credentials, no request that could change anything.

#include "device/http/proxy.hpp"
#include "device/http/target.hpp"

#include <optional>
#include <stop_token>

namespace acapctl::device {

// Whether a TLS handshake with it gets as far as an answer.
bool speaks_tls(const Target& target, const std::optional<Proxy>& proxy,
                const std::stop_token& stop);
// The version that it chooses where only TLS 1.0 and 1.1 are offered: 0x0302; 0: none of them.
int old_tls_version(const Target& target, const std::optional<Proxy>& proxy,
                    const std::stop_token& stop);
// Whether it answers HEAD / in plain HTTP.
bool speaks_http(const Target& target, const std::optional<Proxy>& proxy,
                 const std::stop_token& stop);

} // namespace acapctl::device
