#include "cli/shared/log_output.hpp"

#include "cli/shared/device_options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

Style level_style(const std::string& level) {
    if (level.starts_with("WARN")) return Style::yellow;
    return level == "ERR" || level == "CRIT" || level == "ALERT" || level == "EMERG" ? Style::red
                                                                                     : Style::plain;
}

// Times in UTC; a line whose form is unknown as the device has it.
StyledText line_text(const device::LogLine& line) {
    if (line.time.empty()) return line.text;
    const std::string pid = line.pid ? fmt::format("[{}]", *line.pid) : "";
    const std::string process =
        line.process.empty() ? "" : fmt::format("{}{}: ", line.process, pid);
    return StyledText(line.time, Style::dim) + " " +
           StyledText(fmt::format("{:<7}", line.level), level_style(line.level)) + " " + process +
           line.message;
}

nlohmann::json line_object(const device::LogEvent& event, const std::string& name) {
    if (event.gap || event.restarted)
        return {
            {"kind", "acapctl.logs/v1"}, {event.gap ? "gap" : "restarted", true}, {"device", name}};
    const device::LogLine& line = event.line;
    return {{"kind", "acapctl.logs/v1"},
            {"time", or_null(line.time)},
            {"level", or_null(line.level)},
            {"process", or_null(line.process)},
            {"pid", line.pid ? nlohmann::json(*line.pid) : nullptr},
            {"message", line.message},
            {"device", name}};
}

} // namespace

void print_log_event(Terminal& terminal, const device::LogEvent& event, const std::string& name,
                     bool many) {
    const StyledText prefix = many ? StyledText(name, Style::cyan) + " " : StyledText();
    if (terminal.json())
        terminal.print_document_line(line_object(event, name));
    else
        terminal.print(prefix + (event.gap         ? "--- lines may be missing here ---"
                                 : event.restarted ? "--- the device has restarted ---"
                                                   : line_text(event.line)));
    if (terminal.nobody_reads())
        throw Error({.kind = ErrorKind::interrupted, .message = "nobody reads the log any more"});
}

} // namespace acapctl::cli
