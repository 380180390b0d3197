// Our reading and writing of JSON against Python's own, value by value.
#include "manifest/python_json.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/document.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <bit>
#include <filesystem>
#include <iostream>
#include <random>

#include <fmt/format.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

const char* const script = R"(
import json, sys
for text in sys.stdin.buffer.read().split(b'\0')[:-1]:
    try:
        value = json.loads(text.decode('utf-8'))
    except ValueError:
        sys.stdout.write('refused\0')
    else:
        sys.stdout.write(json.dumps(value, indent=4) + '\0')
)";

std::vector<std::string> by_python(const std::vector<std::string>& texts) {
    std::string input;
    for (const std::string& text : texts) input += text + '\0';
    const CommandResult result = run({.arguments = {"python3", "-c", script}, .input = input});
    INFO(result.errors);
    REQUIRE(result.status == 0);
    std::vector<std::string> outputs = text::split(result.output, '\0');
    outputs.pop_back();
    REQUIRE(outputs.size() == texts.size());
    return outputs;
}

std::string by_us(const std::string& text) {
    try {
        return python_json(JsonDocument::parse(text, "m").root);
    } catch (const Error&) {
        return "refused";
    }
}

void compare(const std::vector<std::string>& texts) {
    const auto expected = by_python(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        INFO(texts[i]);
        CHECK(by_us(texts[i]) == expected[i]);
    }
}

// Random JSON text, sound for the most part.
class Generator {
  public:
    std::string value(int depth = 0) {
        switch (below(depth > 4 ? 6 : 9)) {
        case 0:
            return pick({"null", "true", "false", "NaN", "Infinity", "-Infinity"});
        case 1:
            return integer();
        case 2:
        case 3:
            return real();
        case 4:
        case 5:
            return string();
        case 6:
            return list('[', ']', [&] { return value(depth + 1); });
        default:
            return list('{', '}',
                        [&] { return string() + space() + ":" + space() + value(depth + 1); });
        }
    }

    std::string broken() {
        std::string text = value();
        const std::size_t at = below(text.size());
        const char c = "{}[]\",:\\x0 -.eu\n"[below(16)];
        if (below(2) == 0)
            text.erase(at, 1);
        else
            text.insert(at, 1, c);
        return text;
    }

    // Any double there is, by its bits.
    double any_double() { return std::bit_cast<double>(engine_()); }

  private:
    std::size_t below(std::size_t limit) { return engine_() % limit; }
    std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }
    std::string space() { return pick({"", "", " ", "\n", "\t", " \r\n "}); }

    std::string digits(std::size_t most) {
        std::string text;
        for (std::size_t n = 1 + below(most); n > 0; --n)
            text += static_cast<char>('0' + below(10));
        return text;
    }
    std::string integer() {
        return pick({"", "-"}) + pick({"0", fmt::format("{}{}", 1 + below(9), digits(40))});
    }
    std::string real() {
        return integer() + pick({"", "." + digits(20)}) +
               pick({"", pick({"e", "E"}) + pick({"", "+", "-"}) + digits(3)});
    }
    std::string string() {
        std::string text = "\"";
        for (std::size_t n = below(8); n > 0; --n)
            text += pick({"a",
                          "Z",
                          " ",
                          "/",
                          "\x7f",
                          "\xc3\xa5",
                          "\xe2\x82\xac",
                          "\xf0\x9f\x98\x80",
                          "\\n",
                          "\\\"",
                          "\\\\",
                          "\\/",
                          "\\b\\f\\r\\t",
                          "\\u0000",
                          "\\u001F",
                          "\\u00e5",
                          "\\ud83d",
                          "\\ude00",
                          "\\ud83d\\ude00",
                          "\\uD83D\\u0041"});
        return text + "\"";
    }
    template <typename F>
    std::string list(char open, char close, const F& element) {
        std::string text(1, open);
        for (std::size_t n = below(4); n > 0; --n)
            text += space() + element() + space() + (n > 1 ? "," : "");
        return text + space() + close;
    }

    std::mt19937_64 engine_{20260101};
};

} // namespace

TEST_CASE("chosen values are written as Python writes them") {
    compare({"0",
             "-0",
             "-0.0",
             "0.0",
             "1.0",
             "1e16",
             "1E15",
             "123456789012345678.0",
             "1e-4",
             "1e-5",
             "0.00001234",
             "1e22",
             "1e23",
             "5e-324",
             "1E400",
             "-1E400",
             "1e-400",
             "1.7976931348623157e308",
             "0.1",
             "100",
             "1e2",
             "12345678901234567890123",
             "NaN",
             "-NaN",
             "Infinity",
             "-Infinity",
             "[]",
             "{}",
             "[[]]",
             "[{}]",
             "{\"a\": []}",
             "01",
             "1.",
             ".5",
             "-",
             "+1",
             "1e",
             "1e+",
             "0x1",
             "tru",
             "\"\\u12\"",
             "\"\\x41\"",
             "\"a\tb\"",
             "\"\\ud800\"",
             "\"\\udc00\\ud800\"",
             "{\"a\": 1, \"b\": 2, \"a\": 3}",
             "{a: 1}",
             "{\"a\": 1,}",
             "[1,]",
             "'a'",
             "",
             " ",
             "[1] 2",
             "// x\n1",
             "\xef\xbb\xbf{}",
             "\"\x7f\"",
             "\"\xe2\x80\xa8\"",
             "[1,2 , 3]",
             "\xc2\xa0"
             "1"});
}

TEST_CASE("random values are written as Python writes them") {
    Generator generator;
    std::vector<std::string> texts;
    for (int i = 0; i < 4000; ++i) texts.push_back(generator.value());
    for (int i = 0; i < 2000; ++i) texts.push_back(generator.broken());
    compare(texts);
}

TEST_CASE("any double is written as Python writes it") {
    Generator generator;
    std::vector<std::string> texts;
    for (int i = 0; i < 5000; ++i) texts.push_back(fmt::format("{:.17g}", generator.any_double()));
    std::erase_if(texts, [](const std::string& text) { return text.find('n') != text.npos; });
    CHECK(texts.size() > 4500);
    compare(texts);
}

TEST_CASE("every manifest of the corpus is written as Python writes it", "[corpus]") {
    const fs::path corpus = fs::path(SHARED_CORPUS) / "manifests";
    if (!fs::exists(corpus)) {
        std::cout << "skipped: " << corpus << " is not there\n";
        return;
    }
    std::vector<std::string> texts;
    for (const auto& entry : fs::recursive_directory_iterator(corpus))
        if (entry.path().extension() == ".json") texts.push_back(read_file(entry.path()));
    CHECK(texts.size() > 100);
    compare(texts);
}
