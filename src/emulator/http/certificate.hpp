#pragma once
// The self-signed certificate a device shows on HTTPS.

#include <filesystem>
#include <optional>
#include <string>

namespace acapctl::emulator {

struct Certificate {
    std::string pem{};
    std::string key{}; // PEM
};

// A new key (ECC P-256, as the device identity) and a certificate valid to the year 9999.
Certificate make_certificate(const std::string& host_name, const std::string& serial);

// The one kept in `directory`; nothing if there is none. Throws if it is damaged.
std::optional<Certificate> read_certificate(const std::filesystem::path& directory);

// The same, made on the first call: a client may pin it over restarts.
Certificate kept_certificate(const std::filesystem::path& directory, const std::string& host_name,
                             const std::string& serial);

// Another one, kept in place of the one before.
Certificate renew_certificate(const std::filesystem::path& directory, const std::string& host_name,
                              const std::string& serial);

} // namespace acapctl::emulator
