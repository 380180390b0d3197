#pragma once
// Which device, over which scheme, as whom. Text and environment in, a complete target out; no I/O.

#include "support/secret.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

struct Target {
    std::string name{}; // as the user wrote it; identifies the device in every report
    std::string host{}; // name or address, IPv6 without brackets
    bool tls = true;
    std::uint16_t port = 0;
    std::string user{};
    Secret password{};                           // empty: not known yet
    std::vector<std::string> password_command{}; // prints it; run without a shell
    std::string pinned_certificate{};        // SHA-256 fingerprint; no other certificate will do
    bool accept_unknown_certificate = false; // where none is pinned
    // Files of PEM that say who we are, where the device wants to know; empty: none. The key may
    // stand in the first.
    std::string client_certificate{};
    std::string client_key{};
    Secret client_key_password{}; // empty: the key has none
    bool basic_over_http = false; // the user asked for it
    std::string serial{};         // of the device by the inventory; may be empty
    std::string known_as{};       // its name in the inventory, else its host and port; see Identity
    std::string similar_name{};   // in the inventory, which has not the name; told if it is no host

    // The file of the key: that of the certificate, where none is named.
    const std::string& key_file() const {
        return client_key.empty() ? client_certificate : client_key;
    }

    bool is_loopback() const;
    std::string host_text() const; // as in a URL: IPv6 in brackets
    // "https://host:port", without the port when it is the scheme's own.
    std::string origin() const;
};

// Where a device listens: "host:port", "[fe80::1]:443"; letters in lower case.
std::string place_of(const Target& target);

// Looks a variable up; empty ones count as not set.
using Lookup = std::function<std::optional<std::string>(const char* name)>;

// What the text alone says. Throws a usage error for malformed text and for a password inside it.
struct TargetText {
    std::optional<bool> tls{};
    std::optional<std::string> user{};
    std::string host{};
    std::optional<std::uint16_t> port{};
};
TargetText parse_target(std::string_view text);

// The text completed by AXIS_DEVICE_{USER,PASS,HTTP_PORT,HTTPS_PORT}, ACAPCTL_CLIENT_KEY_PASS and
// AXIS_DEVICE_HTTPS_SELF_SIGNED. `user` stays empty when neither text nor environment has one.
Target complete_target(std::string_view text, const Lookup& environment);

} // namespace acapctl::device
