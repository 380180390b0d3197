#include "cli/shared/summary.hpp"

#include "terminal/wrap.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

void print_summary_line(const char* label, const std::string& value, Terminal& terminal) {
    constexpr std::size_t indent = 14;
    if (value.empty()) return;
    if (!terminal.output_is_terminal()) return terminal.print_columns({label, value});
    const StyledText row = StyledText(fmt::format("{:<{}}", label, indent), Style::dim) + value;
    for (const StyledText& part : wrapped(row, static_cast<std::size_t>(terminal.width()), indent))
        terminal.print(part);
}

} // namespace acapctl::cli
