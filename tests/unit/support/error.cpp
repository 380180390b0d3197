#include "acapctl/error.hpp"

#include "catch.hpp"

#include <map>
#include <set>
#include <string>

using namespace acapctl;

TEST_CASE("every kind of failure has a name, and the exit code that scripts rely on") {
    const std::map<std::string, int> expected{
        {"unexpected", 1},   {"usage", 2},   {"invalid-input", 3}, {"authentication", 4},
        {"unreachable", 5},  {"refused", 6}, {"build-failed", 7},  {"engine-unavailable", 8},
        {"incompatible", 9}, {"mixed", 10},  {"untrusted", 11},    {"condition", 12},
        {"interrupted", 130}};
    std::map<std::string, int> found;
    for (const ErrorKind kind :
         {ErrorKind::unexpected, ErrorKind::usage, ErrorKind::invalid_input,
          ErrorKind::authentication, ErrorKind::unreachable, ErrorKind::refused,
          ErrorKind::build_failed, ErrorKind::engine_unavailable, ErrorKind::incompatible,
          ErrorKind::mixed, ErrorKind::untrusted, ErrorKind::condition, ErrorKind::interrupted})
        found[error_kind_name(kind)] = static_cast<int>(exit_code(kind));
    CHECK(found == expected);
}

TEST_CASE("an error without a code has that of its kind") {
    CHECK(Error({.kind = ErrorKind::refused, .message = "no"}).failure().code == "refused");
    CHECK(Error({.kind = ErrorKind::refused, .code = "busy", .message = "no"}).failure().code ==
          "busy");
}

TEST_CASE("an error is about a device once it is said which") {
    const Error error({.kind = ErrorKind::unreachable, .message = "no answer", .hint = "wait"});
    const Error named = error.on("door");
    CHECK(error.failure().device.empty());
    CHECK(named.failure().device == "door");
    CHECK(named.failure().hint == "wait");
    CHECK(named.kind() == ErrorKind::unreachable);
    CHECK(std::string(named.what()) == "no answer");
}

TEST_CASE("wrong usage and invalid input are thrown with their hint") {
    try {
        throw_usage("wrong", "right");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(error.failure().message == "wrong");
        CHECK(error.failure().hint == "right");
    }
    try {
        throw_invalid("broken");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK(error.failure().hint.empty());
    }
}
