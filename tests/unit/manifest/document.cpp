#include "manifest/document.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;

namespace {

std::string error_of(const std::string& source) {
    try {
        JsonDocument::parse(source, "manifest.json");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK(error.failure().code == "invalid-json");
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("an error in JSON says where it is and what was expected") {
    const struct {
        std::string source, message;
    } cases[] = {
        {"", "manifest.json:1:1: expected a value, found the end of the file"},
        {"{\n  \"a\": 1,\n}", "manifest.json:3:1: expected a key in double quotes, found '}'"},
        {"{\"a\" 1}", "manifest.json:1:6: expected ':' after the key, found '1'"},
        {"{\"a\": 1 \"b\"}", "manifest.json:1:9: expected ',' or '}', found '\"'"},
        {"[1 2]", "manifest.json:1:4: expected ',' or ']', found '2'"},
        {"[1,]", "manifest.json:1:4: expected a value, found ']'"},
        {"\n\n \"abc", "manifest.json:3:2: this string has no closing '\"'"},
        {"\"a\nb\"", "manifest.json:1:3: a control character in a string; write it as an escape "
                     "such as \\n"},
        {"\"\\x\"", "manifest.json:1:2: unknown escape in a string; known are \\\" \\\\ \\/ \\b "
                    "\\f \\n \\r \\t \\uXXXX"},
        {"\"\\u12g4\"", "manifest.json:1:2: expected four hexadecimal digits after \\u"},
        {"01", "manifest.json:1:2: expected the end of the file, found '1'"},
        {"-", "manifest.json:1:1: expected a value, found '-'"},
        {"{} x", "manifest.json:1:4: expected the end of the file, found 'x'"},
        {"\xef\xbb\xbf{}",
         "manifest.json:1:1: starts with a byte order mark; save it as UTF-8 without one"},
        {"\"\xc3\xa5\xff\"", "manifest.json:1:3: this is not UTF-8"},
        {"[\"\xc3\xa5\xe2\x82\xac\", \xc3\xa5]", "manifest.json:1:8: expected a value, found 'å'"},
        {"\x1b[2J", "manifest.json:1:1: expected a value, found '\\x1b'"},
    };
    for (const auto& [source, message] : cases) {
        INFO(source);
        CHECK(error_of(source) == message);
    }
}

TEST_CASE("JSON nested too deeply is refused, not a crash") {
    CHECK_THAT(error_of(std::string(100'000, '[')), contains("nested deeper than 64 levels"));
    const std::string deep(64, '[');
    CHECK(error_of(deep + std::string(64, ']')) == "accepted");
    CHECK_THAT(error_of(std::string(JsonDocument::max_size + 1, ' ')), contains("larger than"));
}

TEST_CASE("a repeated key keeps its first place and its last value") {
    const auto document = JsonDocument::parse(R"({"a": 1, "b": 2, "a": 3})", "m");
    REQUIRE(document.root.members.size() == 2);
    CHECK(document.root.members[0].key == "a");
    CHECK(document.root.members[0].value.text == "3");
    CHECK(document.where(document.root.members[0].key_offset) == "m:1:18");
}

TEST_CASE("every node knows its line and column") {
    const auto document = JsonDocument::parse("{\n  \"å\": {\"b\": [true]}\n}", "m");
    const JsonNode* b = document.root.find_path("å.b");
    REQUIRE(b != nullptr);
    CHECK(document.where(b->offset) == "m:2:14");
    CHECK(document.where(b->items[0].offset) == "m:2:15");
    CHECK(document.root.find_path("å.c") == nullptr);
    CHECK(document.root.find_path("å.b.c") == nullptr);
}

TEST_CASE("escapes become text, and a lone surrogate stays one") {
    const auto parse = [](const std::string& source) {
        return JsonDocument::parse(source, "m").root.text;
    };
    CHECK(parse(R"("\u0041\n\/\ud83d\ude00")") == "A\n/\xf0\x9f\x98\x80");
    CHECK(parse(R"("\ud83d")") == "\xed\xa0\xbd");
    CHECK(parse(R"("\ude00\ud83d")") == "\xed\xb8\x80\xed\xa0\xbd");
    CHECK(parse(R"("\ud83d\u0041")") == "\xed\xa0\xbd"
                                        "A");
}
