#include "package/reader.hpp"

#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "catch.hpp"
#include "package/compress.hpp"
#include "unit/package/samples.hpp"

#include <map>
#include <optional>
#include <random>

#include <fmt/format.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    std::optional<Failure> failure{};
    Package package{};
    std::map<std::string, std::string> contents{};
};

Outcome outcome_of(const fs::path& file, bool at_once) {
    Outcome outcome;
    const auto keep = [&](const Member& member, PackageReader& reader) {
        reader.content([&](std::string_view part) { outcome.contents[member.path] += part; });
    };
    try {
        outcome.package = read_package(file, keep, {.at_once = at_once});
    } catch (const Error& error) {
        outcome.failure = error.failure();
    }
    return outcome;
}

// What reading these bytes says, or the package: at once or piece by piece, it is the same.
std::optional<Failure> failure_of(const std::string& bytes, Package* package = nullptr) {
    const TempDir dir;
    write_file(dir.path() / "a.eap", bytes);
    const Outcome outcome = outcome_of(dir.path() / "a.eap", false);
    const Outcome at_once = outcome_of(dir.path() / "a.eap", true);
    REQUIRE(outcome.failure.has_value() == at_once.failure.has_value());
    if (outcome.failure) {
        CHECK(outcome.failure->code == at_once.failure->code);
    } else {
        CHECK((outcome.contents == at_once.contents));
        CHECK(outcome.package.trailing_bytes == at_once.package.trailing_bytes);
        CHECK(outcome.package.trailing_problem == at_once.package.trailing_problem);
        CHECK(outcome.package.members.size() == at_once.package.members.size());
    }
    if (package != nullptr) *package = outcome.package;
    return outcome.failure;
}

std::string compressed(const std::string& tar) {
    std::string bytes;
    Compressor compressor(Compression::fast, [&](std::string_view part) { bytes += part; });
    compressor.write(tar);
    compressor.finish();
    return bytes;
}

Package read(const std::string& bytes) {
    Package package;
    const auto failure = failure_of(bytes, &package);
    INFO((failure ? failure->message : ""));
    REQUIRE_FALSE(failure);
    return package;
}

} // namespace

TEST_CASE("a sound package says what it is") {
    const Package package = read(samples::package());
    CHECK(package.app_name == "sample");
    CHECK(package.friendly_name == "Sample App");
    CHECK(package.version == "1.2.3");
    CHECK(package.architecture == "aarch64");
    CHECK(package.vendor == "Example");
    CHECK(package.schema_version == "1.7.1");
    CHECK_FALSE(package.is_signed());
    REQUIRE(package.members.size() == 8);
    CHECK(package.members[0].path == "sample");
    CHECK(package.members[0].size == 5000);
    CHECK(package.members[0].mode == 0755);
    CHECK(package.members[4].mode == 0600);
    CHECK(package.members[5].path == "html");
    CHECK(package.members[5].type == MemberType::directory);
    const Member& link =
        package.members[6].path == "html/link.html" ? package.members[6] : package.members[7];
    CHECK(link.type == MemberType::symlink);
    CHECK(link.link == "index.html");
}

TEST_CASE("a package of the time before manifests is read from package.conf") {
    const TempDir dir;
    samples::write_members(dir.path());
    const Package package = read(samples::archive(dir.path(), {"sample", "package.conf"}));
    CHECK_FALSE(package.manifest);
    CHECK(package.version == "1.2-3");
    CHECK(package.conf_value("APPMICROVERSION") == "3");
    CHECK(package.conf_value("NOSUCHKEY").empty());
    CHECK(package.schema_version.empty());
    CHECK(package.app_name == "sample");
}

TEST_CASE("a leading ./ is no part of a name") {
    const TempDir dir;
    samples::write_members(dir.path());
    const Package package = read(samples::archive(dir.path(), {"."}));
    CHECK(package.app_name == "sample");
    CHECK(package.members.size() == 8);
}

