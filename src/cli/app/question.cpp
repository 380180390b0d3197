#include "cli/app/question.hpp"

#include "support/environment.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

constexpr std::size_t answer_limit = 4096;

} // namespace

bool can_ask() {
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1 && !environment("CI");
}

std::unique_lock<std::mutex> one_question() {
    static std::mutex mutex;
    return std::unique_lock(mutex);
}

std::optional<std::string> read_answer(const std::stop_token& stop) {
    std::string line;
    while (line.size() < answer_limit) {
        check(stop);
        pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 200) <= 0) continue;
        char c = 0;
        const ssize_t count = ::read(STDIN_FILENO, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return line.empty() ? std::nullopt : std::optional(line);
        if (c == '\n') return line;
        if (c != '\r') line += c;
    }
    return line;
}

bool ask_yes(Context& context, const std::vector<std::string>& lines, const std::string& question) {
    if (!can_ask()) return false;
    const auto alone = one_question();
    for (const std::string& line : lines) context.terminal.tell(line);
    context.terminal.ask(question + " [y/N] ");
    const std::string answer = text::lower(text::trim(read_answer(context.stop).value_or("")));
    return answer == "y" || answer == "yes";
}

} // namespace acapctl::cli
