#include "manifest/edit.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;

namespace {

JsonEditor editor(const std::string& text) {
    return JsonEditor(text, "manifest.json");
}

std::string with(const std::string& text, const std::string& path, const std::string& json) {
    JsonEditor edited = editor(text);
    edited.set(path, json);
    return edited.text();
}

std::string without(const std::string& text, const std::string& path) {
    JsonEditor edited = editor(text);
    edited.remove(path);
    return edited.text();
}

} // namespace

TEST_CASE("a value is replaced and everything around it stays") {
    CHECK(with("{ \"a\" :\t1 ,\r\n  \"b\":[2]}\n", "a", "\"x\"") ==
          "{ \"a\" :\t\"x\" ,\r\n  \"b\":[2]}\n");
    CHECK(with(R"({"a": {"b": {"c": [1, 2]}}})", "a.b.c", "3") == R"({"a": {"b": {"c": 3}}})");
}

TEST_CASE("a member is added behind the last one, laid out as the others") {
    CHECK(with("{\n    \"a\": 1,\n    \"b\": 2\n}", "c", "3") ==
          "{\n    \"a\": 1,\n    \"b\": 2,\n    \"c\": 3\n}");
    CHECK(with("{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}", "a.c", "2") ==
          "{\r\n\t\"a\": {\r\n\t\t\"b\": 1,\r\n\t\t\"c\": 2\r\n\t}\r\n}");
    CHECK(with(R"({"a":1})", "b", "2") == R"({"a":1, "b": 2})");
    CHECK(with(R"({"a": {}})", "a.b", "2") == R"({"a": {"b": 2}})");
    CHECK(with(R"({"a": { }})", "a.b", "2") == R"({"a": {"b": 2}})");
}

TEST_CASE("nothing is added to what is no object or is not there") {
    CHECK(with(R"({"a": 1})", "x.y", "2") == R"({"a": 1})");
}

TEST_CASE("a member is taken away with its comma") {
    const std::string three = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
    CHECK(without(three, "a") == "{\n  \"b\": 2,\n  \"c\": 3\n}");
    CHECK(without(three, "b") == "{\n  \"a\": 1,\n  \"c\": 3\n}");
    CHECK(without(three, "c") == "{\n  \"a\": 1,\n  \"b\": 2\n}");
    CHECK(without(three, "d") == three);
    CHECK(without(three, "a.b") == three);
    CHECK(without(R"({"a": 1})", "a") == "{}");
}

TEST_CASE("an object with nothing left goes too, but never the whole text") {
    CHECK(without(R"({"a": {"b": {"c": 1}}, "d": 2})", "a.b.c") == R"({"d": 2})");
    CHECK(without(R"({"a": {"b": 1}})", "a.b") == "{}");
}

TEST_CASE("a key that stands twice is refused, as it cannot be said which one is meant") {
    const std::string twice = R"({"a": 1, "b": 2, "a": 3})";
    CHECK_THROWS_AS(without(twice, "b"), Error);
    CHECK_THROWS_AS(with(twice, "c", "4"), Error);
}
