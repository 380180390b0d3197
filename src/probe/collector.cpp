#include "probe/collector.hpp"

#include "support/ascii.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

namespace acapctl::probe {

namespace {

constexpr std::string_view marker = "acapctl-probe/1 ";
constexpr std::size_t longest_piece = 1000;
constexpr std::size_t longest_doing = 160;
constexpr std::size_t most_told = 1000;
constexpr std::size_t most_damaged = 1000;
constexpr std::size_t most_runs = 100; // a log is bounded, so are we

std::string crc_of(std::string_view text) {
    const auto* bytes = reinterpret_cast<const Bytef*>(text.data());
    return fmt::format("{:08x}", ::crc32(0, bytes, static_cast<uInt>(text.size())));
}

std::string_view next_word(std::string_view& text) {
    const auto space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    return word;
}

// "-": whoever wrote it could not reckon one.
bool is_right(std::string_view crc, std::string_view text) {
    return crc == "-" || crc == crc_of(text);
}

std::size_t count_from(std::string_view text) {
    return static_cast<std::size_t>(text::parse_unsigned(text).value_or(0));
}

// And not of what a run tells that it does: "RUN 1/7 ..." or "RUN end ...".
bool is_of_report(std::string_view message) {
    next_word(message);
    return !message.empty() && (ascii::is_digit(message.front()) || message.front() == 'e');
}

} // namespace

void Collector::add(std::string_view message, std::string_view line) {
    if (!message.starts_with(marker)) return;
    message.remove_prefix(marker.size());
    if (take(message, line) || damaged_.size() == most_damaged) return;
    if (damaged_.emplace(message.substr(0, longest_piece)).second && is_of_report(message))
        ++damaged_pieces_;
}

bool Collector::take_doing(const std::string& name, std::string_view text, std::string_view line) {
    if (text.empty() || text.size() > longest_doing) return false;
    if (told_.size() >= most_told || !told_.emplace(name, line.empty() ? text : line).second)
        return true;
    doing_.emplace_back(text);
    return true;
}

bool Collector::take_piece(const std::string& name, std::string_view position,
                           std::string_view rest) {
    const auto slash = position.find('/');
    if (slash == std::string_view::npos) return false;
    const std::size_t number = count_from(position.substr(0, slash));
    const std::size_t count = count_from(position.substr(slash + 1));
    const std::string_view crc = next_word(rest);
    if (number == 0 || number > count || rest.size() > longest_piece || !is_right(crc, rest))
        return false;
    if (count > most_pieces) {
        if (long_runs_.size() < most_runs && long_runs_.insert(name).second) too_long_ = count;
        return false;
    }
    Run& run = runs_[name];
    run.count = count;
    if (bytes_ + rest.size() > most_bytes) return false;
    if (run.pieces.emplace(number, rest).second) bytes_ += rest.size();
    return true;
}

bool Collector::take(std::string_view message, std::string_view line) {
    const std::string name(next_word(message));
    const std::string_view position = next_word(message);
    if (name.empty() || name.size() > longest_doing) return false;
    if (position == "doing") return take_doing(name, message, line);
    if (runs_.size() >= most_runs && !runs_.contains(name)) return false;
    if (position == "end") {
        const std::size_t count = count_from(next_word(message));
        if (count == 0 || count > most_pieces || (message.size() != 8 && message != "-"))
            return false;
        Run& run = runs_[name];
        run.count = count;
        run.crc = message;
    } else if (!take_piece(name, position, message)) {
        return false;
    }
    if (!runs_[name].old) newest_ = name;
    return true;
}

std::optional<std::string> Collector::whole_text(const Run& run) {
    if (!run.crc || run.pieces.size() != run.count) return std::nullopt;
    std::string text;
    for (const auto& [number, piece] : run.pieces) text += piece;
    if (!is_right(*run.crc, text)) return std::nullopt;
    return text;
}

void Collector::forget_runs() {
    for (auto& [name, run] : runs_) run.old = true;
    newest_.clear();
    doing_.clear();
    too_long_ = 0;
    old_damage_ = damaged_.size();
    damaged_pieces_ = 0;
}

std::optional<nlohmann::json> Collector::report() const {
    for (const auto& [name, run] : runs_) {
        if (run.old) continue;
        const auto text = whole_text(run);
        if (!text) continue;
        auto report = parse_foreign(*text);
        if (report.is_object()) return report;
    }
    return std::nullopt;
}

bool Collector::is_no_report() const {
    const auto run = runs_.find(newest_);
    return run != runs_.end() && whole_text(run->second) && !report();
}

std::string Collector::progress() const {
    const std::size_t damaged = damaged_.size() - old_damage_;
    const auto run = runs_.find(newest_);
    if (run == runs_.end())
        return damaged == 0 ? "no line of the probe" : fmt::format("{} damaged lines", damaged);
    std::string text = fmt::format("{} of {} lines", run->second.pieces.size(), run->second.count);
    if (damaged > 0) text += fmt::format(", and {} damaged", damaged);
    return text;
}

} // namespace acapctl::probe
