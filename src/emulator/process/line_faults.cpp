#include "emulator/process/line_faults.hpp"

#include <utility>

namespace acapctl::emulator {

namespace {

constexpr std::size_t cut_length = 100;

} // namespace

LineFaults::LineFaults(Faults& faults)
    : lost_(faults.take(Fault::log_lost).has_value()),
      cut_(faults.take(Fault::log_cut).has_value()),
      mixed_(faults.take(Fault::log_mixed).has_value()),
      end_(faults.take(Fault::killed_at_line).value_or(0)) {}

std::vector<LogEntry> LineFaults::become(LogEntry line) {
    std::vector<LogEntry> lines;
    if (killed()) return lines;
    ++count_;
    if (lost_ && count_ % 3 == 0) return lines;
    if (cut_ && line.message.size() > cut_length) line.message.resize(cut_length);
    if (mixed_) return mixed(std::move(line));
    lines.push_back(std::move(line));
    return lines;
}

std::vector<LogEntry> LineFaults::mixed(LogEntry line) {
    if (!held_) {
        held_ = std::move(line);
        return {};
    }
    LogEntry first = *std::exchange(held_, std::nullopt);
    LogEntry piece = first;
    piece.message.resize(piece.message.size() / 2);
    return {std::move(line), std::move(piece), std::move(first)};
}

std::optional<LogEntry> LineFaults::take_held() {
    return std::exchange(held_, std::nullopt);
}

} // namespace acapctl::emulator
