#include "terminal/table.hpp"

#include "catch.hpp"
#include "screen.hpp"

using namespace acapctl;

TEST_CASE("a piped table has no header, and tabs that a cell cannot forge") {
    Screen screen({});
    Table table({"NAME", "STATUS"});
    table.add({"a\tb", {"running", Style::green}});
    table.add({"", "c"});
    table.print(screen.terminal);
    CHECK(screen.out.text() == "a\\x09b\trunning\n\tc\n");
}
