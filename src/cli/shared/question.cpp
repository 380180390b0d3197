#include "cli/shared/question.hpp"

#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

constexpr std::size_t answer_limit = 4096;

} // namespace

bool can_ask(const Edges& edges) {
    return ::isatty(edges.in) == 1 && ::isatty(::fileno(edges.err)) == 1 &&
           !edges.environment("CI");
}

std::unique_lock<std::mutex> one_question() {
    static std::mutex mutex;
    return std::unique_lock(mutex);
}

std::optional<std::string> read_line(const Context& context, std::size_t limit) {
    const int in = context.edges.in;
    std::string line;
    while (line.size() < limit) {
        check(context.stop);
        pollfd ready{.fd = in, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 200) <= 0) continue;
        char c = 0;
        const ssize_t count = ::read(in, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return line.empty() ? std::nullopt : std::optional(line);
        if (c == '\n') return line;
        line += c;
    }
    return line;
}

std::optional<std::string> read_answer(const Context& context) {
    auto line = read_line(context, answer_limit);
    if (line) std::erase(*line, '\r');
    return line;
}

bool ask_yes(Context& context, const std::vector<std::string>& lines, const std::string& question) {
    if (!can_ask(context.edges)) return false;
    const auto alone = one_question();
    for (const std::string& line : lines) context.terminal.tell(line);
    context.terminal.ask(question + " [y/N] ");
    const std::string answer = text::lower(text::trim(read_answer(context).value_or("")));
    context.terminal.answered();
    return answer == "y" || answer == "yes";
}

} // namespace acapctl::cli
