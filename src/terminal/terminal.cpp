#include "terminal/terminal.hpp"

#include "support/environment.hpp"
#include "support/error_json.hpp"
#include "support/json.hpp"
#include "support/program_output.hpp"
#include "support/text.hpp"
#include "terminal/ci_commands.hpp"
#include "terminal/json_text.hpp"
#include "terminal/side_by_side.hpp"
#include "terminal/wrap.hpp"

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
bool wants_color(const Terminal::Options& options, bool tty) {
    if (options.color != ColorMode::automatic) return options.color == ColorMode::always;
    if (environment("NO_COLOR")) return false;
    if (const auto force = environment("CLICOLOR_FORCE"); force && *force != "0") return true;
    if (options.settled_color != ColorMode::automatic)
        return options.settled_color == ColorMode::always;
    return tty && environment("TERM").value_or("dumb") != "dumb";
}

std::string dumped(const nlohmann::json& document, int indent) {
    return document.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What a variable says of a terminal that does not tell its size: one of script(1) or of a serial
// line has 0 rows and 0 columns.
int size_by(const char* variable, int otherwise) {
    const auto number = text::parse_unsigned(environment(variable).value_or(""));
    return number && *number > 0 && *number < 10'000 ? static_cast<int>(*number) : otherwise;
}

std::size_t rows_of(std::FILE* stream) {
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
    return static_cast<std::size_t>(size_by("LINES", 24));
}

int width_of(std::FILE* stream) {
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return size_by("COLUMNS", 80);
}

std::string rendered(const StyledText& text, bool color) {
    return color ? text.colored() : text.plain();
}

} // namespace

Terminal::Terminal(Options options, std::FILE* out, std::FILE* err)
    : options_(options), out_(out), err_(err), out_tty_(::isatty(::fileno(out)) == 1),
      err_tty_(::isatty(::fileno(err)) == 1 && environment("TERM").value_or("dumb") != "dumb"),
      out_color_(wants_color(options, out_tty_)), err_color_(wants_color(options, err_tty_)),
      in_ci_job_(in_ci_job()) {}

int Terminal::width() const {
    return width_of(out_tty_ ? out_ : err_);
}

bool Terminal::write_result(std::string_view text) {
    clear_status();
    const std::lock_guard lock(mutex_);
    errno = 0;
    const bool written = std::fwrite(text.data(), 1, text.size(), out_) == text.size() &&
                         std::fputc('\n', out_) != EOF && std::fflush(out_) == 0;
    lost_ = written ? 0 : errno;
    return written;
}

void Terminal::print_text(std::string_view text) {
    if (write_result(text) || nobody_reads()) return;
    throw Error({.kind = ErrorKind::unexpected,
                 .code = "cannot-write",
                 .message = fmt::format("cannot write the result: {}", std::strerror(lost_)),
                 .hint = "what the command has done until here is done; only its result is lost"});
}

std::string Terminal::harmless(std::string line) const {
    return in_ci_job_ ? without_ci_commands(line) : line;
}

std::string Terminal::fit_json(std::string_view json) const {
    const std::string visible = visible_json(json);
    return in_ci_job_ ? json_without_ci_commands(visible) : visible;
}

void Terminal::print(const StyledText& line) {
    print_text(harmless(rendered(line, out_color_)));
}

void Terminal::print_command(std::string_view line) {
    print_text(text::visible(line));
}

void Terminal::print_columns(const std::vector<StyledText>& columns) {
    std::string line;
    for (const StyledText& column : columns)
        line += (&column == columns.data() ? "" : "\t") + rendered(column, out_color_);
    print_text(harmless(line));
}

void Terminal::print_page(std::string_view page) {
    std::vector<std::string> lines = text::split(page, '\n');
    for (std::string& line : lines) line = program_line(line, false);
    print_text(harmless(text::join(lines, "\n")));
}

void Terminal::print_prose(std::string_view page) {
    constexpr int most = 100; // longer lines are hard to read
    if (!out_tty_) return print_page(page);
    print_page(wrapped_page(page, static_cast<std::size_t>(std::min(width_of(out_), most))));
}

void Terminal::print_json(std::string_view json) {
    print_text(fit_json(json));
}

void Terminal::print_document(const nlohmann::json& document) {
    print_json(dumped(document, out_tty_ ? 2 : -1));
}

void Terminal::print_document_line(const nlohmann::json& document) {
    print_json(dumped(document, -1));
}

// A table stays, below what is said.
void Terminal::write_error(std::string_view text) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> table = table_;
    std::string all = without_status();
    all.append(text) += '\n';
    table_ = std::move(table);
    all += table_text();
    std::fwrite(all.data(), 1, all.size(), err_);
}

