#include "emulator/http/http.hpp"

#include "catch.hpp"

using namespace acapctl::emulator;

TEST_CASE("fields of a query keep their order and are decoded") {
    CHECK(parse_fields("a=1&b=x%20y+z&c&&=v&d=a=b") ==
          Fields{{"a", "1"}, {"b", "x y z"}, {"c", ""}, {"", "v"}, {"d", "a=b"}});
    CHECK(parse_fields("").empty());
    CHECK(parse_fields("a=%4&b=%zz&c=%41") == Fields{{"a", "%4"}, {"b", "%zz"}, {"c", "A"}});
}

TEST_CASE("header names are compared without their case") {
    Request request;
    request.headers["content-TYPE"] = "x";
    REQUIRE(request.header("Content-Type") != nullptr);
    CHECK(*request.header("Content-Type") == "x");
    CHECK(request.header("Content-Length") == nullptr);
}
