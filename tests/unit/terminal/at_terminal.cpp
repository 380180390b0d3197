// What a person at a terminal sees, and a pipe does not get.
#include "pty.hpp"
#include "screen.hpp"
#include "support/error_json.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <csignal>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

using namespace acapctl;

namespace {

struct Person {
    explicit Person(Terminal::Options options = {}, unsigned short columns = 40)
        : pty(columns), terminal(options, pty.file(), pty.file()) {}

    Pty pty;
    Terminal terminal;
};

} // namespace

TEST_CASE("a table has a header and columns that line up, whatever its characters weigh") {
    Person person;
    Table table({"NAME", "STATUS", "NOTE"});
    table.add({"a", {"running", Style::green}, "x"});
    table.add({"\u00e5\u00e4\u00f6-long", "off", ""});
    table.print(person.terminal);
    CHECK(person.pty.seen() == "NAME      STATUS   NOTE\n"
                               "a         \x1b[32mrunning\x1b[0m  x\n"
                               "\u00e5\u00e4\u00f6-long  off\n");
}

TEST_CASE("what is empty has a dash where it would shift columns") {
    CHECK(Table::or_dash("").plain() == "-");
    CHECK(Table::or_dash("x", Style::red).colored() == "\x1b[31mx\x1b[0m");
}

TEST_CASE("a document is laid out for a person, and one line for a stream") {
    const nlohmann::json document{{"a", {1, 2}}};
    Person person;
    person.terminal.print_document(document);
    person.terminal.print_document_line(document);
    CHECK(person.pty.seen() == document.dump(2) + "\n{\"a\":[1,2]}\n");
    Screen pipe({});
    pipe.terminal.print_document(document);
    CHECK(pipe.out.text() == "{\"a\":[1,2]}\n");
}

TEST_CASE("a status line overwrites itself and goes before anything else is said") {
    Person person;
    CHECK(person.terminal.progress_is_live());
    person.terminal.status("10 %");
    person.terminal.status("20 %\n");
    CHECK(person.pty.seen() == "\r\x1b[K10 %\r\x1b[K20 %\\x0a");
    person.terminal.note("done");
    CHECK(person.pty.seen() == "\r\x1b[Kdone\n");
    person.terminal.clear_status(); // there is none any more
    CHECK(person.pty.seen().empty());
    person.terminal.status("30 %");
    person.terminal.print("result");
    CHECK(person.pty.seen() == "\r\x1b[K30 %\r\x1b[Kresult\n");
}

TEST_CASE("a table stays below what is said, and goes before a result or a question") {
    Person person;
    const std::string table = "\x1b[?7lone\ntwo\n\x1b[?7h";
    const std::string gone = "\r\x1b[2A\x1b[J";
    person.terminal.status(std::vector<std::string>{"one", "two"});
    CHECK(person.pty.seen() == table);
    person.terminal.status(std::vector<std::string>{"one", "two"});
    CHECK(person.pty.seen() == gone + table);
    person.terminal.note("said");
    CHECK(person.pty.seen() == gone + "said\n" + table);
    person.terminal.print("result");
    CHECK(person.pty.seen() == gone + "result\n");
    person.terminal.note("said");
    CHECK(person.pty.seen() == "said\n");
    person.terminal.status(std::vector<std::string>{"one", "two"});
    person.terminal.status("line");
    CHECK(person.pty.seen() == table + gone + "line");
    person.terminal.status(std::vector<std::string>{"one", "two"});
    CHECK(person.pty.seen() == "\r\x1b[K" + table);
    person.terminal.ask("Password: ");
    CHECK(person.pty.seen() == gone + "Password: ");
    person.terminal.status(std::vector<std::string>{"one", "two"});
    CHECK(person.pty.seen().empty());
}

TEST_CASE("a table fits the terminal as it is now, also where that has become narrower") {
    Person person({}, 40);
    const std::vector<std::string> lines(30, std::string(50, 'x'));
    person.terminal.status(lines);
    std::string seen = person.pty.seen();
    CHECK(std::ranges::count(seen, '\n') == 22);
    CHECK_THAT(seen, contains(std::string(18, 'x') + "..." + std::string(18, 'x') + "\n"));
    person.pty.resize(20, 10); // each line has become two
    person.terminal.status(lines);
    seen = person.pty.seen();
    CHECK(seen.starts_with("\r\x1b[44A\x1b[J"));
    CHECK(std::ranges::count(seen, '\n') == 8);
    person.pty.resize(20, 5);
    CHECK(person.terminal.table_height() == 0);
    person.terminal.clear_status();
    CHECK(person.pty.seen() == "\r\x1b[8A\x1b[J");
}

TEST_CASE("there is no table without escape sequences, in quiet mode, or in a pipe") {
    CHECK(Person().terminal.table_height() == 22);
    CHECK(Person({.quiet = true}).terminal.table_height() == 0);
    CHECK(Person({.color = ColorMode::never}).terminal.table_height() == 0);
    CHECK(Screen({.color = ColorMode::always}).terminal.table_height() == 0);
    const Pty pty;
    ::setenv("NO_COLOR", "1", 1);
    Terminal plain({}, pty.file(), pty.file());
    ::unsetenv("NO_COLOR");
    plain.status(std::vector<std::string>{"one"});
    CHECK(pty.seen().empty());
}

TEST_CASE("a status line is no longer than the terminal is wide") {
    Person person({}, 12);
    CHECK(person.terminal.width() == 12);
    person.terminal.status("0123456789abcdef");
    CHECK(person.pty.seen() == "\r\x1b[K0123...cdef");
}

