#include "support/subprocess.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <cstdlib>
#include <thread>

using namespace acapctl;

TEST_CASE("output, errors and status are told apart") {
    const auto result =
        run({.arguments = {"sh", "-c", "cat; echo err >&2; exit 3"}, .input = "in"});
    CHECK(result.output == "in");
    CHECK(result.errors == "err\n");
    CHECK(result.status == 3);
}

TEST_CASE("a program that does not exist is reported, not run") {
    const auto result = run({.arguments = {"no-such-program-here"}});
    CHECK_FALSE(result.found);
    CHECK(result.status == 127);
}

TEST_CASE("lines are handed over whole, the last one without its newline too") {
    std::vector<std::string> lines;
    run({.arguments = {"printf", "a\\nb"},
         .on_line = [&](std::string_view line) { lines.emplace_back(line); }});
    CHECK(lines == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a stop ends the whole process group") {
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        source.request_stop();
    });
    CHECK_THROWS_AS(run({.arguments = {"sh", "-c", "sleep 60 & wait"}}, source.get_token()), Error);
}

TEST_CASE("a command is quoted so that a shell reads it back") {
    CHECK(shell_quoted({"docker", "run", "-e", "A=b c", "it's", ""}) ==
          "docker run -e 'A=b c' 'it'\\''s' ''");
}

TEST_CASE("a command is shown on one line, whatever is in it") {
    CHECK(shell_shown({"cd", "a b", "å"}) == "cd 'a b' 'å'");
    const std::string hostile = "it's\\ \x1b]0;x\a\nrm -rf ~\t\u202e";
    const std::string shown = shell_shown({"printf", "%s", hostile});
    CHECK(shown == R"(printf %s $'it\'s\\ \033]0;x\007\nrm -rf ~\011\342\200\256')");
    CHECK(run({.arguments = {"bash", "-c", shown}}).output == hostile);
}

TEST_CASE("no program that is started learns the passwords") {
    for (const char* name : {"AXIS_DEVICE_PASS", "ACAPCTL_EMULATOR_PASSWORD", "OTHER_VARIABLE"})
        ::setenv(name, "S3cret", 1);
    const auto result = run({.arguments = {"env"}, .environment = {{"ADDED", "yes"}}});
    CHECK(result.output.find("AXIS_DEVICE_PASS") == std::string::npos);
    CHECK(result.output.find("ACAPCTL_EMULATOR_PASSWORD") == std::string::npos);
    CHECK(result.output.find("OTHER_VARIABLE=S3cret\n") != std::string::npos);
    CHECK(result.output.find("ADDED=yes\n") != std::string::npos);
    for (const char* name : {"AXIS_DEVICE_PASS", "ACAPCTL_EMULATOR_PASSWORD", "OTHER_VARIABLE"})
        ::unsetenv(name);
}

TEST_CASE("more output than asked for is an error, never a silent cut") {
    CHECK_THROWS_AS(run({.arguments = {"head", "-c", "300000", "/dev/zero"}, .output_limit = 1000}),
                    Error);
    CHECK(run({.arguments = {"head", "-c", "300000", "/dev/zero"}}).output.size() == 300'000);
}

TEST_CASE("an error of the one who takes the lines ends the program") {
    const auto take = [](std::string_view) { throw Error({.message = "enough"}); };
    CHECK_THROWS_AS(run({.arguments = {"sh", "-c", "echo line; sleep 60"}, .on_line = take}),
                    Error);
}

TEST_CASE("a program that does not end in its time is stopped, and whoever holds its output too") {
    const auto begin = std::chrono::steady_clock::now();
    for (const char* script : {"echo begun; sleep 60", "echo begun; sleep 60 & exit 0",
                               "echo begun; exec sleep 60 >&- 2>&-"}) {
        const auto result =
            run({.arguments = {"sh", "-c", script}, .time_limit = std::chrono::milliseconds(300)});
        CHECK(result.late);
        CHECK(result.status == 124);
        CHECK(result.output == "begun\n");
    }
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
    const auto in_time = run({.arguments = {"true"}, .time_limit = std::chrono::seconds(60)});
    CHECK_FALSE(in_time.late);
    CHECK(in_time.status == 0);
}
