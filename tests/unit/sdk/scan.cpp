#include "sdk/scan.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <cstdlib>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

SymbolScan scan_of(const char* axis_os, const char* version) {
    return {.axis_os = AxisOs::parse(axis_os).value(),
            .architecture = "aarch64",
            .libraries = {{"libnew.so.1", {version}}},
            .source = "here"};
}

} // namespace

TEST_CASE("scans are saved beside those that were there, and replace what they repeat") {
    const TempDir home;
    ::setenv("XDG_CONFIG_HOME", home.path().c_str(), 1);
    const auto file = save_scans({scan_of("12.0", "NEW_1.0")});
    CHECK(file == home.path() / "acapctl/symbol_versions.json");
    save_scans({scan_of("12.11", "NEW_1.1")});
    save_scans({scan_of("12.0", "NEW_1.2")});
    const SymbolTable saved(read_file(file), "saved");
    REQUIRE(saved.scans().size() == 2);
    const SymbolTable known = SymbolTable::with_users();
    CHECK(known.bounds("NEW_1.2", "libnew.so.1", "aarch64").present_from == AxisOs::parse("12.0"));
    CHECK_FALSE(known.bounds("NEW_1.0", "libnew.so.1", "aarch64").present_from);

    write_file(file, "{broken");
    CHECK_THROWS_WITH(save_scans({scan_of("12.0", "NEW_1.0")}), contains("symbol_versions.json"));
    CHECK(read_file(file) == "{broken");
    ::unsetenv("XDG_CONFIG_HOME");
}
