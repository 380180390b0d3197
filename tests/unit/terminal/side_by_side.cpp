// What a person sees of things that are worked on side by side.
#include "terminal/side_by_side.hpp"
#include "pty.hpp"
#include "screen.hpp"

#include <thread>

using namespace acapctl;
using std::chrono::seconds;

TEST_CASE("one line counts what is done, and names who is waited for longest") {
    const AtWork::Time start{};
    AtWork work(3);
    work.begin("a", start);
    work.begin("b", start + seconds(1));
    CHECK(work.line("devices", start + seconds(1)) == "0 of 3 devices done");
    CHECK(work.line("devices", start + seconds(2)) == "0 of 3 devices done; waiting for a (2 s)");
    CHECK(work.line("devices", start + seconds(4)) ==
          "0 of 3 devices done; waiting for a (4 s) and 1 other");
    work.doing("a", "uploading", start + seconds(4));
    CHECK(work.line("devices", start + seconds(5)) == "0 of 3 devices done; waiting for b (4 s)");
    work.end("b");
    CHECK(work.line("devices", start + seconds(5)) == "1 of 3 devices done");
    work.end("a");
    work.end("a");
    CHECK(work.line("devices", start + seconds(60)) == "2 of 3 devices done");
}

TEST_CASE("of a single one the line says what it does, or that it is waited for") {
    const AtWork::Time start{};
    AtWork work(1);
    CHECK(work.line("devices", start).empty());
    work.begin("gate", start);
    CHECK(work.line("devices", start + seconds(1)).empty());
    CHECK(work.line("devices", start + seconds(12)) == "waiting for gate (12 s)");
    work.doing("gate", "uploading 4%", start + seconds(12));
    CHECK(work.line("devices", start + seconds(13)) == "uploading 4%");
    work.doing("unknown", "x", start);
}

TEST_CASE("many names are the first of them and a number") {
    CHECK(names_in_short({"a", "b"}, 4) == "a, b");
    CHECK(names_in_short({"a", "b", "c"}, 2) == "a, b, c");
    CHECK(names_in_short({"a", "b", "c", "d"}, 2) == "a, b and 2 others");
}

TEST_CASE("what is said of several in the same words is told once, in the order in which it came") {
    Screen screen({});
    {
        SideBySide all(screen.terminal, "devices", {"a", "b", "c"});
        screen.terminal.note_of("b", "first");
        screen.terminal.warn_of("b", "second");
        screen.terminal.note_of("a", "first");
        screen.terminal.note_of("b", "first");
        for (const char* name : {"a", "b", "c"}) screen.terminal.note_of(name, "third");
    }
    CHECK(screen.err.text() == "a, b: first\nwarning: b: second\nall 3 devices: third\n");
    screen.terminal.note_of("a", "alone");
    CHECK(screen.err.text().ends_with("a: alone\n"));
}

TEST_CASE("of one thing all is told at once") {
    Screen screen({});
    const SideBySide all(screen.terminal, "devices", {"a"});
    screen.terminal.note_of("a", "first");
    CHECK(screen.err.text() == "a: first\n");
}

TEST_CASE("a note is not held for long, and notes and the status line leave a question alone") {
    const Pty pty(80);
    Terminal terminal({.color = ColorMode::never}, pty.file(), pty.file());
    SideBySide all(terminal, "devices", {"a", "b"});
    const SideBySide::Turn turn(all, "a");
    terminal.note_of("a", "first");
    std::string seen;
    for (int i = 0; i < 100 && seen.find("a: first") == seen.npos; ++i) seen += pty.seen();
    CHECK_THAT(seen, contains("a: first\n"));
    CHECK_THAT(seen, contains("0 of 2 devices done"));
    terminal.note_of("b", "second"); // to be told in a second, when the question stands there
    terminal.ask("Password: ");
    pty.seen();
    std::this_thread::sleep_for(std::chrono::milliseconds(1600));
    CHECK(pty.seen().empty());
    terminal.answered();
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    const std::string after = pty.seen();
    CHECK_THAT(after, contains("b: second\n"));
    CHECK_THAT(after, contains("0 of 2 devices done"));
}
