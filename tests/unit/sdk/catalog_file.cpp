#include "engine/container.hpp"
#include "engine/local_images.hpp"
#include "sdk/catalog.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/image_facts.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using sdk::Catalog;

namespace {

Catalog with(const std::string& json) {
    Catalog catalog = Catalog::built_in();
    catalog.add(json, "mine.json");
    return catalog;
}

std::string refusal(const std::string& json) {
    try {
        with(json);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("a row of the user's adds an SDK, which then is the newest") {
    const Catalog catalog =
        with(R"({"images": [{"version": "12.11.2", "ubuntu": "24.04", "axisOs": "12.11.190"}]})");
    CHECK(catalog.newest_stable().version == "12.11.2");
    CHECK(catalog.image_name(catalog.image("12.11.2"), "aarch64") ==
          "axisecp/acap-native-sdk:12.11.2-aarch64-ubuntu24.04");
    CHECK(catalog.serves(catalog.image("12.11.2")).max->str() == "12");
}

TEST_CASE("an older SDK is sorted among the others, wherever its row stands") {
    const Catalog catalog =
        with(R"({"images": [{"version": "1.15.5", "ubuntu": "22.04", "axisOs": "11.11.290"}]})");
    CHECK(catalog.newest_stable().version == "12.11.1");
    const auto& images = catalog.images();
    const auto mine = std::ranges::find(images, "1.15.5", &sdk::Image::version);
    CHECK((mine - 1)->version == "1.15.4");
    CHECK((mine + 1)->version == "12.0.0");
}

TEST_CASE("a row of a known name replaces the fields it gives") {
    const Catalog catalog = with(R"({
        "repository": "mirror.example/sdk",
        "images": [{"version": "12.9.0", "released": "2026-03-01"}],
        "chips": [{"name": "artpec8", "soc": ["Axis Artpec-8", "Artpec-8 Rev B"]}]})");
    CHECK(catalog.image("12.9").released == "2026-03-01");
    CHECK(catalog.image("12.9").ubuntu == "24.04");
    CHECK(catalog.image_name(catalog.image("12.9"), "armv7hf") ==
          "mirror.example/sdk:12.9.0-armv7hf-ubuntu24.04");
    CHECK(catalog.chip_of_soc("artpec-8 rev b")->architecture == "aarch64");
    CHECK(catalog.chip("artpec8").dlpu == true);
}

TEST_CASE("a new chip and a new track can be added") {
    const Catalog catalog = with(R"({
        "tracks": [{"name": "LTS 2028", "axisOs": "13.11", "max": "13"}],
        "chips": [{"name": "artpec10", "architecture": "aarch64", "min": "13.1", "source": "me"}],
        "images": [{"version": "13.1.0", "ubuntu": "26.04", "axisOs": "13.1"}]})");
    CHECK(catalog.track_of(*sdk::AxisOs::parse("13.4"))->name == "LTS 2028");
    CHECK(catalog.newest_stable().version == "13.1.0");
    CHECK(catalog.chip("ARTPEC-10").label == "artpec10");
}

TEST_CASE("a mistake in a catalog file is named with file and line") {
    const struct {
        const char* json;
        const char* expected;
    } rows[] = {
        {"{\n\"images\": [\n{\"version\": \"x\"}]}", "mine.json:3:1: \"version\" must be an SDK"},
        {"{\"images\": [\n{\"version\": \"12.12.0\"}]}", "mine.json:2:1: the row lacks \"ubuntu\""},
        {"{\"images\": [{\"version\": \"12.0.0\",\n \"axisOS\": \"1\"}]}",
         "mine.json:2:2: unknown field \"axisOS\""},
        {"{\"images\": [{\"version\": \"12.0.0\", \"axisOs\": \"new\"}]}",
         "\"axisOs\" must be an AXIS OS version"},
        {"{\"images\": [{\"version\": \"12.0.0\", \"lts\": 1}]}", "\"lts\" must be true or false"},
        {"{\"images\": {}}", "\"images\" must be a list"},
        {"{\"chips\": [{\"name\": \"c\", \"architecture\": \"mips\"}]}",
         "\"mips\" is no architecture"},
        {"{\"chips\": [{}]}", "the row lacks \"name\""},
        {"{\"apis\": [{\"name\": \"a\", \"tables\": [{\"axisOs\": \"12\"}]}]}",
         "the row lacks \"source\""},
        {"{\"apis\": [{\"name\": \"a\", \"since\": \"12\"}]}", "the row lacks \"source\""},
        {"{\"apis\": [{\"name\": \"a\", \"absentOn\": {\"chips\": []}}]}",
         "the row lacks \"source\""},
        {"{\"policies\": {\"rot\": {}}}", "unknown field \"rot\""},
        {"{\"policies\": {\"root\": {\"max\": 3}}}", "\"max\" must be"},
        {"{\"chips\": [{\"name\": \"artpec7\", \"doubtfulMax\": \"13\"}]}",
         "the row lacks \"doubt\""},
        {"{\"tracks\": [{\"name\": \"LTS 2024\", \"alsoFor\": {\"axisOs\": \"12\"}}]}",
         "the row lacks \"from\""},
        {"{\"unsupportedLibraries\": [{\"name\": \"libx.so\"}]}", "the row lacks \"source\""},
        {"[]", "an object was expected"},
        {"{\"images\": [3]}", "the row lacks \"version\""},
        {"{", "mine.json:1:2"},
    };
    for (const auto& row : rows) {
        INFO(row.json);
        CHECK_THAT(refusal(row.json), contains(row.expected));
    }
}

TEST_CASE("an image accepts the schemas of its time, and those of its row") {
    const Catalog& catalog = Catalog::built_in();
    const auto newest = [&](const char* version) {
        return sdk::accepted_schemas(catalog.image(version), catalog).back();
    };
    CHECK(newest("1.0") == "1.2");
    CHECK(newest("12.6.0") == "1.8.0");
    CHECK(newest("1.15") == "1.7.0");
    CHECK(newest("1.15.2") == "2.0.0");
    CHECK(newest("12.11.1") == "2.2.0");
    CHECK(sdk::accepted_schemas(catalog.image("13.0.0-alpha"), catalog).front() == "2.0.0");
}

TEST_CASE("the chips of an image are those of its AXIS OS and architectures") {
    const Catalog& catalog = Catalog::built_in();
    const auto has = [&](const char* version, const char* name) {
        return std::ranges::any_of(sdk::chips_of(catalog.image(version), catalog),
                                   [&](const sdk::Chip* chip) { return chip->name == name; });
    };
    CHECK(has("1.15", "s5l"));
    CHECK_FALSE(has("12.0.0", "s5l"));
    CHECK(has("12.0.0", "cv75")); // its applications run on later AXIS OS of the track
    CHECK_FALSE(has("12.11.0", "imx8mn"));
    CHECK(has("1.0", "artpec8")); // in Axis' lists from 10.9 on, which is of its track
    CHECK_FALSE(has("1.3", "cv25"));
    CHECK(has("1.4", "cv25"));
}

TEST_CASE("symbol versions below an AXIS OS are known to its programs, newer ones are not") {
    const Catalog& catalog = Catalog::built_in();
    const auto floor = [&](const char* version) {
        return sdk::symbol_floor(catalog.image(version), "aarch64", sdk::SymbolTable::built_in());
    };
    const auto has = [](const std::vector<std::string>& all, const char* one) {
        return std::ranges::find(all, one) != all.end();
    };
    CHECK(has(floor("12.11.0"), "GLIBC_2.42"));
    CHECK(has(floor("1.15"), "GLIBC_2.34"));
    CHECK_FALSE(has(floor("1.15"), "GLIBC_2.42"));
}

TEST_CASE("an engine's list is read, and podman's registry is no other image") {
    const engine::LocalImages local{
        .engine = "podman",
        .images = engine::parse_image_list("docker.io/axisecp/sdk:1\tsha256:a\tsha256:b\n"
                                           "localhost/mine:2\t<none>\tabc\n"
                                           "no table\n")};
    REQUIRE(local.images.size() == 2);
    REQUIRE(local.find("axisecp/sdk:1") != nullptr);
    CHECK(local.find("axisecp/sdk:1")->digest == "sha256:a");
    CHECK(local.find("localhost/mine:2")->digest.empty());
    CHECK(local.find("axisecp/sdk:2") == nullptr);
}

TEST_CASE("podman is told the registry that docker takes for granted") {
    CHECK(engine::qualified_name("docker", "axisecp/sdk:1") == "axisecp/sdk:1");
    CHECK(engine::qualified_name("podman", "axisecp/sdk:1") == "docker.io/axisecp/sdk:1");
    CHECK(engine::qualified_name("podman", "mirror.example/sdk:1") == "mirror.example/sdk:1");
    CHECK(engine::qualified_name("podman", "mirror:5000/sdk:1") == "mirror:5000/sdk:1");
    CHECK(engine::qualified_name("podman", "localhost/sdk:1") == "localhost/sdk:1");
}

TEST_CASE("a user's file extends and overrides what decides where packages run") {
    const Catalog catalog = with(R"({
        "chips": [{"name": "artpec7", "variants": ["coral"], "larodDevices": ["x-tpu"]},
                  {"name": "s6lm", "dlpu": false, "dlpuSource": "me"}],
        "libraries": ["libmine.so"],
        "policies": {"schema1": {"max": "13"}, "unsignedAsked": {"min": "11.11", "source": "me"}},
        "apis": [{"name": "mine", "library": "libnpu.so",
                  "absentOn": {"chips": ["artpec8"], "source": "measured"}},
                 {"name": "larod", "absentOn": {"chips": ["imx6sx"], "source": "mine"}}]})");
    const auto os = [](const char* version) { return *sdk::AxisOs::parse(version); };
    CHECK(catalog.chip("artpec7").variants == std::vector<std::string>{"coral"});
    CHECK(catalog.chip("s6lm").dlpu == false);
    CHECK(catalog.has_library("libmine.so.3"));
    CHECK(catalog.has_library("libc.so.6"));
    CHECK(catalog.has_library("libnpu.so"));
    CHECK_FALSE(catalog.has_library("libnpus.so.1"));
    CHECK(catalog.policies().schema1.holds(os("13.4")));
    CHECK_FALSE(catalog.policies().schema1.source.empty()); // that of the row before
    CHECK(catalog.policies().unsigned_asked.holds(os("11.11.5")));
    const sdk::Api& npu = *catalog.api_of_library("libnpu.so.1.2");
    CHECK(npu.is_absent_on(catalog.chip("artpec8")));
    CHECK_FALSE(npu.is_absent_on(catalog.chip("artpec9")));
    CHECK_FALSE(catalog.api("larod")->is_absent_on(catalog.chip("artpec6")));

