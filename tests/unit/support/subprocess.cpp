#include "support/subprocess.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

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
