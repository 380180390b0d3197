#include "sdk/manifest_schemas.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

const std::string inside = "axis-acap-manifest-tools/schema/schemas";

// A regular file of a tar archive.
std::string tar_file(const std::string& name, std::size_t size) {
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    header.replace(100, 7, "0000644");
    header.replace(124, 11, fmt::format("{:011o}", size));
    header[156] = '0';
    header.replace(257, 8, std::string("ustar\00000", 8));
    header.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (const unsigned char c : header) sum += c;
    header.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
    return header + std::string((size + 511) / 512 * 512, ' ');
}

} // namespace

TEST_CASE("an SDK's directory is found by any of its names, flat or by major version") {
    for (const char* root : {"opt/axis/acapsdk/", "acapsdk/", ""}) {
        INFO(root);
        const TempDir sdk;
        const fs::path schemas = sdk.path() / root / inside;
        fs::create_directories(schemas / "v1");
        write_file(schemas / "application-manifest-schema-v1.3.json", "{}");
        write_file(schemas / "v1/application-manifest-schema-v1.7.2.json", "{ }");
        for (const char* other : {"application-manifest-schema-vX.json", "readme.json",
                                  "application-manifest-schema-v1.4.0.json.orig"})
            write_file(schemas / other, "{}");
        const auto found = sdk::schemas_of(sdk.path(), sdk::Catalog::built_in(), {});
        CHECK(found.versions() == std::vector<std::string>{"1.3", "1.7.2"});
        CHECK(found.texts.at("1.7.2") == "{ }");
        CHECK(found.complete);
    }
    const TempDir nothing;
    CHECK_THROWS_AS(sdk::schemas_of(nothing.path(), sdk::Catalog::built_in(), {}), Error);
}

TEST_CASE("a cache that is damaged or of another image is no cache") {
    const TempDir home;
    ::setenv("XDG_CACHE_HOME", home.path().c_str(), 1);
    const fs::path file = cache_directory() / "manifest-schemas" / (sha256("sha256:1") + ".json");
    fs::create_directories(file.parent_path());
    CHECK_FALSE(sdk::cached_schemas("image", "sha256:1"));
    CHECK_FALSE(sdk::cached_schemas("image", ""));
    for (const char* text : {"", "[]", "{", R"({"id": "sha256:2", "schemas": {}})"}) {
        write_file(file, text);
        CHECK_FALSE(sdk::cached_schemas("image", "sha256:1"));
    }
    write_file(file, R"({"id": "sha256:1",
                         "schemas": {"1.7.2": "{}", "1.8.0": 7, "1.\u001b[2J": "{}", "": "{}"}})");
    const auto found = sdk::cached_schemas("image", "sha256:1");
    REQUIRE(found);
    CHECK(found->versions() == std::vector<std::string>{"1.7.2"});
    CHECK(found->sdk == "image");
    ::unsetenv("XDG_CACHE_HOME");
}

TEST_CASE("the schemas of an image take little memory, whatever it says it has") {
    std::string archive;
    for (int i = 0; i < 20; ++i)
        archive += tar_file(fmt::format("v1/application-manifest-schema-v1.{}.json", i), 4U << 20U);
    std::size_t total = 0;
    const auto schemas = sdk::parse_schema_archive(archive, "image");
    for (const auto& [version, text] : schemas.texts) total += text.size();
    CHECK(total == 32U << 20U);
    CHECK(schemas.sdk == "image");
    CHECK(sdk::parse_schema_archive(archive.substr(0, 600), "image").empty());
    CHECK(sdk::parse_schema_archive("", "image").empty());
}
