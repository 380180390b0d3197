#include "terminal/table.hpp"

#include "catch.hpp"
#include "pty.hpp"
#include "screen.hpp"
#include "support/text.hpp"

using namespace acapctl;

TEST_CASE("a piped table has no header, and tabs that a cell cannot forge") {
    Screen screen({});
    Table table({"NAME", "STATUS"});
    table.add({"a\tb", {"running", Style::green}});
    table.add({"", "c"});
    table.print(screen.terminal);
    CHECK(screen.out.text() == "a\\x09b\trunning\n\tc\n");
}

TEST_CASE("on a terminal the widest column gives way, and every word stays whole") {
    const Pty screen(40);
    const Stream err;
    Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
    Table table({"CHIP", "RUNS", "WHY"});
    table.add({"artpec8", "no", "the library liblarod.so.1 is not there on this AXIS OS"});
    table.add({"artpec9", "yes", "-"});
    table.print(terminal);
    CHECK(screen.seen() == "CHIP     RUNS  WHY\n"
                           "artpec8  no    the library liblarod.so.1\n"
                           "               is not there on this AXIS\n"
                           "               OS\n"
                           "artpec9  yes   -\n");
}

TEST_CASE("a word that has no room is shortened to its two ends, and whole in a pipe") {
    const Pty screen(40);
    Screen pipe({});
    Terminal terminal({.color = ColorMode::never}, screen.file(), pipe.err.file());
    Table table({"FILE", "VERSIONS"});
    table.add({"lib/libavcodec.so.58.134.100", "LIBAVCODEC_58.134.100 GLIBC_2.34"});
    table.print(terminal);
    CHECK(screen.seen() == "FILE                 VERSIONS\n"
                           "lib/liba....134.100  LIBAVCOD....134.100\n"
                           "                     GLIBC_2.34\n");
    table.print(pipe.terminal);
    CHECK(pipe.out.text() == "lib/libavcodec.so.58.134.100\tLIBAVCODEC_58.134.100 GLIBC_2.34\n");
}

TEST_CASE("a column that is kept whole is as narrow as its words let it be") {
    const Pty screen(44);
    const Stream err;
    Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
    Table table({"SHA-256", "SINCE"});
    table.keep_whole("SHA-256");
    table.add({std::string(32, 'a'), "2026-01-01 by hand"});
    table.print(terminal);
    CHECK(screen.seen() == "SHA-256                           SINCE\n" + std::string(32, 'a') +
                               "  2026-01-01\n" + std::string(34, ' ') + "by hand\n");
}

TEST_CASE("a word that is kept whole has room for the blanks before it") {
    const Pty screen(30);
    const Stream err;
    Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
    Table table({"WHAT", "VALUE"});
    table.keep_whole("WHAT");
    table.add({"  axis-a8-dlpu-tflite", "5 ms min 4"});
    table.print(terminal);
    CHECK(screen.seen() == "WHAT                   VALUE\n"
                           "  axis-a8-dlpu-tflite  5 ms\n" +
                               std::string(23, ' ') + "min 4\n");
}

TEST_CASE("a page is wrapped on a terminal, and a line of its own in a pipe") {
    const std::string page = "Options:\n  --name TEXT  words that are many and long";
    const Pty screen(30);
    const Stream err;
    Terminal({}, screen.file(), err.file()).print_prose(page);
    CHECK(screen.seen() ==
          "Options:\n  --name TEXT  words that are\n               many and long\n");
    Screen pipe({});
    pipe.terminal.print_prose(page);
    CHECK(pipe.out.text() == page + "\n");
}

TEST_CASE("what is said on a terminal is broken between words") {
    ::setenv("TERM", "xterm", 1);
    const Stream out;
    const Pty screen(30);
    Terminal terminal({.color = ColorMode::never}, out.file(), screen.file());
    terminal.error({.message = "the application cannot be found anywhere",
                    .hint = "see 'acapctl list -t door' for what is there"});
    CHECK(screen.seen() == "error: the application cannot\n"
                           "    be found anywhere\n"
                           "  hint: see\n"
                           "    'acapctl list -t door' for\n"
                           "    what is there\n");
}

TEST_CASE("a table of many columns is no wider than the terminal") {
    const Pty screen(80);
    const Stream err;
    Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
    Table table({"NAME", "ADDRESS", "USER", "GROUPS", "PASSWORD", "DEFAULT", "MODEL", "AXIS OS"});
    table.add(std::vector<Table::Cell>(8, "twenty-characters-ok"));
    table.print(terminal);
    const std::string seen = screen.seen();
    for (const std::string& line : text::lines(seen)) CHECK(line.size() <= 80);
    CHECK_THAT(seen, contains("twe...ok"));
}

TEST_CASE(
    "a narrow terminal goes without the columns that may be lacking, those that are empty first") {
    Table table({"NAME", "USER", "TAGS", "ADDRESS", "ARCH"});
    table.may_lack({"USER", "ARCH", "TAGS"});
    table.add({"door", "somebody", "-", "http://192.0.2.7:8080", "aarch64"});
    table.add({"gate", "-", "-", "http://192.0.2.8", "-"});
    const Stream err;
    struct Case {
        unsigned short columns;
        std::vector<std::string> gone;
    };
    for (const Case& each : {Case{52, {}}, Case{51, {"TAGS"}}, Case{44, {"TAGS", "USER"}},
                             Case{35, {"TAGS", "USER", "ARCH"}}}) {
        const Pty screen(each.columns);
        const Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
        CHECK(table.left_out(terminal) == each.gone);
    }
    const Pty screen(35);
    Terminal terminal({.color = ColorMode::never}, screen.file(), err.file());
    table.print(terminal);
    CHECK(screen.seen() == "NAME  ADDRESS\n"
                           "door  http://192.0.2.7:8080\n"
                           "gate  http://192.0.2.8\n");
    Screen pipe({});
    CHECK(table.left_out(pipe.terminal).empty());
    table.print(pipe.terminal);
    CHECK_THAT(pipe.out.text(), contains("door\tsomebody\t-\thttp://192.0.2.7:8080\taarch64\n"));
}
