#pragma once
// Certificates that were trusted by a person, one fingerprint for each host and port, like ssh's
// known_hosts. One line each: "host:port SHA256:AA:BB:... date".

#include "device/http/target.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

struct Pin {
    std::string place{};       // "host:port", "[fe80::1]:443"; letters in lower case
    std::string fingerprint{}; // SHA-256, AA:BB:...
    std::string since{};       // RFC 3339; may be empty
};

// The file's lines. Throws invalid_input naming file and line for one that cannot be understood:
// to skip it could make an unknown device of one whose certificate is known.
std::vector<Pin> parse_pins(std::string_view text, const std::string& file);
std::string pins_text(const std::vector<Pin>& pins); // that parse_pins() reads again

// Every call reads the file anew; changes lock it and replace it as a whole, with mode 0600.
class TrustStore {
  public:
    explicit TrustStore(std::filesystem::path file) : file_(std::move(file)) {}

    std::vector<Pin> all() const;
    std::optional<std::string> find(const Target& target) const; // the fingerprint
    void trust(const Target& target, const std::string& fingerprint) const;
    // The same unless one is trusted by now, by another command meanwhile; gives the one that is.
    std::string trust_first(const Target& target, const std::string& fingerprint) const;
    bool remove(const Target& target) const; // false: there was none

  private:
    std::filesystem::path file_;
};

} // namespace acapctl::device
