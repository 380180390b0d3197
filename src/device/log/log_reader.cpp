#include "device/log/log_reader.hpp"

#include "device/session/requests.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

milliseconds own_time() {
    return std::chrono::duration_cast<milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
}

// A device that does not know the filter sends everything.
void keep_lines_of(const std::string& app, LogPage& page) {
    const bool last_is_kept =
        !page.lines.empty() && concerns(parse_log_line(page.lines.back()), app);
    std::erase_if(page.lines,
                  [&](const std::string& line) { return !concerns(parse_log_line(line), app); });
    if (!last_is_kept) page.last_is_whole = true;
}

} // namespace

LogPage LogReader::fetch(std::optional<milliseconds> longest) {
    Request request = log_request(with_system_ ? "" : app_, legacy_);
    if (longest) request.timeouts.operation = std::min(request.timeouts.operation, *longest);
    Reply reply;
    try {
        reply = session_->perform(request, true);
    } catch (const Error& error) {
        if (legacy_ || error.failure().code != "not-found") throw;
        legacy_ = true;
        return fetch(longest);
    }
    device_time_.reset();
    for (const std::string& date : reply.header("date")) device_time_ = parse_http_date(date);
    if (!device_time_) device_time_ = own_time().count();
    LogPage page = parse_log_page(reply.body);
    if (!page.is_log)
        throw Error({.kind = ErrorKind::refused,
                     .code = "unexpected-reply",
                     .message = fmt::format("{} gave no log: '{}'", request.path,
                                            text::visible(text::trim(reply.body).substr(0, 120))),
                     .hint = "is this an Axis device? see what it says with -vv"});
    if (!app_.empty() && !page.filtered) keep_lines_of(app_, page);
    return page;
}

} // namespace acapctl::device