TEST_CASE("bytes behind the gzip stream are counted exactly") {
    const std::string sound = samples::package();
    const std::string tail = GENERATE(std::string("S"), std::string(70'000, '\0'),
                                      std::string("\x1f\x8b then not gzip"), std::string(256, 'z'));
    const Package package = read(sound + tail);
    CHECK(package.trailing_bytes == tail.size());
    CHECK(package.is_signed() == tail.starts_with('z'));
    CHECK(package.trailing_problem.empty() == tail.starts_with('z'));
    CHECK(package.size == sound.size() + tail.size());
}

TEST_CASE("a package cut off anywhere is refused") {
    const std::string sound = samples::package();
    for (std::size_t size = 0; size < sound.size(); size += 64) {
        INFO(size);
        const auto failure = failure_of(sound.substr(0, size));
        REQUIRE(failure);
        CHECK(failure->kind == ErrorKind::invalid_input);
        CHECK(failure->code == "not-a-package");
        CHECK_THAT(failure->message, contains("byte"));
    }
}

TEST_CASE("a larger package cut off at every 512th byte is refused") {
    const TempDir dir;
    samples::write_members(dir.path());
    std::string noise(60'000, '\0');
    unsigned state = 1;
    for (char& c : noise) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
    write_file(dir.path() / "noise", noise);
    const std::string sound = samples::archive(dir.path(), {"manifest.json", "noise", "html"});
    for (std::size_t size = 512; size < sound.size(); size += 512) {
        INFO(size);
        CHECK(failure_of(sound.substr(0, size)).has_value());
    }
    // Cut inside the tar archive, under a sound gzip layer.
    const std::string tar = samples::must_run({"gzip", "-dc"}, dir.path(), sound);
    int refused = 0;
    for (std::size_t size = 512; size < tar.size(); size += 512)
        if (failure_of(compressed(tar.substr(0, size)))) ++refused;
    // What is cut off behind the last member is only the end mark, which tar does not insist on.
    CHECK(refused > 100);
}

TEST_CASE("a damaged package is refused or read, never a crash") {
    const TempDir dir;
    const std::string sound = samples::package();
    const std::string tar = samples::must_run({"gzip", "-dc"}, dir.path(), sound);
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string bytes = i % 3 == 0 ? sound : tar;
        for (int flips = i % 4; flips >= 0; --flips)
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
        const auto failure = failure_of(i % 3 == 0 ? bytes : compressed(bytes));
        if (failure) CHECK(failure->kind == ErrorKind::invalid_input);
    }
}

TEST_CASE("a checksum or a length that is not that of the contents is damage") {
    const std::string sound = samples::package();
    REQUIRE_FALSE(failure_of(sound + "signature"));
    for (std::size_t back = 1; back <= 8; ++back) {
        std::string bytes = sound;
        bytes[bytes.size() - back] ^= '\1';
        for (const char* behind : {"", "signature"}) {
            const auto failure = failure_of(bytes + behind);
            REQUIRE(failure);
            CHECK_THAT(failure->message, contains("damaged"));
        }
    }
}

TEST_CASE("what is no package is refused with its kind") {
    const TempDir dir;
    write_file(dir.path() / "x", "text");
    const struct {
        std::string bytes, message;
    } cases[] = {
        {"", "empty"},
        {"#!/bin/sh\necho a script, certainly not gzip\n", "not a gzip file"},
        {samples::must_run({"gzip", "-n"}, dir.path(), std::string(4000, 'a')), "not a tar"},
        {samples::archive(dir.path(), {"x"}), "neither manifest.json nor package.conf"},
    };
    for (const auto& [bytes, message] : cases) {
        const auto failure = failure_of(bytes);
        REQUIRE(failure);
        CHECK_THAT(failure->message, contains(message));
        CHECK(failure->kind == ErrorKind::invalid_input);
    }
}

TEST_CASE("a member far below is refused, because extracting makes every directory of it") {
    const TempDir dir;
    std::string path;
    for (int i = 0; i < 64; ++i) path += "a/";
    fs::create_directories(dir.path() / path / "b");
    write_file(dir.path() / path / "file", "x");
    samples::write_members(dir.path());
    CHECK_FALSE(failure_of(samples::archive(dir.path(), {"manifest.json", path + "file"})));
    write_file(dir.path() / path / "b/file", "x");
    const auto failure =
        failure_of(samples::archive(dir.path(), {"manifest.json", path + "b/file"}));
    REQUIRE(failure);
    CHECK(failure->code == "unsafe-member");
    CHECK_THAT(failure->message, contains("lies more than 64 directories deep"));
}

TEST_CASE("members that would leave the directory are refused by name") {
    const TempDir dir;
    samples::write_members(dir.path());
    fs::create_directory(dir.path() / "sub");
    const auto refused = [&](const std::vector<std::string>& arguments) {
        const auto failure = failure_of(samples::archive(dir.path(), arguments));
        REQUIRE(failure);
        CHECK(failure->code == "unsafe-member");
        return failure->message;
    };
    CHECK_THAT(refused({"package.conf", "-P", "--transform=s|LICENSE|../LICENSE|", "LICENSE"}),
               contains("'../LICENSE' would be written outside"));
    CHECK_THAT(refused({"package.conf", "-P", "--transform=s|LICENSE|/etc/L|", "LICENSE"}),
               contains("'/etc/L' has an absolute path"));
    CHECK_THAT(refused({"package.conf", "-P", "/dev/null"}), contains("absolute"));
    CHECK_THAT(refused({"package.conf", "-P", "--transform=s|/dev/||", "/dev/null"}),
               contains("'null' is a device"));
}

TEST_CASE("a bomb is refused at the limit") {
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "zeros", std::string(3'000'000, '\0'));
    write_file(dir.path() / "a.eap", samples::archive(dir.path(), {"package.conf", "zeros"}));
    PackageReader reader(dir.path() / "a.eap", {.total = 1'000'000});
    CHECK(reader.next()->path == "package.conf");
    CHECK_THROWS_WITH(reader.next(), contains("'zeros' brings the content above 1.0 MB"));
}