    sdk::CompatibilityInput app{
        .architecture = "aarch64", .schema_version = "1.7.0", .is_signed = true};
    app.libraries = {{"libnpu.so.1", "app"}};
    const auto needs = sdk::compatibility(app, {catalog, sdk::SymbolTable::built_in()});
    CHECK(sdk::describe(needs.allows) == "AXIS OS 11.10 or later, before 14");
    const sdk::DeviceFacts artpec8 = sdk::device_facts("aarch64", "Axis Artpec-8", "12.4", catalog);
    CHECK_THAT(needs.on(artpec8).reasons.at(0), contains("measured"));
}

TEST_CASE(
    "what devices have for themselves is no library for applications, unless a file says so") {
    const Catalog& catalog = Catalog::built_in();
    for (const char* name : {"libpango-1.0.so.0", "libpangocairo-1.0.so.0", "libsqlite3.so.0"}) {
        INFO(name);
        CHECK_FALSE(catalog.has_library(name));
        CHECK(catalog.unsupported_library(name) != nullptr);
    }
    for (const char* name : {"libsystemd.so.0", "libEGL.so.1", "libGLESv2.so.2",
                             "libaxoverlay2.so.1", "libpipewire-0.3.so.0", "libaxhttp.so.1"}) {
        INFO(name);
        CHECK(catalog.has_library(name));
        CHECK(catalog.unsupported_library(name) == nullptr);
    }
    const Catalog mine = with(R"({"libraries": ["libsqlite3.so"]})");
    CHECK(mine.has_library("libsqlite3.so.0"));
    CHECK(mine.unsupported_library("libsqlite3.so.0") == nullptr);
}

