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

TEST_CASE("a table counts all, and has those that are worked on, the longest first") {
    const AtWork::Time start{};
    AtWork work(9);
    for (const char* name : {"d", "c", "b", "a", "done", "bad", "other"}) work.begin(name, start);
    work.begin("a", start + seconds(1));
    work.doing("a", "uploading 4%", start + seconds(2));
    work.end("done");
    work.end("bad", AtWork::End::failed);
    work.end("other", AtWork::End::skipped);
    using Lines = std::vector<std::string>;
    const std::string counts = "9 devices: 1 done, 1 failed, 4 running, 2 waiting, 1 skipped";
    const auto table = [&](std::size_t most) {
        return work.table("devices", start + seconds(12), most);
    };
    CHECK(table(5) ==
          Lines{counts, "  b    12 s", "  c    12 s", "  d    12 s", "  a    11 s  uploading 4%"});
    CHECK(table(4) == Lines{counts, "  b    12 s", "  c    12 s", "  and 2 more"});
    CHECK(table(2) == Lines{counts, "  and 4 more"});
    CHECK(table(1) == Lines{counts});
    CHECK(table(0).empty());
    work.begin("bad", start + seconds(12)); // another turn
    CHECK(table(1) == Lines{"9 devices: 1 done, 0 failed, 5 running, 2 waiting, 1 skipped"});
}

TEST_CASE("a table has no rows of what nobody waits for, and is none of that alone") {
    AtWork work(3);
    CHECK(work.table("devices", {}, 9).size() == 1); // all wait
    work.begin("a", {});
    work.begin("b", {});
    work.doing("a", "", {});
    CHECK(work.table("devices", {}, 9).size() == 2);
    work.doing("b", "", {});
    CHECK(work.table("devices", {}, 9).empty());
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

TEST_CASE("of many a note tells the first and their number, and a warning tells all") {
    Screen screen({});
    std::vector<std::string> names;
    for (int i = 0; i < 9; ++i) names.push_back(std::to_string(i));
    {
        const SideBySide all(screen.terminal, "devices", names);
        for (std::size_t i = 0; i < 8; ++i) {
            screen.terminal.note_of(names[i], "first");
            if (i < 7) screen.terminal.warn_of(names[i], "second");
        }
    }
    CHECK(screen.err.text() ==
          "0, 1, 2, 3, 4 and 3 others: first\nwarning: 0, 1, 2, 3, 4, 5, 6: second\n");
}

TEST_CASE("what is held is told before what comes after it") {
    Screen screen({});
    const SideBySide all(screen.terminal, "devices", {"a", "b"});
    screen.terminal.note_of("b", "uploading");
    screen.terminal.warn_of("a", "it is busy");
    CHECK(screen.err.text().empty());
    screen.terminal.tell_gathered();
    screen.terminal.note("batch 2");
    CHECK(screen.err.text() == "b: uploading\nwarning: a: it is busy\nbatch 2\n");
}

TEST_CASE("of one thing all is told at once") {
    Screen screen({});
    const SideBySide all(screen.terminal, "devices", {"a"});
    screen.terminal.note_of("a", "first");
    CHECK(screen.err.text() == "a: first\n");
}

TEST_CASE("a note is not held for long, and notes and the status line leave a question alone") {
    const Pty pty(80);
    Terminal terminal({.color = ColorMode::never}, pty.file(), pty.file()); // no table
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

TEST_CASE("at a terminal a table shows the work, and failures scroll above it as they happen") {
    const Pty pty(80);
    Terminal terminal({}, pty.file(), pty.file());
    std::string seen;
    const auto wait_for = [&](const std::string& text) {
        for (int i = 0; i < 100 && seen.find(text) == seen.npos; ++i) seen += pty.seen();
        CHECK_THAT(seen, contains(text));
    };
    {
        SideBySide all(terminal, "devices", {"a", "b", "c", "d"});
        const SideBySide::Turn a(all, "a");
        terminal.doing("a", "uploading\x1b[2J");
        wait_for(
            "4 devices: 0 done, 0 failed, 1 running, 3 waiting\n  a     0 s  uploading\\x1b[2J\n");
        {
            SideBySide::Turn b(all, "b");
            b.failed("it is \x1b[2J off");
        }
        wait_for("failed: \x1b[0mb: it is \\x1b[2J off\n");
        try {
            const SideBySide::Turn c(all, "c");
            throw std::runtime_error("of another kind");
        } catch (const std::runtime_error&) {
        }
        {
            SideBySide::Turn d(all, "d");
            d.skipped();
        }
        wait_for("4 devices: 0 done, 2 failed, 1 running, 0 waiting, 1 skipped\n");
        CHECK(seen.find("\x1b[2J") == seen.npos);
    }
    seen += pty.seen();
    CHECK(seen.ends_with("\r\x1b[2A\x1b[J")); // nothing of it is left
}
