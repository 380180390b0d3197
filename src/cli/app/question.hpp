#pragma once
// Questions to the person at the terminal, one at a time however many devices are served.

#include "cli/app/verb.hpp"

#include <mutex>
#include <optional>
#include <string>

namespace acapctl::cli {

// Nobody is asked where standard input or error is no terminal, or where CI is set.
bool can_ask();

// Held from the question to its answer.
std::unique_lock<std::mutex> one_question();

// A line of standard input, byte by byte, so that what follows it stays for others. Nothing at the
// end of input.
std::optional<std::string> read_answer(const std::stop_token& stop);

// Shows the lines and asks; only a clear yes is one. False where nobody can be asked.
bool ask_yes(Context& context, const std::vector<std::string>& lines, const std::string& question);

} // namespace acapctl::cli
