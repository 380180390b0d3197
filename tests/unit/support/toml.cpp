#include "support/toml.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;

namespace {

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

std::string outcome(const std::string& text) {
    try {
        parse_toml(text, "f.toml");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("TOML that is nested too deeply is refused, whichever way it is nested") {
    for (const std::string& text : {
             repeated("a.", 100'000) + "a = 1",
             "[" + repeated("a.", 100'000) + "a]",
             "[[" + repeated("a . ", 100'000) + "a]]",
             "a = " + repeated("[", 100'000),
             "a = " + repeated("{a = ", 100'000),
             "a = " + repeated("[\n", 100'000),
             "a = {" + repeated("'b'.\"c\".", 100'000) + "d = 1}",
             "[" + repeated("a.", 40) + "a]\n" + repeated("b.", 40) + "b = 1",
             "[a]\nb = [1.5, {" + repeated("c.", 62) + "c = 1}]",
         }) {
        INFO(text.substr(0, 40));
        CHECK_THAT(outcome(text), contains("nested deeper than 64 levels"));
    }
    CHECK_THAT(outcome("x = 1\n" + repeated("a.", 70) + "a = 1"), contains("f.toml:2:130: "));
}

TEST_CASE("what is only long, or only looks deep, is read") {
    for (const std::string& text : {
             "a = [" + repeated("1.5, ", 5000) + "2]",
             repeated("# [[[[....\n", 200) + "a = '" + repeated("[.", 200) + "'",
             "a = \"\"\"" + repeated("[.\n\\\"\"x", 200) + "\"\"\"\"\"\nb = '''" +
                 repeated("{.'", 200) + "'''",
             std::string("a = {b = \"\\\"[[.\", c.d = '[['}\n[x.y]\nz.q = 1"),
             repeated("[a.b", 1) + "]\n" + "[[c.d]]\ne = 1\n[[c.d]]\ne = 1",
             repeated("a.", 62) + "a = [1]",
         }) {
        INFO(text.substr(0, 40));
        CHECK(outcome(text) == "accepted");
    }
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "[a.b" + std::to_string(i) + "]\nc.d = 1.5\n";
    CHECK(outcome(many) == "accepted");
}

TEST_CASE("a mistake is told with its place") {
    CHECK_THAT(outcome("a = 1\nb = = 2"), contains("f.toml:2:5: "));
    CHECK(parse_toml("a.b = 7", "f")["a"]["b"].value<int>() == 7);
}