void Terminal::note(const StyledText& text) {
    if (!options_.quiet) tell(text);
}

void Terminal::tell(const StyledText& text) {
    if (!err_tty_) return write_error(harmless(rendered(text, err_color_)));
    constexpr std::size_t hang = 4;
    for (const StyledText& line : wrapped(text, static_cast<std::size_t>(width_of(err_)), hang))
        write_error(harmless(rendered(line, err_color_)));
}

void Terminal::warn(std::string_view text) {
    tell(StyledText("warning: ", Style::yellow) + text);
}

void Terminal::stream(std::string_view line) {
    write_error(program_line(line, err_color_));
}

void Terminal::ask(std::string_view question) {
    const std::lock_guard lock(mutex_);
    std::fputs((without_status() + text::visible(question)).c_str(), err_);
    std::fflush(err_);
    asking_ = true;
}

void Terminal::answered() {
    const std::lock_guard lock(mutex_);
    asking_ = false;
}

bool Terminal::is_asking() const {
    const std::lock_guard lock(mutex_);
    return asking_;
}

void Terminal::note_of(const std::string& name, const std::string& text) {
    if (together_ != nullptr) return together_->say(false, name, text);
    note(fmt::format("{}: {}", name, text));
}

void Terminal::warn_of(const std::string& name, const std::string& text) {
    if (together_ != nullptr) return together_->say(true, name, text);
    warn(fmt::format("{}: {}", name, text));
}

void Terminal::tell_gathered() {
    if (together_ != nullptr) together_->tell_gathered();
}

void Terminal::doing(const std::string& name, const std::string& what) {
    if (together_ != nullptr) return together_->doing(name, what);
    status(what);
}

void Terminal::error(const Failure& failure) {
    if (options_.json && write_result(fit_json(dumped(error_document(failure), out_tty_ ? 2 : -1))))
        return;
    const std::string device = failure.device.empty() ? "" : failure.device + ": ";
    tell(StyledText("error: ", Style::red) + device + failure.message);
    if (!failure.hint.empty()) tell(StyledText("  hint: ", Style::cyan) + failure.hint);
}

void Terminal::status(std::string_view text) {
    if (!progress_is_live()) return;
    const auto columns = static_cast<std::size_t>(std::max(width_of(err_) - 1, 1));
    std::string shown = fitted(text::visible(text), columns);
    const std::lock_guard lock(mutex_);
    if (asking_ || shown == status_) return;
    const std::string before = table_.empty() ? "\r\033[K" : without_status();
    // fmt::print() would throw where a terminal that is gone takes nothing any more.
    std::fputs((before + shown).c_str(), err_);
    std::fflush(err_);
    status_ = std::move(shown);
}

std::size_t Terminal::table_height() const {
    constexpr std::size_t least = 6; // of rows: fewer have no room for more than a line
    const std::size_t rows = progress_is_live() && err_color_ ? rows_of(err_) : 0;
    return rows < least ? 0 : rows - 2;
}

void Terminal::status(const std::vector<std::string>& lines) {
    const std::size_t most = table_height();
    const auto columns = static_cast<std::size_t>(std::max(width_of(err_) - 1, 1));
    const std::lock_guard lock(mutex_);
    if (asking_ || most == 0) return;
    std::string all = without_status();
    for (std::size_t i = 0; i < std::min(lines.size(), most); ++i)
        table_.push_back(fitted(text::visible(lines[i]), columns));
    all += table_text();
    std::fputs(all.c_str(), err_);
    std::fflush(err_);
}

// Each line ends, so that whatever ends the program leaves the cursor below. Without wrapping: a
// character may be wider than it counts here.
std::string Terminal::table_text() const {
    return table_.empty() ? "" : "\033[?7l" + text::join(table_, "\n") + "\n\033[?7h";
}

// What takes the status off the screen; it is forgotten. A terminal that has become narrower has
// broken the lines of a table.
std::string Terminal::without_status() {
    std::size_t rows = 0;
    const auto columns = static_cast<std::size_t>(std::max(width_of(err_), 1));
    for (const std::string& line : table_)
        rows += std::max<std::size_t>((text::characters(line) + columns - 1) / columns, 1);
    const std::string line = status_.empty() ? "" : "\r\033[K";
    table_.clear();
    status_.clear();
    return rows == 0 ? line : fmt::format("\r\033[{}A\033[J", rows);
}

void Terminal::clear_status() {
    const std::lock_guard lock(mutex_);
    const std::string text = without_status();
    if (text.empty()) return;
    std::fputs(text.c_str(), err_);
    std::fflush(err_);
}

} // namespace acapctl
