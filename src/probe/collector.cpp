#include "probe/collector.hpp"

#include "support/json.hpp"
#include "support/text.hpp"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

namespace acapctl::probe {

namespace {

constexpr std::string_view marker = "acapctl-probe/1 ";
constexpr std::size_t most_pieces = 1000; // of 160 bytes; a real report has a few kB
constexpr std::size_t longest_piece = 1000;
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

std::size_t count_from(std::string_view text) {
    const auto number = text::parse_unsigned(text);
    return number && *number <= most_pieces ? static_cast<std::size_t>(*number) : 0;
}

} // namespace

void Collector::add(std::string_view message) {
    if (!message.starts_with(marker)) return;
    if (!take(message.substr(marker.size())) && damaged_.size() < most_pieces)
        damaged_.emplace(message.substr(0, longest_piece));
}

bool Collector::take(std::string_view message) {
    const std::string name(next_word(message));
    const std::string_view position = next_word(message);
    if (name.empty() || (runs_.size() >= most_runs && !runs_.contains(name))) return false;

    if (position == "end") {
        const std::size_t count = count_from(next_word(message));
        if (count == 0 || message.size() != 8) return false;
        Run& run = runs_[name];
        run.count = count;
        run.crc = message;
    } else {
        const auto slash = position.find('/');
        if (slash == std::string_view::npos) return false;
        const std::size_t number = count_from(position.substr(0, slash));
        const std::size_t count = count_from(position.substr(slash + 1));
        const std::string_view crc = next_word(message);
        if (number == 0 || number > count || message.size() > longest_piece ||
            crc != crc_of(message))
            return false;
        runs_[name].count = count;
        runs_[name].pieces.emplace(number, message);
    }
    if (!runs_[name].old) newest_ = name;
    return true;
}

std::optional<std::string> Collector::whole_text(const Run& run) {
    if (!run.crc || run.pieces.size() != run.count) return std::nullopt;
    std::string text;
    for (const auto& [number, piece] : run.pieces) text += piece;
    if (crc_of(text) != *run.crc) return std::nullopt;
    return text;
}

void Collector::forget_runs() {
    for (auto& [name, run] : runs_) run.old = true;
    newest_.clear();
    old_damage_ = damaged_.size();
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
