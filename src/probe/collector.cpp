#include "probe/collector.hpp"

#include "support/ascii.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

namespace acapctl::probe {

using nlohmann::json;

namespace {

constexpr std::string_view marker = "acapctl-probe/1 ";
constexpr std::size_t longest_piece = 1000;
constexpr std::size_t piece_overhead = 64; // of memory, so that empty ones have a bound as well
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

// Members of one name are put together.
void join(json& report, json part) {
    for (auto& [key, value] : part.items()) {
        json& here = report[key];
        if (here.is_object() && value.is_object())
            here.update(value);
        else if (here.is_array() && value.is_array())
            here.insert(here.end(), value.begin(), value.end());
        else
            here = std::move(value);
    }
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

bool Collector::take_piece(Part& part, const std::string& name, std::string_view position,
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
    part.count = count;
    if (bytes_ + rest.size() + piece_overhead > most_bytes) return false;
    if (part.pieces.emplace(number, rest).second) bytes_ += rest.size() + piece_overhead;
    return true;
}

bool Collector::take_end(Part& part, std::string_view rest) {
    const std::size_t count = count_from(next_word(rest));
    if (count == 0 || count > most_pieces || (rest.size() != 8 && rest != "-")) return false;
    part.count = count;
    part.crc = rest;
    return true;
}

bool Collector::take_line(const std::string& name, std::size_t part, std::string_view message) {
    if (runs_.size() >= most_runs && !runs_.contains(name)) return false;
    // One that is damaged leaves nothing behind.
    const auto run = runs_.find(name);
    const bool is_known = run != runs_.end() && run->second.parts.contains(part);
    Part taken = is_known ? std::move(run->second.parts[part]) : Part();
    const std::string_view position = next_word(message);
    const bool is_right =
        position == "end" ? take_end(taken, message) : take_piece(taken, name, position, message);
    if (is_known || is_right) runs_[name].parts[part] = std::move(taken);
    return is_right;
}

bool Collector::take(std::string_view message, std::string_view line) {
    const std::string_view name = next_word(message);
    if (name.empty() || name.size() > longest_doing) return false;
    if (message.starts_with("doing ")) {
        next_word(message);
        return take_doing(std::string(name), message, line);
    }
    // Without a number it is the only part.
    const std::size_t dot = name.rfind('.');
    const std::size_t part = dot == std::string_view::npos ? 1 : count_from(name.substr(dot + 1));
    const std::string run(name.substr(0, dot));
    if (run.empty() || part == 0 || part > most_parts || !take_line(run, part, message))
        return false;
    if (!runs_[run].old) newest_ = run;
    return true;
}

std::optional<std::string> Collector::Part::whole_text() const {
    if (!crc || pieces.size() != count) return std::nullopt;
    std::string text;
    for (const auto& [number, piece] : pieces) text += piece;
    if (!is_right(*crc, text)) return std::nullopt;
    return text;
}

bool Collector::Part::breaks_off() const {
    return !crc && !pieces.empty() && pieces.rbegin()->first == pieces.size();
}

void Collector::forget_runs() {
    for (auto& [name, run] : runs_) run.old = true;
    newest_.clear();
    doing_.clear();
    too_long_ = 0;
    old_damage_ = damaged_.size();
    damaged_pieces_ = 0;
}

const Collector::Run* Collector::newest() const {
    const auto run = runs_.find(newest_);
    return run == runs_.end() ? nullptr : &run->second;
}

Collector::Joined Collector::joined(const Run& run) {
    Joined result;
    std::size_t expected = 1;
    for (const auto& [number, part] : run.parts) {
        const auto text = part.whole_text();
        if (number != expected++ || !text) break;
        json read = parse_foreign(*text);
        if (!read.is_object()) break;
        const auto more = read.find("more"); // nowhere in a report of one part
        result.is_all = more == read.end() || *more != true;
        read.erase("more");
        if (result.report)
            join(*result.report, std::move(read));
        else
            result.report = std::move(read);
        if (result.is_all) break;
    }
    return result;
}

std::optional<json> Collector::report() const {
    for (const auto& [name, run] : runs_) {
        if (run.old) continue;
        Joined found = joined(run);
        if (found.is_all) return std::move(found.report);
    }
    return std::nullopt;
}

std::optional<json> Collector::beginning() const {
    const Run* run = newest();
    return run == nullptr ? std::nullopt : joined(*run).report;
}

bool Collector::is_no_report() const {
    const Run* run = newest();
    return run != nullptr && std::ranges::any_of(run->parts, [](const auto& part) {
               const auto text = part.second.whole_text();
               return text && !parse_foreign(*text).is_object();
           });
}

bool Collector::has_gap() const {
    const Run* run = newest();
    if (run == nullptr) return damaged_pieces_ > 0;
    return run->parts.size() != run->parts.rbegin()->first ||
           std::ranges::any_of(run->parts,
                               [](const auto& part) { return !part.second.whole_text(); });
}

bool Collector::breaks_off() const {
    const Run* run = newest();
    return run != nullptr && damaged_.size() == old_damage_ && missing().empty() &&
           run->parts.rbegin()->second.breaks_off();
}

std::string Collector::missing() const {
    const Run* run = newest();
    if (run == nullptr) return "";
    std::vector<std::string> lines;
    const std::size_t last = run->parts.rbegin()->first;
    for (std::size_t number = 1; number <= last; ++number) {
        const auto part = run->parts.find(number);
        if (part == run->parts.end()) {
            lines.push_back(fmt::format("part {}", number));
            continue;
        }
        const auto& [pieces, count, crc] = part->second;
        const std::size_t end = crc || number < last ? count : pieces.rbegin()->first;
        for (std::size_t line = 1; line <= end; ++line)
            if (!pieces.contains(line))
                lines.push_back(fmt::format("line {} of part {}", line, number));
        if (!crc && number < last) lines.push_back(fmt::format("the end of part {}", number));
    }
    return text::some_of(lines);
}

std::string Collector::progress() const {
    const std::size_t damaged = damaged_.size() - old_damage_;
    const Run* run = newest();
    if (run == nullptr)
        return damaged == 0 ? "no line of the probe" : fmt::format("{} damaged lines", damaged);
    std::size_t here = 0;
    std::size_t all = 0;
    for (const auto& [number, part] : run->parts) {
        here += part.pieces.size();
        all += part.count;
    }
    std::string text = here == all ? fmt::format("{} line{}", here, here == 1 ? "" : "s")
                                   : fmt::format("{} of {} lines", here, all);
    if (damaged > 0) text += fmt::format(", and {} damaged", damaged);
    return text;
}

} // namespace acapctl::probe