TEST_CASE("there is no progress in a pipe, in quiet mode, or on a dumb terminal") {
    Screen pipe({});
    pipe.terminal.status("10 %");
    CHECK(pipe.err.text().empty());
    Person quiet({.quiet = true});
    quiet.terminal.status("10 %");
    CHECK(quiet.pty.seen().empty());
    const Pty pty;
    ::setenv("TERM", "dumb", 1);
    Terminal dumb({}, pty.file(), pty.file());
    ::setenv("TERM", "xterm", 1);
    CHECK_FALSE(dumb.progress_is_live());
    dumb.print({"plain", Style::red});
    CHECK(pty.seen() == "plain\n");
}

TEST_CASE("the width is that of the terminal, else COLUMNS, else 80") {
    const Screen pipe({});
    for (const auto& [columns, width] : std::vector<std::pair<std::string, int>>{
             {"132", 132}, {"0", 80}, {"x", 80}, {"99999999999", 80}, {"-1", 80}, {"", 80}}) {
        ::setenv("COLUMNS", columns.c_str(), 1);
        INFO(columns);
        CHECK(pipe.terminal.width() == width);
        CHECK(Person({}, 33).terminal.width() == 33);
    }
    ::unsetenv("COLUMNS");
}

TEST_CASE("a terminal that tells no size has LINES rows, else 24") {
    const Person person({}, 0);
    person.pty.resize(0, 0);
    CHECK(person.terminal.table_height() == 22);
    CHECK(person.terminal.width() == 80);
    ::setenv("LINES", "40", 1);
    ::setenv("COLUMNS", "100", 1);
    CHECK(person.terminal.table_height() == 38);
    CHECK(person.terminal.width() == 100);
    person.pty.resize(60, 10);
    CHECK(person.terminal.table_height() == 8);
    ::unsetenv("LINES");
    ::unsetenv("COLUMNS");
}

TEST_CASE("what a person reads below a table is short in it; a pipe has all of it") {
    Table table({"DEVICE", "STATE"});
    table.add({"a", "failed: it does not answer"}, {"a", "failed"});
    table.add({"b", "ok"});
    Person person;
    table.print(person.terminal);
    CHECK(person.pty.seen() == "DEVICE  STATE\na       failed\nb       ok\n");
    Screen pipe({});
    table.print(pipe.terminal);
    CHECK(pipe.out.text() == "a\tfailed: it does not answer\nb\tok\n");
    const Pty pty;
    const Stream err;
    Terminal errors_elsewhere({}, pty.file(), err.file());
    table.print(errors_elsewhere);
    CHECK_THAT(pty.seen(), contains("it does not answer"));
}

TEST_CASE("who decides about colours: an option, NO_COLOR, CLICOLOR_FORCE, settings, a terminal") {
    struct Case {
        ColorMode option;
        const char* no_color;
        const char* force;
        ColorMode settled;
        bool in_pipe;
        bool at_terminal;
    };
    const auto automatic = ColorMode::automatic;
    const auto always = ColorMode::always;
    const auto never = ColorMode::never;
    const Pty pty;
    for (const Case& one : std::vector<Case>{
             {automatic, "", "", automatic, false, true},
             {automatic, "1", "", always, false, false},
             {automatic, "1", "1", automatic, false, false},
             {automatic, "", "1", never, true, true},
             {automatic, "", "0", automatic, false, true},
             {automatic, "", "", always, true, true},
             {automatic, "", "", never, false, false},
             {always, "1", "", never, true, true},
             {never, "", "1", always, false, false},
         }) {
        ::setenv("NO_COLOR", one.no_color, 1);
        ::setenv("CLICOLOR_FORCE", one.force, 1);
        const Terminal::Options options{.color = one.option, .settled_color = one.settled};
        Screen pipe(options);
        pipe.terminal.print({"x", Style::red});
        CHECK((pipe.out.text() == "\x1b[31mx\x1b[0m\n") == one.in_pipe);
        Terminal person(options, pty.file(), pty.file());
        person.print({"x", Style::red});
        CHECK((pty.seen() == "\x1b[31mx\x1b[0m\n") == one.at_terminal);
    }
    ::unsetenv("NO_COLOR");
    ::unsetenv("CLICOLOR_FORCE");
}

TEST_CASE("a result that is lost is an error, but not where nobody reads it any more") {
    std::FILE* full = std::fopen("/dev/full", "w");
    REQUIRE(full != nullptr);
    const Stream err;
    Terminal terminal({}, full, err.file());
    try {
        terminal.print("result");
        FAIL("it is not lost");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::unexpected);
        CHECK(error.failure().code == "cannot-write");
        CHECK_FALSE(terminal.nobody_reads());
    }
    std::fclose(full);

    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    std::FILE* closed = ::fdopen(ends[1], "w");
    Terminal unread({}, closed, err.file());
    unread.print("result");
    CHECK(unread.nobody_reads());
    std::fclose(closed);
    std::signal(SIGPIPE, before);
}

TEST_CASE("an error that JSON cannot carry any more is told to people") {
    std::FILE* full = std::fopen("/dev/full", "w");
    REQUIRE(full != nullptr);
    const Stream err;
    Terminal terminal({.json = true}, full, err.file());
    terminal.error({.message = "it failed", .hint = "try again"});
    CHECK(err.text() == "error: it failed\n  hint: try again\n");
    std::fclose(full);
}

TEST_CASE("the document of an error has all that a script decides by") {
    const auto document = error_document({.kind = ErrorKind::unreachable,
                                          .code = "no-answer",
                                          .message = "it does not answer",
                                          .retryable = true,
                                          .device = "door"});
    CHECK(document == nlohmann::json{{"kind", "acapctl.error/v1"},
                                     {"error",
                                      {{"code", "no-answer"},
                                       {"message", "it does not answer"},
                                       {"hint", nullptr},
                                       {"retryable", true},
                                       {"device", "door"},
                                       {"exit", 5}}}});
}
