#include "emulator/process/program_output.hpp"

#include "emulator/process/syslog_message.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// Of each socket at a time; the rest waits in the kernel, whose buffers are bounded.
constexpr std::size_t pieces_limit = 4096;
constexpr std::size_t bytes_limit = 1U << 20U;
// Processes with a line that they have not finished.
constexpr std::size_t writers_limit = 64;

} // namespace

// False once the socket is closed.
bool ProgramOutput::take(std::vector<Piece>& pieces, int socket, bool is_output) const {
    std::size_t bytes = 0;
    for (std::size_t count = 0; socket >= 0 && count < pieces_limit && bytes < bytes_limit;
         ++count) {
        auto received = receive(socket);
        if (!received) break;
        if (received->closed) return false;
        bytes += received->bytes.size();
        pieces.push_back({std::move(*received), is_output});
    }
    return true;
}

ProgramOutput::Round ProgramOutput::read(int output_socket, int log_socket) {
    std::vector<Piece> pieces;
    Round round;
    if (!take(pieces, output_socket, true)) round.closed.push_back(output_socket);
    if (!take(pieces, log_socket, false)) round.closed.push_back(log_socket);
    round.empty = pieces.empty();
    std::ranges::stable_sort(pieces, {}, [](const Piece& piece) { return piece.received.time; });
    for (const Piece& piece : pieces)
        piece.is_output ? output(piece.received) : syslog(piece.received);
    return round;
}

void ProgramOutput::finish() {
    flush();
    if (auto held = faults_.take_held()) keep(std::move(*held));
    tell_dropped(true);
}

void ProgramOutput::flush() {
    for (const auto& [pid, text] : std::exchange(partial_, {}))
        if (!text.empty()) line({.pid = pid, .time = std::chrono::system_clock::now()}, text);
}

void ProgramOutput::tell_dropped(bool at_once) {
    const std::uint64_t dropped = budget_.take_dropped(LogBudget::Clock::now(), at_once);
    if (dropped == 0) return;
    log_.add({.time = std::chrono::system_clock::now(),
              .severity = 4,
              .program = "systemd-journald",
              .app = app_,
              .message = fmt::format("Suppressed {} messages from sdk{}.service", dropped, app_)});
}

void ProgramOutput::output(const Received& received) {
    if (partial_.size() >= writers_limit && !partial_.contains(received.pid)) flush();
    std::string& partial = partial_[received.pid];
    partial += received.bytes;
    std::size_t start = 0;
    while (true) {
        std::size_t end = partial.find('\n', start);
        const bool whole = end != std::string::npos;
        if (!whole && partial.size() - start < DeviceLog::message_limit) break;
        end = std::min(whole ? end : start + DeviceLog::message_limit,
                       start + DeviceLog::message_limit);
        line(received, std::string_view(partial).substr(start, end - start));
        start = end < partial.size() && partial[end] == '\n' ? end + 1 : end;
    }
    partial.erase(0, start);
    if (partial.empty()) partial_.erase(received.pid);
}

void ProgramOutput::line(const Received& from, std::string_view text) {
    SyslogMessage message = parse_output_line(text);
    add({.time = from.time,
         .severity = message.severity,
         .program = app_,
         .pid = from.pid,
         .app = app_,
         .message = std::move(message.text)});
}

void ProgramOutput::syslog(const Received& received) {
    SyslogMessage message = parse_syslog(received.bytes);
    add({.time = received.time,
         .severity = message.severity,
         .program = message.program.empty() ? app_ : message.program,
         .pid = received.pid,
         .app = app_,
         .message = std::move(message.text)});
}

void ProgramOutput::add(LogEntry entry) {
    for (LogEntry& each : faults_.become(std::move(entry))) keep(std::move(each));
}

void ProgramOutput::keep(LogEntry entry) {
    tell_dropped();
    const std::size_t bytes = std::min(entry.message.size(), DeviceLog::message_limit);
    if (budget_.admit(bytes, LogBudget::Clock::now())) log_.add(std::move(entry));
}

} // namespace acapctl::emulator
