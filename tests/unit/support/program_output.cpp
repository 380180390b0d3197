#include "support/program_output.hpp"

#include "catch.hpp"

using namespace acapctl;

TEST_CASE("of a program's escape sequences the colours alone stay") {
    CHECK(program_line("\x1b[01;31m\x1b[Kerror:\x1b[m\x1b[K no", true) ==
          "\x1b[01;31merror:\x1b[m no");
    for (const char* color : {"38;2;1;2;3", "38;5;8", "38:2::1:2:8", "1;38;5;48;4", "0;91", ";31"})
        CHECK(program_line(std::string("\x1b[") + color + "mx\x1b[0m", true) ==
              std::string("\x1b[") + color + "mx\x1b[0m");
    CHECK(program_line("\x1b[01;31m\x1b[Kerror:\x1b[m no", false) == "error: no");
    for (const bool colors : {true, false}) {
        CHECK(program_line("a\x1b[2Jb\x1b]52;c;QQ==\ac\td", colors) ==
              "a\\x1b[2Jb\\x1b]52;c;QQ==\\x07c\td");
        CHECK(program_line("\x1b[31", colors) == "\\x1b[31"); // not ended
        CHECK(program_line("\x1b[?31m", colors) == "\\x1b[?31m");
        CHECK(program_line("\x1b", colors) == "\\x1b");
        CHECK(program_line("å\u202e\u200b\xff", colors) == "å\\xe2\\x80\\xae\\xe2\\x80\\x8b\\xff");
        CHECK(program_line("from Windows\r", colors) == "from Windows");
        CHECK(program_line("", colors).empty());
    }
}

TEST_CASE("no colour hides what a program says") {
    for (const char* hidden : {"8", "08", "8:1", "40", "100", "48;5;0", "48;2;0;0;0", "48:5:0",
                               "38", "38;8", "38;5", "38;2;8;1", "58;5;8", "4294967304", "1000"})
        CHECK(program_line(std::string("\x1b[") + hidden + "mx", true) == "x");
    CHECK(program_line("\x1b[30;40;1mx\x1b[m", true) == "\x1b[30;1mx\x1b[m");
    CHECK(program_line("\x1b[1;8mx", true) == "\x1b[1mx\x1b[0m");
    CHECK(program_line("\x1b[0;8mx", true) == "\x1b[0mx");
    CHECK(program_line("\x1b[31;38;8mx\x1b[0m", true) == "\x1b[31mx\x1b[0m");
}

TEST_CASE("colours that a line leaves on end with it") {
    CHECK(program_line("\x1b[31mred", true) == "\x1b[31mred\x1b[0m");
    CHECK(program_line("\x1b[0;31mred\x1b[0;1m", true) == "\x1b[0;31mred\x1b[0;1m\x1b[0m");
}

TEST_CASE("of a line that overwrites itself the last state stays") {
    CHECK(without_overwritten(" 10%\r 20%\r100%") == "100%");
    CHECK(without_overwritten(" 10%\r100%\r") == "100%");
    CHECK(without_overwritten("plain") == "plain");
    CHECK(without_overwritten("\r").empty());
}
