#pragma once
// Whether a signed package is the one that was built, and nothing else. Axis' services put the
// signature behind the package (documentation of package signing); its format is not public, so
// that only a device can say whether it is valid.

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::signing {

// A certificate that was found in what the service added.
struct Signer {
    std::string subject{};
    std::string issuer{};
    std::string until{}; // RFC 3339; empty: unknown
};

struct SignedCopy {
    std::string built_sha256{};
    std::string signed_sha256{};
    std::uint64_t added = 0; // bytes behind the package
    // The service packed the same contents, byte by byte, once more.
    bool packed_anew = false;
    std::vector<Signer> signers{}; // empty: what was added does not say whose it is
};

// Throws invalid_input with the code
// - "already-signed": something stands behind `built`, so it is not what a build leaves;
// - "not-signed": nothing was added;
// - "not-a-signature": what was added is a second archive, or more than a signature takes;
// - "not-the-built-one": the contents differ.
// Throws `interrupted` after a stop.
SignedCopy check_signed(const std::filesystem::path& built, const std::filesystem::path& copy,
                        const std::stop_token& stop = {});

} // namespace acapctl::signing
