// An index of packages: bad ones are refused with their place, and what it says must be so.
#include "package/package_index.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "samples.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

using namespace acapctl;

namespace {

namespace fs = std::filesystem;

const std::string zeros(64, '0');

std::string index_of(const std::string& packages) {
    return fmt::format(
        R"({{"schema": 1, "application": "sample", "version": "1.2.3", "packages": [{}]}})",
        packages);
}

std::string entry(const std::string& file, const std::string& sha256,
                  const std::string& more = "") {
    return fmt::format(R"({{"file": "{}", "sha256": "{}"{}}})", file, sha256, more);
}

struct Release {
    TempDir outer{};
    fs::path directory = outer.path() / "release";
    std::string bytes = samples::package(); // it has the time in it
    std::string sum = sha256(bytes);

    Release() {
        fs::create_directory(directory);
        write_file(directory / "sample.eap", bytes);
        write_file(outer.path() / "outside.eap", bytes);
    }
    // The packages as they were read, or the code of the error.
    std::string prove(const std::string& text) const {
        write_file(directory / "latest.json", text);
        try {
            const ProvedIndex proved(directory / "latest.json");
            for (const IndexedPackage& package : proved.index().packages)
                proved.check(package, read_package(proved.path_of(package)),
                             sha256_of_file(proved.path_of(package)));
            return "proved";
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            return error.failure().code;
        }
    }
};

} // namespace

TEST_CASE("an index says which packages a release has; what is not for us is not read") {
    const PackageIndex index = parse_package_index(
        index_of(entry("./a//b.eap", std::string(64, 'A'),
                       R"(, "architecture": "aarch64", "signed": true, "url": ["x"])") +
                 ", " + entry("c.eap", zeros)),
        "latest.json");
    CHECK(index.application == "sample");
    CHECK(index.version == "1.2.3");
    REQUIRE(index.packages.size() == 2);
    CHECK(index.packages[0].file == "a/b.eap");
    CHECK(index.packages[0].sha256 == std::string(64, 'a'));
    CHECK(index.packages[0].architecture == "aarch64");
    CHECK(index.packages[0].is_signed == true);
    CHECK_FALSE(index.packages[1].architecture);
    CHECK_FALSE(index.packages[1].is_signed);
}

TEST_CASE("a bad index is refused with the place") {
    std::string many = entry("0.eap", zeros);
    for (int i = 1; i <= 1000; ++i) many += "," + entry(fmt::format("{}.eap", i), zeros);
    struct Row {
        std::string text;
        std::string message;
    };
    const Row rows[] = {
        {"[]", "latest.json:1:1: an index is an object"},
        {R"({"schema": 2})", "schema 2 is not known here"},
        {R"({"schema": "1"})", "'schema' is a string"},
        {R"({"schema": 1.0})", "'schema' is a number with a fraction or an exponent, not a whole"},
        {R"({"schema": 1, "schema": 1})", "latest.json:1:25: the key 'schema' stands there twice"},
        {R"({"schema": 1, "x": 1, "x": 2})", "the key 'x' stands there twice"},
        {index_of(entry("a.eap", zeros, R"(, "file": "b.eap")")), "the key 'file' stands there"},
        {R"({"schema": 1, "application": "a"})", "'version' is missing"},
        {R"({"schema": 1, "application": "", "version": "1"})", "'application' has 0 bytes"},
        {index_of(""), "names no package"},
        {index_of("1"), "a package is an object"},
        {index_of(R"({"file": "a.eap"})"), "'sha256' is missing"},
        {index_of(entry("a.eap", zeros + "0")), "no SHA-256"},
        {index_of(entry("a.eap", std::string(64, 'g'))), "no SHA-256"},
        {index_of(entry("a.eap", zeros, R"(, "signed": 1)")), "'signed' is"},
        {index_of(entry("a.eap", zeros, R"(, "architecture": [])")), "'architecture' is an array"},
        {index_of(entry("/a.eap", zeros)), "no path below"},
        {index_of(entry("../a.eap", zeros)), "no path below"},
        {index_of(entry("a/../b.eap", zeros)), "no path below"},
        {index_of(entry("a/", zeros)), "no path below"},
        {index_of(entry("a\\u0000.eap", zeros)), "no path below"},
        {index_of(entry("a.eap", zeros) + "," + entry("./a.eap", zeros)), "a.eap is named twice"},
        {index_of(many), "more than 1000 packages"},
    };
    for (const Row& row : rows) {
        INFO(row.text.substr(0, 200));
        try {
            parse_package_index(row.text, "latest.json");
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK(error.failure().code == "invalid-index");
            CHECK_THAT(error.failure().message, contains(row.message));
        }
    }
    CHECK_THROWS_AS(parse_package_index("{", "latest.json"), Error);
    CHECK_THROWS_AS(parse_package_index(std::string(300, '['), "latest.json"), Error);
}

TEST_CASE("all that an index says of a package is compared with it") {
    const Release release;
    const std::string& sum = release.sum;
    CHECK(release.prove(index_of(entry("sample.eap", sum))) == "proved");
    CHECK(release.prove(index_of(entry(
              "sample.eap", sum, R"(, "architecture": "aarch64", "signed": false)"))) == "proved");
    CHECK(release.prove(index_of(entry("sample.eap", zeros))) == "index-mismatch");
    CHECK(release.prove(index_of(entry("sample.eap", sum, R"(, "signed": true)"))) ==
          "index-mismatch");
    CHECK(release.prove(index_of(entry("sample.eap", sum, R"(, "architecture": "all")"))) ==
          "index-mismatch");
    const auto changed = [&](const char* from, const char* to) {
        std::string text = index_of(entry("sample.eap", sum));
        return text.replace(text.find(from), std::string_view(from).size(), to);
    };
    CHECK(release.prove(changed("1.2.3", "1.2.4")) == "index-mismatch");
    CHECK(release.prove(changed("\"sample\"", "\"other\"")) == "index-mismatch");
}

TEST_CASE("nothing outside the directory of an index is read, and nothing that is no file") {
    const Release release;
    const std::string& sum = release.sum;
    fs::create_symlink("../outside.eap", release.directory / "link.eap");
    CHECK(release.prove(index_of(entry("link.eap", sum))) == "leads-out");
    fs::create_directory_symlink("..", release.directory / "up");
    CHECK(release.prove(index_of(entry("up/outside.eap", sum))) == "leads-out");
    fs::create_symlink("sample.eap", release.directory / "inner.eap");
    CHECK(release.prove(index_of(entry("inner.eap", sum))) == "proved");
    CHECK(release.prove(index_of(entry("missing.eap", sum))) != "proved");
    fs::create_directory(release.directory / "directory.eap");
    CHECK(release.prove(index_of(entry("directory.eap", sum))) != "proved");
    write_file(release.directory / "huge.eap", "");
    fs::resize_file(release.directory / "huge.eap", (std::uintmax_t{1} << 30U) + 1); // sparse
    CHECK(release.prove(index_of(entry("huge.eap", sum))) != "proved");
    CHECK(release.prove(index_of(entry("sample.eap", sum)) + std::string(1U << 20U, ' ')) !=
          "proved");
}
