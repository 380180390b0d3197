#include "terminal/json_text.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;

TEST_CASE("JSON text hides nothing, and means the same") {
    const nlohmann::json document = {
        {"a", "\x1b[31m\x7f\u009b\u200b\u202e\u2028\u2066\ufeff\U000e0041\u00e5 \u2014"}};
    const std::string text = visible_json(document.dump(2));
    CHECK(text == "{\n  \"a\": \"\\u001b[31m\\u007f\\u009b\\u200b\\u202e\\u2028\\u2066\\ufeff"
                  "\\udb40\\udc41\u00e5 \u2014\"\n}");
    CHECK(nlohmann::json::parse(text) == document);
}

TEST_CASE("a byte that is no character becomes one in JSON text") {
    CHECK(visible_json("\"\xff\"") == "\"\\ufffd\"");
}
