// systemlog.cgi and serverreport.cgi.
#include "emulator/state/device.hpp"
#include "emulator/state/parameters.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

constexpr const char* whole_log_title = "\n----- System log -----\n\n\n";

} // namespace

std::string last_lines(const std::string& text, std::uint64_t count) {
    std::size_t start = text.size();
    for (; count > 0 && start > 0; --count) {
        // What is looked for is the end of the line before.
        const std::size_t newline = start < 2 ? text.npos : text.rfind('\n', start - 2);
        start = newline == text.npos ? 0 : newline + 1;
    }
    return text.substr(start);
}

// Old devices take title=no, and tail=N for the last N lines.
Reply systemlog_cgi(Device& device, const Request& request) {
    const std::string app = value_of(request, "appname");
    std::string log = app.empty() ? device.log().all() : device.log().of(app);
    const bool options = device.profile().os.log_options;
    if (const auto count = text::parse_unsigned(value_of(request, "tail")); options && count)
        log = last_lines(log, *count);
    if (options && value_of(request, "title") == "no") return {.body = log};
    if (app.empty()) return {.body = whole_log_title + log};
    return {.body = fmt::format("\n----- Contents of SYSTEM_LOG for '{}' -----\n\n\n{}", app, log)};
}

// What is in a report of a camera is for people; this one has the parts that clients look for.
Reply serverreport_cgi(Device& device, const Request& request) {
    const std::string mode = value_of(request, "mode");
    if (!mode.empty() && mode != "text")
        return error_page(501, "The emulator makes a server report as text alone.");
    const auto parameters = parameter_tree(device.profile(), device.applications().abouts(),
                                           device.settings().parameters());
    return {.body = fmt::format("----- Server report -----\n\n\n{} {}\nAXIS OS {}\n"
                                "\n----- Parameter list -----\n\n\n{}{}{}",
                                device.profile().property("ProdFullName"), device.profile().mac,
                                device.profile().os.version, list_group(parameters, "root"),
                                whole_log_title, device.log().all())};
}

} // namespace acapctl::emulator
