#include "support/error_json.hpp"

#include "catch.hpp"

using namespace acapctl;
using nlohmann::json;

TEST_CASE("a failure is the same object for every script; what is empty is null") {
    CHECK(error_document({.kind = ErrorKind::usage, .message = "wrong"}) ==
          json{{"kind", "acapctl.error/v1"},
               {"error",
                {{"code", "usage"},
                 {"message", "wrong"},
                 {"hint", nullptr},
                 {"retryable", false},
                 {"device", nullptr},
                 {"exit", 2}}}});
    const json full = error_object({.kind = ErrorKind::unreachable,
                                    .code = "timed-out",
                                    .message = "no answer",
                                    .hint = "wait",
                                    .retryable = true,
                                    .device = "door"});
    CHECK(full == json{{"code", "timed-out"},
                       {"message", "no answer"},
                       {"hint", "wait"},
                       {"retryable", true},
                       {"device", "door"},
                       {"exit", 5}});
}
