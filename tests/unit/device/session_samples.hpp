#pragma once
// Challenges, and what a session throws.

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <functional>
#include <string>

namespace acapctl::device {

inline const std::string basic = "Basic realm=\"AXIS\"";
inline const std::string digest = "Digest realm=\"AXIS\", nonce=\"1\", qop=\"auth\"";

inline Failure failure_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.failure();
    }
    FAIL("nothing was thrown");
    return {};
}

} // namespace acapctl::device
