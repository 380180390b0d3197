#include "support/toml_reader.hpp"

#include "catch.hpp"

using namespace acapctl;

namespace {

struct Read {
    std::string name{};
    std::vector<std::string> words{};
    bool flag = false;
    std::string kind{};
};

Read read(const std::string& text) {
    Read result;
    const TomlReader reader("f.toml");
    const auto tool = [&](const toml::node& node) {
        reader.keys(
            reader.table(node, "tool"), "tool",
            {{"flag", [&](const auto& at) { result.flag = reader.boolean(at, "tool.flag"); }},
             {"kind", [&](const auto& at) {
                  result.kind = reader.one_of(at, "tool.kind", {"small", "large"});
              }}});
    };
    reader.keys(parse_toml(text, "f.toml"), "",
                {{"name", [&](const auto& at) { result.name = reader.string(at, "name"); }},
                 {"words", [&](const auto& at) { result.words = reader.strings(at, "words"); }},
                 {"list", [&](const auto& at) { reader.array(at, "list"); }},
                 {"tool", tool},
                 {"size", [&](const auto& at) {
                      reader.checked(at, [] { throw_usage("no size", "say one"); });
                  }}});
    return result;
}

Failure failure_of(const std::string& text) {
    try {
        read(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.failure();
    }
    return {.message = "accepted"};
}

} // namespace

TEST_CASE("values of TOML are read by their types") {
    const Read all = read("name = \"\"\nwords = ['a', 'b']\n[tool]\nflag = true\nkind = 'large'\n");
    CHECK(all.name.empty());
    CHECK(all.words == std::vector<std::string>{"a", "b"});
    CHECK(all.flag);
    CHECK(all.kind == "large");
    CHECK(read("").words.empty());
}

TEST_CASE("what is wrong in TOML is told with place and key") {
    struct Row {
        const char* text;
        const char* message;
        const char* hint;
    };
    for (const Row& row : {
             Row{"name = 1", "f.toml:1:8: name is not a string", "quotation marks"},
             {"words = 'a'", "f.toml:1:9: words is not an array of strings", "[\"a\", \"b\"]"},
             {"words = ['a', 1]", "f.toml:1:15: an entry of words is not a string", ""},
             {"\nlist = {}", "f.toml:2:8: list is not an array", ""},
             {"tool = 1", "f.toml:1:8: tool is not a table", ""},
             {"tool.flag = 'yes'", "f.toml:1:13: tool.flag is not true or false", ""},
             {"tool.kind = 'lagre'", "f.toml:1:13: tool.kind is 'lagre'", "Did you mean 'large'?"},
             {"tool.kind = 'x'", "f.toml:1:13: tool.kind is 'x'", "it is one of small, large"},
             {"[tool]\nfalg = 1", "f.toml:2:1: unknown key 'falg' in [tool]", "'flag'"},
             {"other = 1", "f.toml:1:1: unknown key 'other'", "known: list, name, size, tool"},
             {"\"a\\u001b\" = 1", "f.toml:1:1: unknown key 'a\\x1b'", "known"},
             {"size = 1", "f.toml:1:8: no size", "say one"},
             {"name =", "f.toml:1:", ""},
         }) {
        INFO(row.text);
        const Failure failure = failure_of(row.text);
        CHECK_THAT(failure.message, contains(row.message));
        CHECK_THAT(failure.hint, contains(row.hint));
    }
}
