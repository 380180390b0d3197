#include "lint/linker_map.hpp"

#include "catch.hpp"

using namespace acapctl::lint;

namespace {

constexpr const char* map = R"(Archive member included to satisfy reference by file (symbol)

./lib/libparse.a(json.o)      main.o (parse)
a/very/long/directory/of/somebody/libother.a(deep.o)
                              lib/libparse.a(json.o) (deep)

As-needed library included to satisfy reference by file (symbol)

libc.so.6                     main.o (puts@@GLIBC_2.17)

Discarded input sections

 .text          0x0000000000000000        0x0 lib/libunused.a(never.o)

Linker script and memory map

LOAD main.o
LOAD lib/libparse.a
LOAD lib/libunused.a
LOAD /usr/lib/libc.so.6
OUTPUT(app elf64-littleaarch64)

Cross Reference Table

Symbol                                            File
cfsetispeed@@GLIBC_2.42                           /usr/lib/libc.so.6
                                                  main.o
                                                  lib/libparse.a(json.o)
a_symbol_with_a_name_that_is_longer_than_the_column main.o
main                                              main.o
)";

}

TEST_CASE("a linker map tells which members of archives were taken, and who names a symbol") {
    const LinkerMap found = parse_linker_map(map);
    CHECK(found.archives == std::set<std::string>{"libparse.a", "libunused.a"});
    CHECK(found.members == std::set<std::string>{"libparse.a(json.o)", "libother.a(deep.o)"});
    REQUIRE(found.users.contains("cfsetispeed"));
    CHECK(found.users.at("cfsetispeed") ==
          std::set<std::string>{"main.o", "lib/libparse.a(json.o)"});
    CHECK(found.users.contains("a_symbol_with_a_name_that_is_longer_than_the_column"));
    CHECK_FALSE(found.users.contains("Symbol"));
}

TEST_CASE("another file is no linker map") {
    for (const char* text : {"", "LOAD lib/a.a\n", "{\"version\": 3}", "Cross Reference Table"}) {
        const LinkerMap found = parse_linker_map(text);
        CHECK(found.users.empty());
        CHECK(found.archives.empty());
        CHECK(found.members.empty());
    }
}