TEST_CASE("a policy with a source of the user's has no doubt of ours") {
    CHECK_FALSE(Catalog::built_in().policies().unsigned_refused.doubt.empty());
    const Catalog catalog =
        with(R"({"policies": {"unsignedRefused": {"min": "14", "source": "mine"}}})");
    CHECK(catalog.policies().unsigned_refused.doubt.empty());
    const Catalog other = with(R"({"policies": {"unsignedRefused": {"min": "14"}}})");
    CHECK_FALSE(other.policies().unsigned_refused.doubt.empty());
}

TEST_CASE("a name that becomes a path, a tag or an argument is a word") {
    for (const char* rows : {
             R"("architectures": [{"name": "../x", "toolchain": "x", "targetArch": "x"}])",
             R"("architectures": [{"name": "x", "toolchain": "-x", "targetArch": "x"}])",
             R"("architectures": [{"name": "x", "toolchain": "x", "targetArch": "a;b"}])",
             R"("chips": [{"name": "a/b", "architecture": "aarch64"}])",
             R"("images": [{"version": "12-/..", "ubuntu": "24.04", "axisOs": "12"}])",
             R"("images": [{"version": "12.99", "ubuntu": "24 --privileged", "axisOs": "12"}])",
             R"("repository": "--privileged")",
             R"("platform": "linux/amd64 -v")",
         }) {
        INFO(rows);
        CHECK_THAT(refusal(std::string("{") + rows + "}"), contains("is no name"));
    }
    CHECK_THAT(refusal(R"({"apis": [{"name": "a\u001b[2J"}]})"), contains("control character"));
    CHECK_THAT(refusal(R"({"libraries": ["\u009b2J"]})"), contains("control character"));
}

TEST_CASE("a catalog of previews alone has no newest SDK") {
    const Catalog catalog(R"({"architectures": [{"name": "a", "toolchain": "t", "targetArch": "a"}],
        "images": [{"version": "12", "ubuntu": "24.04", "axisOs": "12", "preview": true}]})");
    CHECK_THROWS_AS(catalog.newest_stable(), Error);
}

TEST_CASE("an engine's answer may be anything") {
    const auto facts = engine::parse_image_inspect(
        R"([{"Id": "sha256:1", "Config": {"Env": ["A=b", "AXIS_OS_VERSION=12.11.72", 3]}}])");
    REQUIRE(facts);
    CHECK(facts->id == "sha256:1");
    CHECK(facts->axis_os == "12.11.72");
    for (const char* answer : {"", "[]", "{}", "[3]", "Cannot connect"})
        CHECK_FALSE(engine::parse_image_inspect(answer));
    for (const char* answer :
         {R"([{"Id": 3}])", R"([{"Config": "x"}])", R"([{"Config": {"Env": {"a": 1}}}])"})
        CHECK_FALSE(engine::parse_image_inspect(answer)); // no image is without an id
}
