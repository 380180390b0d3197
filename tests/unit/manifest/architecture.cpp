#include "manifest/architecture.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/document.hpp"
#include "manifest/manifest.hpp"

using namespace acapctl;

namespace {

// What it counts as: its name, "" for absent, else the error.
std::string outcome(const std::string& value) {
    try {
        return architecture_of_manifest(value, "manifest.json:1:2");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK(error.failure().code == "unknown-architecture");
        CHECK_FALSE(error.failure().hint.empty());
        return std::string(error.what()) + " / " + error.failure().hint;
    }
}

} // namespace

TEST_CASE("the architectures of packages are themselves") {
    for (const char* name : {"aarch64", "armv7hf", "all"}) CHECK(outcome(name) == name);
}

TEST_CASE("what a Dockerfile puts in counts as absent") {
    for (const char* value :
         {"", "BUILDARCH", "ARCH", "TARGET_ARCH", "__ARCH__", "@ARCH@", "@arch@", "${ARCH}",
          "$arch", "{{arch}}", "{{ arch }}", "<arch>", "%ARCH%", "ARCH-PLACEHOLDER", "ARCH1"}) {
        INFO(value);
        CHECK(outcome(value).empty());
    }
}

TEST_CASE("everything else is refused, paths and options above all") {
    for (const char* value : {"../../../victim",
                              "/tmp/victim",
                              "..",
                              ".",
                              "@ARCH@/../..",
                              "ARCH/..",
                              "{{.Arch}}",
                              "-ARCH",
                              "--privileged",
                              "ARCH\n",
                              "A'B",
                              "$(ARCH;x)",
                              "mips",
                              "MIPS",
                              "mipsisa32r2el",
                              "x86_64",
                              "X86_64",
                              "arm64",
                              "ARM64",
                              "AARCH64",
                              "ALL",
                              "armv7",
                              "buildarch",
                              "a",
                              "64",
                              "@",
                              "{}",
                              " ",
                              "AARCH64 "}) {
        INFO(value);
        CHECK_THAT(outcome(value),
                   contains("manifest.json:1:2: acapPackageConf.setup.architecture"));
    }
    CHECK_THAT(outcome("mips"), contains("no SDK compiles for devices of that kind any more"));
    CHECK_THAT(outcome("arch64"), contains("Did you mean 'aarch64'?"));
    CHECK_THAT(outcome("riscv"), contains("it is one of aarch64, armv7hf, all"));
    CHECK(outcome(std::string(5000, 'x')).size() < 300);
}

TEST_CASE("the manifest as it is packed holds no path in architecture or appName") {
    const auto read = [](const std::string& name, const std::string& architecture) {
        return read_manifest(JsonDocument::parse(
            R"({"schemaVersion": "1.0", "acapPackageConf": {"setup": {"appName": ")" + name +
                R"(", "architecture": ")" + architecture + R"("}}})",
            "m"));
    };
    CHECK(read("a", "armv7hf").architecture == "armv7hf");
    CHECK_FALSE(read("a", "@ARCH@").architecture);
    CHECK_THROWS_AS(read("a", "x/../../victim"), Error);
    for (const char* name : {"", "..", "a/b", "-T", "a\\nb"})
        CHECK_THROWS_AS(read(name, "all"), Error);
}
