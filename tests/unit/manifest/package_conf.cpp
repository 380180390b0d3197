#include "manifest/package_conf.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <iostream>

using namespace acapctl;
namespace fs = std::filesystem;

TEST_CASE("values of package.conf are unquoted as a shell would") {
    const struct {
        const char *line, *value;
    } cases[] = {
        {"K=\"two words\"", "two words"},
        {"K='<a href=\"x\">x</a>'", "<a href=\"x\">x</a>"},
        {"K=bare", "bare"},
        {"K=\"\"", ""},
        {"K=", ""},
        {"K=\\'''\\'", ""}, // an empty link, quoted twice by an old SDK
        {"K=''www.example.com''", "www.example.com"},
        {"K=\"a\\\"b\\\\c\"", "a\"b\\c"},
        {"K='a\\b'", "a\\b"},
        {"K=\"never closed", "never closed"},
        {"K=\"a=b\"", "a=b"},
        {"K=\"$(id) `id`\"", "$(id) `id`"}, // nothing is expanded
    };
    for (const auto& [line, value] : cases) {
        INFO(line);
        CHECK(parse_package_conf(line).at("K") == value);
        CHECK(parse_package_conf(std::string("A=\"1\"\r\n") + line + "\r\nB=2").at("K") == value);
    }
}

TEST_CASE("lines without an assignment say nothing") {
    CHECK(parse_package_conf("# a comment=1\n\n=x\nA B=1\nnothing\n").empty());
    CHECK(parse_package_conf("A=1\nA=2\n").at("A") == "2");
}

TEST_CASE("every package.conf of the corpus names its application and version", "[corpus]") {
    const fs::path corpus = fs::path(SHARED_CORPUS) / "package.conf";
    if (!fs::exists(corpus)) {
        std::cout << "skipped: " << corpus << " is not there\n";
        return;
    }
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
        if (!entry.is_regular_file()) continue;
        ++count;
        INFO(entry.path());
        const auto conf = parse_package_conf(read_file(entry.path()));
        CHECK_FALSE(conf.at("APPNAME").empty());
        CHECK_FALSE(conf.at("APPMAJORVERSION").empty());
        for (const auto& [key, value] : conf) {
            INFO(key << "=" << value);
            CHECK(value.find('\r') == std::string::npos);
            if (key != "VENDORHOMEPAGELINK") CHECK(value.find_first_of("\"'") == value.npos);
        }
    }
    CHECK(count >= 80);
}
