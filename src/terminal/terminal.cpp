#include "terminal/terminal.hpp"

#include "support/environment.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

namespace acapctl {

namespace {

// NO_COLOR wins over CLICOLOR_FORCE, an option over both (no-color.org, bixense.com/clicolors).
bool wants_color(ColorMode mode, bool tty) {
    if (mode != ColorMode::automatic) return mode == ColorMode::always;
    if (environment("NO_COLOR")) return false;
    if (const auto force = environment("CLICOLOR_FORCE"); force && *force != "0") return true;
    return tty && environment("TERM").value_or("dumb") != "dumb";
}

std::string painted(Style style, std::string_view text, bool color) {
    static constexpr const char* codes[] = {"0", "1", "2", "31", "32", "33", "36"};
    if (!color || style == Style::plain) return std::string(text);
    return fmt::format("\033[{}m{}\033[0m", codes[static_cast<int>(style)], text);
}

// JSON escapes control characters below U+0020 alone. A terminal obeys U+007F to U+009F too, and
// the marks that turn the direction of text make a line look like another; as \uNNNN they mean the
// same.
std::string dumped(const nlohmann::json& document, int indent) {
    using nlohmann::json;
    const std::string text = document.dump(indent, ' ', false, json::error_handler_t::replace);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto at = [&](std::size_t offset) {
            return i + offset < text.size() ? static_cast<unsigned char>(text[i + offset]) : 0U;
        };
        const unsigned mark = at(0) == 0xe2 ? (at(1) << 8U | at(2)) : 0U;
        if (at(0) == 0x7f) {
            result += "\\u007f";
        } else if (at(0) == 0xc2 && at(1) < 0xa0) {
            result += fmt::format("\\u00{:02x}", at(1));
            i += 1;
        } else if ((mark >= 0x80a8 && mark <= 0x80ae) || (mark >= 0x81a6 && mark <= 0x81a9)) {
            result += fmt::format("\\u20{:02x}", ((mark >> 8U & 1U) << 6U) | (mark & 0x3fU));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace

Terminal::Terminal(Options options)
    : options_(options), out_tty_(::isatty(STDOUT_FILENO) == 1),
      err_tty_(::isatty(STDERR_FILENO) == 1 && environment("TERM").value_or("dumb") != "dumb"),
      out_color_(wants_color(options.color, out_tty_)),
      err_color_(wants_color(options.color, err_tty_)) {}

int Terminal::width() const {
    winsize size{};
    const int descriptor = out_tty_ ? STDOUT_FILENO : STDERR_FILENO;
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const auto columns = text::parse_unsigned(environment("COLUMNS").value_or(""));
    return columns && *columns > 0 && *columns < 10'000 ? static_cast<int>(*columns) : 80;
}

bool Terminal::write_line(std::string_view line) {
    clear_status();
    const std::lock_guard lock(mutex_);
    errno = 0;
    const bool written = std::fwrite(line.data(), 1, line.size(), stdout) == line.size() &&
                         std::fputc('\n', stdout) != EOF && std::fflush(stdout) == 0;
    lost_ = written ? 0 : errno;
    return written;
}

void Terminal::print(std::string_view line) {
    if (write_line(line) || nobody_reads()) return;
    throw Error({.exit = ExitCode::invalid_input,
                 .code = "cannot-write",
                 .message = fmt::format("cannot write the result: {}", std::strerror(lost_))});
}

void Terminal::print_document(const nlohmann::json& document) {
    print(dumped(document, out_tty_ ? 2 : -1));
}

void Terminal::print_document_line(const nlohmann::json& document) {
    print(dumped(document, -1));
}

void Terminal::write_error_line(std::string_view text) {
    clear_status();
    const std::lock_guard lock(mutex_);
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fputc('\n', stderr);
}

void Terminal::note(std::string_view text) {
    if (!options_.quiet) write_error_line(text);
}

void Terminal::detail(std::string_view text) {
    if (options_.verbosity > 0) write_error_line(paint_error(Style::dim, text));
}

void Terminal::warn(std::string_view text) {
    write_error_line(paint_error(Style::yellow, "warning: ") + std::string(text));
}

void Terminal::stream(std::string_view line) {
    write_error_line(line);
}

void Terminal::error(const Failure& failure) {
    if (options_.json && write_line(dumped(error_document(failure), out_tty_ ? 2 : -1))) return;
    const std::string device = failure.device.empty() ? "" : failure.device + ": ";
    write_error_line(paint_error(Style::red, "error: ") + device + failure.message);
    if (!failure.hint.empty())
        write_error_line(paint_error(Style::cyan, "  hint: ") + failure.hint);
}

void Terminal::status(std::string_view text) {
    if (!progress_is_live()) return;
    const auto columns = static_cast<std::size_t>(std::max(width() - 1, 10));
    const std::lock_guard lock(mutex_);
    fmt::print(stderr, "\r\033[K{}", text::first_characters(text, columns));
    std::fflush(stderr);
    status_shown_ = true;
}

void Terminal::clear_status() {
    const std::lock_guard lock(mutex_);
    if (!status_shown_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    status_shown_ = false;
}

std::string Terminal::paint(Style style, std::string_view text) const {
    return painted(style, text, out_color_);
}

std::string Terminal::paint_error(Style style, std::string_view text) const {
    return painted(style, text, err_color_);
}

nlohmann::json error_object(const Failure& failure) {
    return {{"code", failure.code},
            {"message", failure.message},
            {"hint", or_null(failure.hint)},
            {"retryable", failure.retryable},
            {"device", or_null(failure.device)},
            {"exit", static_cast<int>(failure.exit)}};
}

nlohmann::json error_document(const Failure& failure) {
    return {{"kind", "acapctl.error/v1"}, {"error", error_object(failure)}};
}

} // namespace acapctl
