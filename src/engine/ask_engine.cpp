#include "engine/ask_engine.hpp"

#include "acapctl/error.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::engine {

namespace {

std::string question(const std::vector<std::string>& command) {
    return shell_shown(command);
}

[[noreturn]] void throw_unanswered(const std::string& code, const std::string& message,
                                   const std::string& hint) {
    throw Error(
        {.kind = ErrorKind::engine_unavailable, .code = code, .message = message, .hint = hint});
}

} // namespace

std::chrono::milliseconds engine_patience() {
    constexpr const char* name = "ACAPCTL_ENGINE_TIMEOUT";
    return text::parse_duration(environment(name).value_or("30s"), name);
}

CommandResult ask_engine(const std::vector<std::string>& command, const std::stop_token& stop,
                         std::chrono::milliseconds limit, std::size_t bytes) {
    try {
        CommandResult answer =
            run({.arguments = command, .output_limit = bytes, .time_limit = limit}, stop);
        if (!answer.late) return answer;
    } catch (const Error& error) {
        if (error.failure().code != "too-much-output") throw;
        throw_unanswered("engine-nonsense",
                         fmt::format("the answer to '{}' is larger than {}", question(command),
                                     text::human_size(bytes)),
                         "see what it prints by hand");
    }
    throw_unanswered("engine-silent",
                     fmt::format("no answer to '{}' within {} s", question(command),
                                 static_cast<double>(limit.count()) / 1000),
                     "see whether it answers by hand; ACAPCTL_ENGINE_TIMEOUT sets how long to "
                     "wait");
}

void throw_nonsense(const std::vector<std::string>& command) {
    throw_unanswered("engine-nonsense",
                     fmt::format("the answer to '{}' cannot be understood", question(command)),
                     "see what it prints by hand");
}

} // namespace acapctl::engine
