#include "support/json.hpp"

#include "catch.hpp"

using namespace acapctl;
using nlohmann::json;

TEST_CASE("a string is read only where there is one") {
    const json document = {{"name", "camera"}, {"port", 80}, {"setup", {{"appName", "app"}}}};
    CHECK(string_at(document, "name") == "camera");
    for (const char* name : {"port", "setup", "missing"}) CHECK(string_at(document, name).empty());
    for (const json& other :
         {json(), json(1), json("text"), json::array({"name"}), json(json::value_t::discarded)})
        CHECK(string_at(other, "name").empty());
}

TEST_CASE("a string is found further down") {
    const json document = {{"setup", {{"appName", "app"}, {"ports", {1, 2}}}}};
    CHECK(string_at(document, json::json_pointer("/setup/appName")) == "app");
    for (const char* where : {"/setup", "/setup/ports/0", "/setup/ports/x", "/setup/ports/9",
                              "/setup/appName/more", "/other/appName"})
        CHECK(string_at(document, json::json_pointer(where)).empty());
    CHECK(string_at(json(json::value_t::discarded), json::json_pointer("/setup")).empty());
}

TEST_CASE("a document of others is cut where it is too deep to handle") {
    CHECK(parse_foreign(R"({"a": [1, {"b": null}]})").dump() == R"({"a":[1,{"b":null}]})");
    CHECK(parse_foreign("{").is_discarded());
    const std::string deep = std::string(400'000, '[') + std::string(400'000, ']');
    CHECK(parse_foreign(deep).dump().size() < 200);
    CHECK(parse_foreign<nlohmann::ordered_json>(R"({"z": )" + deep + R"(, "a": 1})")["a"] == 1);
}
