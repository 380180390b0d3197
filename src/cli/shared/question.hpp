#pragma once
// Questions to the person at the terminal, one at a time however many devices are served.

#include "cli/app/verb.hpp"
#include "cli/shared/edges.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

// Nobody is asked where standard input or error is no terminal, or where CI is set.
bool can_ask(const Edges& edges);

// Held from the question to its answer.
std::unique_lock<std::mutex> one_question();

// A line of standard input without its end, of at most `limit` bytes. It is read byte by byte, so
// that what follows it stays for others. Nothing at the end of input.
std::optional<std::string> read_line(const Context& context, std::size_t limit);

// The same as a person types it: short, without carriage return.
std::optional<std::string> read_answer(const Context& context);

// Shows the lines and asks; only a clear yes is one. False where nobody can be asked.
bool ask_yes(Context& context, const std::vector<std::string>& lines, const std::string& question);

} // namespace acapctl::cli
