// What the probe's program reads of a library without opening it; here of this machine's.
#include "catch.hpp"

#include <filesystem>
#include <string>

#include <dlfcn.h>

extern "C" {
#include "elf_file.h"
#include "natural.h"
}

namespace {

std::string standard_library() {
    Dl_info info{};
    REQUIRE(dladdr(reinterpret_cast<const void*>(&std::terminate), &info) != 0);
    return info.dli_fname;
}

} // namespace

TEST_CASE("numbers within names compare as numbers") {
    CHECK(natural_compare("GLIBC_2.4", "GLIBC_2.34") < 0);
    CHECK(natural_compare("GLIBC_2.34", "GLIBC_2.4") > 0);
    CHECK(natural_compare("VDO_1.05", "VDO_1.5") == 0);
    CHECK(natural_compare("liblarod.so.1", "liblarod.so.1.4") < 0);
    CHECK(natural_compare("LIBLAROD_3.0.0", "LIBLAROD_2.99") > 0);
    CHECK(natural_compare("A", "") > 0);
}

TEST_CASE("the highest node of a family is read, and what is defined") {
    elf library{};
    char node[128];
    REQUIRE(elf_open(&library, standard_library().c_str()) == 1);
    REQUIRE(elf_newest_node(&library, "GLIBCXX_", node, sizeof node) == 1);
    CHECK(std::string(node).starts_with("GLIBCXX_3.4."));
    CHECK(natural_compare(node, "GLIBCXX_3.4.29") > 0);
    REQUIRE(elf_newest_node(&library, "CXXABI_", node, sizeof node) == 1);
    CHECK(std::string(node).starts_with("CXXABI_1.3."));
    CHECK(elf_newest_node(&library, "VDO_", node, sizeof node) == 0);
    CHECK(elf_newest_node(&library, "CXXABI_", node, 4) == 0); // a node that does not fit is none
    CHECK(elf_defines(&library, "_ZSt9terminatev") == 1);
    CHECK(elf_defines(&library, "malloc") == 0); // it only asks for that
    std::uint32_t value = 0;
    CHECK(elf_constant(&library, "_ZSt9terminatev", &value) == 0);
    elf_close(&library);
}

TEST_CASE("what is no library of this machine is refused") {
    elf library{};
    CHECK(elf_open(&library, "/proc/self/status") == 0);
    CHECK(elf_open(&library, "/") == 0);
    CHECK(elf_open(&library, "/no/such/file") == 0);
}
