#pragma once
// Which redirects are followed: those that stay on the device that was named. Pure.

#include "device/http/transport.hpp"

#include <optional>

namespace acapctl::device {

struct Redirect {
    // The same request again, over HTTPS on this port of the same host.
    std::optional<std::uint16_t> https_port{};
    // Else: this path, with its query, on the same host and port.
    std::string path{};
};

// Where to send `request` after this reply. Nothing if it is no redirect, or one that must not be
// followed: to another host, to another port (cameras behind one address differ by port alone),
// from HTTPS to HTTP, or of a request that may have changed something.
std::optional<Redirect> redirect_within(const Target& target, const Request& request,
                                        const Reply& reply);

// Where a redirect that is not followed leads, by host, port and scheme; nothing if it names no
// place that could be a device.
std::optional<Target> redirect_origin(const Target& target, const Reply& reply);

} // namespace acapctl::device
