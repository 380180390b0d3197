#include "sdk/symbol_versions.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

std::string words(const SymbolBounds& bounds) {
    return (bounds.absent_up_to ? bounds.absent_up_to->str() : "?") + " < " +
           (bounds.present_from ? bounds.present_from->str() : "?");
}

} // namespace

TEST_CASE("every built-in row has a source and says something") {
    CHECK_FALSE(SymbolTable::built_in().rows().empty());
    for (const SymbolRow& row : SymbolTable::built_in().rows()) {
        INFO(row.symbol);
        CHECK_FALSE(row.source.empty());
        CHECK((row.present_from || row.absent_up_to || row.likely_from || row.proven_up_to));
    }
}

TEST_CASE("the built-in table tells only what its sources tell") {
    struct Case {
        const char* symbol;
        const char* architecture;
        const char* expected;
    };
    const std::vector<Case> cases = {
        {"LIBLAROD_3.0.0", "aarch64", "10.5 < 10.7"},
        {"LIBLAROD_1.0.0", "aarch64", "? < 10.7"}, // what has 3.0.0 has 1.0.0
        {"LIBLAROD_4.0.0", "aarch64", "10.5 < ?"}, // what lacks 3.0.0 lacks 4.0.0
        {"GLIBC_2.42", "aarch64", "11.11 < 12.10.68"},
        {"GLIBC_2.43", "aarch64", "11.11 < ?"},
        {"GLIBC_2.38", "aarch64", "? < 12.10.68"}, // sources disagree about 11.11
        {"GLIBC_2.34", "armv7hf", "? < 10.11.65"},
        {"GLIBC_2.34", "aarch64", "? < 11.11"},
        {"GLIBC_2.17", "aarch64", "? < 9"},
        {"GLIBC_PRIVATE", "aarch64", "? < ?"},
        {"OPENSSL_3.0.0", "aarch64", "? < ?"},
    };
    for (const Case& c : cases) {
        INFO(c.symbol << " " << c.architecture);
        CHECK(words(SymbolTable::built_in().bounds(c.symbol, "lib.so", c.architecture)) ==
              c.expected);
    }
}

TEST_CASE("versions of one family are ordered by number") {
    CHECK(same_family_not_newer("GLIBC_2.9", "GLIBC_2.10"));
    CHECK_FALSE(same_family_not_newer("GLIBC_2.10", "GLIBC_2.9"));
    CHECK_FALSE(same_family_not_newer("GLIBC_2.9", "GLIBCXX_3.4.29"));
    CHECK_FALSE(same_family_not_newer("GLIBC_2.9", "GLIBC_PRIVATE"));
    CHECK(same_family_not_newer("GLIBC_PRIVATE", "GLIBC_PRIVATE"));
}

TEST_CASE("a scan tells what is there and what is not") {
    SymbolTable table;
    table.add({AxisOs::parse("11.11.72").value(), "aarch64", {{"libc.so.6", {"GLIBC_2.34"}}}, "a"});
    table.add({AxisOs::parse("12.4").value(),
               "aarch64",
               {{"libc.so.6", {"GLIBC_2.34", "GLIBC_2.38"}}},
               "b"});
    CHECK(words(table.bounds("GLIBC_2.38", "libc.so.6", "aarch64")) == "11.11.72 < 12.4");
    CHECK(words(table.bounds("GLIBC_2.40", "libc.so.6", "aarch64")) == "12.4 < ?");
    CHECK(words(table.bounds("GLIBC_2.34", "libc.so.6", "aarch64")) == "? < 11.11.72");
    CHECK(words(table.bounds("GLIBC_2.34", "libc.so.6", "armv7hf")) == "? < ?");
    CHECK(words(table.bounds("GLIBC_2.40", "libm.so.6", "aarch64")) == "? < ?");

    SECTION("a second scan of the same AXIS OS replaces the first") {
        table.add({AxisOs::parse("12.4").value(), "aarch64", {{"libc.so.6", {"GLIBC_2.40"}}}, "c"});
        CHECK(table.scans().size() == 2);
        CHECK(words(table.bounds("GLIBC_2.40", "libc.so.6", "aarch64")) == "11.11.72 < 12.4");
    }
    SECTION("it is the same after a way through its file") {
        const SymbolTable again(table.document().dump(), "file");
        CHECK(words(again.bounds("GLIBC_2.38", "libc.so.6", "aarch64")) == "11.11.72 < 12.4");
    }
    SECTION("sources that contradict each other never make a version absent") {
        const SymbolTable rows(R"({"rows": [
            {"symbol": "GLIBC_2.40", "presentFrom": "12.0", "source": "somebody"}]})",
                               "rows");
        table.add(rows);
        CHECK(words(table.bounds("GLIBC_2.40", "libc.so.6", "aarch64")) == "? < 12.0");
    }
}

TEST_CASE("a row of the user replaces the built-in ones about that symbol") {
    SymbolTable table = SymbolTable::built_in();
    table.add(SymbolTable(R"({"rows": [
        {"symbol": "LIBLAROD_3.0.0", "presentFrom": "10.7", "source": "me"}]})",
                          "mine"));
    CHECK(words(table.bounds("LIBLAROD_3.0.0", "liblarod.so.1", "aarch64")) == "? < 10.7");
}

TEST_CASE("a broken table is an error that names its file") {
    for (const char* text :
         {"", "[]x", "{\"rows\": 1}", "{\"rows\": [{}]}",
          "{\"rows\": [{\"symbol\": \"A_1\", \"source\": \"s\", \"presentFrom\": "
          "\"x\"}]}",
          "{\"scans\": [{\"architecture\": \"a\", \"libraries\": {}}]}"}) {
        INFO(text);
        CHECK_THROWS_WITH(SymbolTable(text, "mine.json"), contains("mine.json"));
    }
}

TEST_CASE("a table that would harm is refused") {
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    for (const std::string& text : std::vector<std::string>{
             R"({"rows": [{"symbol": "A_1", "source": "\u001b[2J"}]})",
             R"({"rows": [{"symbol": "\u0007", "source": "s"}]})",
             R"({"scans": [{"axisOs": "12", "architecture": "a", "libraries": {"\u001b": []}}]})",
             R"({"rows": {"a": 1}})", "[]", "{\"rows\": " + deep + "}"}) {
        INFO(text.substr(0, 100));
        CHECK_THROWS_AS(SymbolTable(text, "f"), Error);
    }
    CHECK(SymbolTable("{\"other\": " + deep + "}", "f").rows().empty());
}
