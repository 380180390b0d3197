#include "device/log_follow.hpp"

#include "device/requests.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds fastest{250};
constexpr milliseconds slowest{3000};
constexpr milliseconds patience{120'000}; // a restart takes 30 to 60 s

// What is shown of the lines, and when it is enough.
class Filter {
  public:
    Filter(const FollowOptions& options, const std::function<void(const LogEvent&)>& sink)
        : since_(options.since), sink_(sink) {
        if (!options.grep.empty()) grep_.emplace(options.grep, "--grep");
        if (!options.until.empty()) until_.emplace(options.until, "--until");
    }

    // True: the line that was waited for has come.
    bool take(const std::string& text, std::optional<std::int64_t> device_time) {
        LogLine line = parse_log_line(text);
        if (since_ && !oldest_ && device_time) oldest_ = *device_time - since_->count();
        if (oldest_ && line.epoch && *line.epoch < *oldest_) return false;
        const bool found = until_ && hits(*until_, line);
        if (!grep_ || hits(*grep_, line)) sink_({.line = std::move(line)});
        return found;
    }
    void gap() { sink_({.gap = true}); }

  private:
    // "^ready" means the start of what the application said, "ERR" the line as it stands.
    static bool hits(const Pattern& pattern, const LogLine& line) {
        return pattern.matches(line.text) || pattern.matches(line.message);
    }

    std::optional<milliseconds> since_;
    std::optional<std::int64_t> oldest_{};
    std::optional<Pattern> grep_{};
    std::optional<Pattern> until_{};
    const std::function<void(const LogEvent&)>& sink_;
};

// Fetches; in a follow, an unreachable device is an empty page until patience ends.
std::optional<LogPage> fetch(LogReader& reader, Session& session, const Clock& clock,
                             std::optional<Clock::Time>& lost_since) {
    try {
        LogPage page = reader.fetch();
        if (lost_since) session.warn(text::visible(session.target().name) + ": is back");
        lost_since.reset();
        return page;
    } catch (const Error& error) {
        if (error.exit() != ExitCode::unreachable) throw;
        if (!lost_since) {
            lost_since = clock.now();
            session.warn(fmt::format("{}: {}; trying again", text::visible(session.target().name),
                                     error.what()));
        } else if (clock.now() - *lost_since > patience) {
            throw;
        }
        return std::nullopt;
    }
}

} // namespace

Pattern::Pattern(const std::string& expression, std::string_view what)
    : compiled_(new regex_t{}, [](regex_t* regex) {
          ::regfree(regex);
          delete regex;
      }) {
    const int error = ::regcomp(compiled_.get(), expression.c_str(), REG_EXTENDED | REG_NOSUB);
    if (error == 0) return;
    char reason[128] = {};
    ::regerror(error, compiled_.get(), reason, sizeof reason);
    delete compiled_.release(); // nothing to free inside
    throw_usage(fmt::format("{}: '{}' is not a regular expression: {}", what,
                            text::visible(expression), reason),
                "write it as for grep -E");
}

bool Pattern::matches(const std::string& text) const {
    return ::regexec(compiled_.get(), text.c_str(), 0, nullptr, 0) == 0;
}

LogPage LogReader::fetch() {
    Request request = log_request(app_, legacy_);
    auto result = session_.exchange(request);
    if (const Reply* reply = std::get_if<Reply>(&result);
        reply && reply->status == 404 && !legacy_) {
        legacy_ = true;
        request = log_request(app_, legacy_);
        result = session_.exchange(request);
    }
    if (const Fault* fault = std::get_if<Fault>(&result))
        throw session_.fault_error(*fault, request);
    const Reply& reply = std::get<Reply>(result);
    if (reply.status != 200) throw session_.status_error(reply, request);
    for (const std::string& date : reply.header("date"))
        if (const auto time = parse_http_date(date)) device_time_ = time;
    if (!device_time_)
        device_time_ = std::chrono::duration_cast<milliseconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
    LogPage page = parse_log_page(reply.body);
    // A device that does not know the filter sends everything.
    if (!app_.empty() && !page.filtered) {
        const std::string whole_last = page.lines.empty() ? "" : page.lines.back();
        std::erase_if(page.lines, [this](const std::string& line) {
            return line.find(app_) == std::string::npos;
        });
        if (page.lines.empty() || page.lines.back() != whole_last) page.last_is_whole = true;
    }
    return page;
}

void follow_log(Session& session, const FollowOptions& options,
                const std::function<void(const LogEvent&)>& sink, const Clock& clock) {
    LogReader reader(session, options.app);
    Filter filter(options, sink);
    LogMerge merge = options.seen;
    const bool follow = options.follow || !options.until.empty();
    const Clock::Time begin = clock.now();
    milliseconds pause = fastest;
    std::optional<Clock::Time> lost_since;
    for (;;) {
        const auto page =
            follow ? fetch(reader, session, clock, lost_since) : std::optional(reader.fetch());
        LogMerge::Step step;
        if (page) step = merge.advance(*page);
        if (step.gap) filter.gap();
        if (!follow && merge.held()) step.lines.push_back(*merge.held());
        for (const std::string& line : step.lines)
            if (filter.take(line, reader.device_time())) return;
        if (!follow) return;
        if (options.wait && clock.now() - begin >= *options.wait)
            throw Error({.exit = ExitCode::condition,
                         .code = "not-in-log",
                         .message = fmt::format("no line matched '{}' in time",
                                                text::visible(options.until)),
                         .hint = "--wait sets how long to wait"});
        pause = step.lines.empty() ? std::min(pause * 3 / 2, slowest) : fastest;
        milliseconds rest = pause;
        if (options.wait)
            rest =
                std::min(rest, std::max(milliseconds(1), std::chrono::ceil<milliseconds>(
                                                             begin + *options.wait - clock.now())));
        clock.sleep(session.stop(), rest);
    }
}

} // namespace acapctl::device