TEST_CASE("a map of holes gives a member no more than its size") {
    const TempDir dir;
    samples::write_members(dir.path());
    std::string tar = samples::must_run(
        {"tar", "--create", "--format=gnu", "--file=-", "LICENSE", "package.conf"}, dir.path());
    // The content at 8 GB, and what that changes in the checksum.
    tar.replace(386, 11, "77777777000");
    tar.replace(398, 11, "00000000005");
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i)
        sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(tar[i]);
    tar.replace(148, 6, fmt::format("{:06o}", sum));
    write_file(dir.path() / "a.eap", compressed(tar));
    PackageReader reader(dir.path() / "a.eap");
    CHECK(reader.next()->size == 5);
    CHECK_THROWS_WITH(reader.text(), contains("'LICENSE' has content beyond its 5 bytes"));
}

TEST_CASE("reading ends within a member when it is stopped") {
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "zeros", std::string(3'000'000, '\0'));
    write_file(dir.path() / "a.eap", samples::archive(dir.path(), {"zeros", "package.conf"}));
    std::stop_source source;
    std::size_t seen = 0;
    const auto visit = [&](const Member&, PackageReader& reader) {
        reader.content([&](std::string_view bytes) {
            seen += bytes.size();
            source.request_stop();
        });
    };
    CHECK_THROWS_WITH(read_package(dir.path() / "a.eap", visit, {.stop = source.get_token()}),
                      "interrupted");
    CHECK(seen > 0);
    CHECK(seen < 1'000'000);
    CHECK_THROWS_WITH(read_package(dir.path() / "a.eap", source.get_token()), "interrupted");
}

TEST_CASE("an application name that is a path is refused") {
    for (const std::string name : {"..", "a/b", "", "a\\u0001"}) {
        const TempDir dir;
        samples::write_members(dir.path());
        write_file(dir.path() / "manifest.json",
                   R"({"acapPackageConf": {"setup": {"appName": ")" + name + "\"}}}");
        const auto failure = failure_of(samples::archive(dir.path(), {"manifest.json"}));
        REQUIRE(failure);
        CHECK(failure->code == "invalid-manifest");
    }
}

TEST_CASE("two manifests that differ are refused") {
    const TempDir dir;
    samples::write_members(dir.path());
    fs::create_directory(dir.path() / "b");
    write_file(dir.path() / "b/manifest.json", "{}");
    const auto failure = failure_of(
        samples::archive(dir.path(), {"manifest.json", "--directory=b", "manifest.json"}));
    REQUIRE(failure);
    CHECK_THAT(failure->message, contains("occurs twice"));
}

TEST_CASE("the head of a package says what the whole of it says") {
    const TempDir dir;
    samples::write_members(dir.path());
    const auto head_of = [&](const std::string& bytes) {
        write_file(dir.path() / "a.eap", bytes);
        return read_package_head(dir.path() / "a.eap");
    };
    const Package head = head_of(samples::package());
    CHECK(head.app_name == "sample");
    CHECK(head.version == "1.2.3");
    CHECK(head.schema_version == "1.7.1");
    CHECK(head.members.empty());
    // What the manifest leaves out package.conf says, wherever it stands.
    write_file(dir.path() / "manifest.json",
               R"({"schemaVersion": "1.0", "acapPackageConf": {"setup": {"appName": "other"}}})");
    for (const auto& order :
         {std::vector<std::string>{"manifest.json", "sample", "package.conf"},
          std::vector<std::string>{"package.conf", "sample", "manifest.json"}}) {
        const Package odd = head_of(samples::archive(dir.path(), order));
        CHECK(odd.app_name == "other");
        CHECK(odd.vendor == "Example");
        CHECK(odd.version == "1.2-3");
    }
    CHECK(head_of(samples::archive(dir.path(), {"manifest.json", "sample"})).vendor.empty());
    CHECK(head_of(samples::archive(dir.path(), {"package.conf", "sample"})).app_name == "sample");
    CHECK_THROWS_AS(head_of(samples::archive(dir.path(), {"sample"})), Error);
}
