#pragma once
// Models of tests/data/make-tflite, made once each.

#include "catch.hpp"
#include "support/subprocess.hpp"

#include <map>
#include <string>

namespace acapctl::samples {

// "int8", "per-channel", ...; or what one is made of, as JSON.
inline const std::string& model(const std::string& kind) {
    static std::map<std::string, std::string> made;
    if (const auto known = made.find(kind); known != made.end()) return known->second;
    const CommandResult result = run({.arguments = {TEST_DATA "/make-tflite", kind}});
    INFO(result.errors);
    REQUIRE(result.status == 0);
    return made[kind] = result.output;
}

} // namespace acapctl::samples
