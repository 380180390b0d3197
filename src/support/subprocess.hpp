#pragma once
// Run another program: its output captured or streamed by lines, stopped with its whole process
// group when the stop token says so. Nothing is passed through a shell.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct Command {
    std::vector<std::string> arguments;               // arguments[0] is looked up in PATH
    std::filesystem::path directory{};                // empty: the current one
    std::map<std::string, std::string> environment{}; // added to the inherited one, less secrets
    std::vector<std::string> without{};               // variables it does not inherit
    // Descriptors that it and all it starts inherit, as of a lock that is to last as long as they.
    std::vector<int> keep_open{};
    std::size_t output_limit = 64U << 20U;   // bytes captured of each stream; more is an error
    std::string input{};                     // given on standard input, then end of file
    std::chrono::milliseconds time_limit{0}; // then it is stopped; 0: none. Not of run_attached()
    // Called with each line (without newline) of standard output and standard error together.
    // Empty: both are captured, apart, in the result.
    std::function<void(std::string_view line)> on_line{};
};

struct CommandResult {
    int status = 0;     // exit status; 128 + signal when killed by one, as a shell has it
    bool found = true;  // false: no such program (status is 127)
    bool late = false;  // it was stopped at its time limit (status is 124)
    std::string output; // standard output, unless on_line was given
    std::string errors; // standard error, unless on_line was given
};

// Blocks until the program ends, which gets SIGTERM if this process dies before it. When `stop` is
// requested the group gets SIGTERM, then SIGKILL after five seconds, and an `interrupted` Error is
// thrown.
CommandResult run(const Command& command, std::stop_token stop = {});

// Runs it on this process' own stdin, stdout and stderr, of which nothing is captured or given;
// returns its exit status. While it runs, the terminal and Ctrl-C are its alone. Stopped as by
// run().
int run_attached(const Command& command, std::stop_token stop = {});

// As exec takes them, with nullptr at the end; they point into `words`.
std::vector<char*> pointers_to(std::vector<std::string>& words);

// The absolute path of a program in PATH.
std::optional<std::filesystem::path> find_program(std::string_view name);

// The command as a person would type it, quoted for a POSIX shell.
std::string shell_quoted(const std::vector<std::string>& arguments);
// The same to be shown and pasted: always one line, on which everything is seen. A word with
// control or unseen characters is written as $'...', which bash and zsh know, but not dash.
std::string shell_shown(const std::vector<std::string>& arguments);

} // namespace acapctl
