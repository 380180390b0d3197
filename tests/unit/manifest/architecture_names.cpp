#include "manifest/architecture_names.hpp"

#include "catch.hpp"
#include "manifest/architecture.hpp"

#include <set>

using namespace acapctl;

TEST_CASE("names of devices, compilers and packages for one architecture are one") {
    CHECK(same_architecture("mips", "mipsisa32r2el"));
    CHECK(same_architecture("mipsel", "mips"));
    CHECK(same_architecture("armv7l", "armv7hf"));
    CHECK(same_architecture("arm", "armv7hf"));
    CHECK(same_architecture("arm64", "aarch64"));
    CHECK(same_architecture("cris", "crisv32"));
    CHECK_FALSE(same_architecture("armv6", "armv7hf"));
    CHECK_FALSE(same_architecture("mips", "crisv32"));
    CHECK_FALSE(same_architecture("all", "aarch64"));
    CHECK_FALSE(same_architecture("", "aarch64"));
    CHECK(package_name_of("mips") == "mipsisa32r2el");
    CHECK(package_name_of("riscv64") == "riscv64");
}

TEST_CASE("what no SDK compiles for any more is known to be so") {
    for (const char* name : {"aarch64", "armv7hf", "armv7l", "arm64"}) CHECK(is_compiled_for(name));
    for (const char* name : {"mips", "mipsisa32r2el", "crisv32", "armv6", "riscv64", "all", ""})
        CHECK_FALSE(is_compiled_for(name));
    CHECK_THAT(architecture_hint("crisv32", {"aarch64", "armv7hf"}), contains("no SDK compiles"));
    CHECK_THAT(architecture_hint("armv7l", {"aarch64", "armv7hf"}), contains("'armv7hf'"));
    CHECK_THAT(architecture_hint("riscv", {"aarch64", "armv7hf"}), contains("it is one of"));
}

TEST_CASE("no two architectures share a name") {
    std::set<std::string> seen;
    for (const ArchitectureNames& each : architecture_names()) {
        CHECK(seen.insert(each.name).second);
        for (const std::string& other : each.others) {
            INFO(other);
            CHECK(seen.insert(other).second);
        }
        CHECK(find_architecture(each.name) == &each);
    }
}
