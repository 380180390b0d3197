#pragma once
// What a 401 asks for (RFC 7235, RFC 7616), and which of it we answer. Pure.

#include "device/http/transport.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

struct Challenge {
    std::string scheme{};                            // lower case: "digest", "basic", ...
    std::map<std::string, std::string> parameters{}; // names in lower case, values unquoted
};

// One header may carry several challenges, and there may be several headers. Malformed text yields
// what could be read before the fault.
std::vector<Challenge> parse_challenges(const std::vector<std::string>& headers);

// Whether one of them is for this scheme, in a form we can answer.
bool offers(const std::vector<Challenge>& challenges, Scheme scheme);

// The password was right, but the nonce too old.
bool says_stale(const std::vector<Challenge>& challenges);

// Digest wins where it is offered; Basic only over TLS, or where the user asked for it. AXIS OS 12
// offers Digest alone on port 80 and Basic alone on 443 by default. Throws an authentication error
// that says what was offered.
Scheme choose_scheme(const std::vector<Challenge>& challenges, bool tls, bool basic_over_http);

} // namespace acapctl::device
