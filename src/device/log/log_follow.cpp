#include "device/log/log_follow.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/replies.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience{120'000}; // a restart takes 30 to 60 s
constexpr milliseconds least_fetch{1000}; // that a wait which is nearly over leaves to a request

// What is shown of the lines, and when it is enough.
class Filter {
  public:
    Filter(const FollowOptions& options, std::function<void(const LogEvent&)> sink)
        : level_(options.level), sink_(std::move(sink)), recent_(!options.since),
          severe_(!options.level) {
        if (!options.grep.empty()) grep_.emplace(options.grep, "the pattern of lines to show");
        if (!options.until.empty()) until_.emplace(options.until, "the pattern to wait for");
    }

    // True: the line that was waited for has come. `oldest`: leave out what is older.
    bool take(const std::string& text, std::optional<std::int64_t> oldest) {
        LogLine line = parse_log_line(text);
        // A line of another form goes on with the one before it, and goes its way.
        if (!line.level.empty()) {
            recent_ = !oldest || line.epoch.value_or(*oldest) >= *oldest;
            severe_ = !level_ || log_severity(line.level).value_or(0) <= *level_;
        }
        if (!oldest) recent_ = true;
        if (!recent_) return false;
        const bool found = until_ && hits(*until_, line);
        if (severe_ && (!grep_ || hits(*grep_, line))) sink_({.line = std::move(line)});
        return found;
    }

  private:
    // "^ready" means the start of what the application said, "ERR" the line as it stands.
    static bool hits(const Pattern& pattern, const LogLine& line) {
        return pattern.matches(line.text) || pattern.matches(line.message);
    }

    std::optional<int> level_;
    std::optional<Pattern> grep_{};
    std::optional<Pattern> until_{};
    std::function<void(const LogEvent&)> sink_;
    bool recent_;
    bool severe_;
};

class Follower {
  public:
    Follower(Session& session, const FollowOptions& options,
             const std::function<void(const LogEvent&)>& sink, const Clock& clock)
        : session_(session), options_(options), sink_(sink), clock_(clock),
          reader_(session, options.app, options.with_system),
          filter_(options, [this](const LogEvent& event) { give(event); }), merge_(options.seen),
          begin_(clock.now()) {}

    void run();

  private:
    LogPage fetch();
    LogPage first_page();
    std::optional<LogPage> next_page();
    bool show(LogPage page);
    void find_begin(const LogPage& page);
    void give(const LogEvent& event);
    void give_tail();
    void note_restart();
    std::string boot_id();
    std::optional<milliseconds> remaining() const;
    void warn(const std::string& what) {
        session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), what));
    }

    Session& session_;
    const FollowOptions& options_;
    const std::function<void(const LogEvent&)>& sink_;
    const Clock& clock_;
    LogReader reader_;
    Filter filter_;
    LogMerge merge_;
    Clock::Time begin_;
    std::optional<std::int64_t> oldest_{};
    std::optional<Clock::Time> lost_since_{};
    std::string boot_id_{};
    std::size_t fresh_ = 0; // new lines of the last page
    bool tailing_ = options_.tail.has_value();
    std::deque<LogEvent> tail_{};
};

std::optional<milliseconds> Follower::remaining() const {
    if (!options_.wait) return std::nullopt;
    const auto left = std::chrono::ceil<milliseconds>(begin_ + *options_.wait - clock_.now());
    return std::max(left, milliseconds(0));
}

LogPage Follower::fetch() {
    const auto left = remaining();
    return reader_.fetch(left ? std::optional(std::max(*left, least_fetch)) : std::nullopt);
}

LogPage Follower::first_page() {
    LogPage page = fetch();
    if (page.lines.empty() && options_.when_silent) {
        const std::string app = options_.when_silent();
        if (app != options_.app) {
            reader_ = LogReader(session_, app, options_.with_system);
            page = fetch();
        }
    }
    if (options_.since) find_begin(page);
    return page;
}

// The zone of the device is that of its last line: summer time may have begun since the first.
void Follower::find_begin(const LogPage& page) {
    int zone = 0;
    bool undated = false;
    for (const std::string& text : page.lines) {
        const LogLine line = parse_log_line(text);
        zone = line.zone.value_or(zone);
        undated = undated || (!line.level.empty() && !line.epoch);
    }
    oldest_ = begin_of(*options_.since, reader_.device_time().value_or(0), zone);
    if (undated) warn("its log has lines without year and time zone: all of them are shown");
}

// Of what is there when it begins, only the last lines: they are known when all have come.
void Follower::give(const LogEvent& event) {
    if (!tailing_) return sink_(event);
    tail_.push_back(event);
    if (tail_.size() > *options_.tail) tail_.pop_front();
}

void Follower::give_tail() {
    tailing_ = false;
    for (const LogEvent& event : tail_) sink_(event);
    tail_.clear();
}

// Nothing as long as the device is out of reach, until patience ends.
std::optional<LogPage> Follower::next_page() {
    try {
        LogPage page = fetch();
        if (lost_since_) {
            lost_since_.reset();
            warn("is back");
            note_restart();
        }
        return page;
    } catch (const Error& error) {
        if (!may_pass(error.failure())) throw;
        if (!lost_since_) {
            lost_since_ = clock_.now();
            warn(fmt::format("{}; trying again", error.what()));
        } else if (clock_.now() - *lost_since_ > patience) {
            throw;
        }
        return std::nullopt;
    }
}

// Asked once, and again when the device is back; before AXIS OS 11 there is none.
std::string Follower::boot_id() {
    try {
        return parse_system_ready(session_.perform(system_ready_request(), true).body).boot_id;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
        return {}; // the lines matter more
    }
}

void Follower::note_restart() {
    if (boot_id_.empty()) return;
    std::string now = boot_id();
    if (now.empty() || now == boot_id_) return;
    boot_id_ = std::move(now);
    sink_({.restarted = true});
}

// True: the line that was waited for is among them.
bool Follower::show(LogPage page) {
    LogMerge::Step step = merge_.advance(std::move(page));
    if (step.gap) give({.gap = true});
    fresh_ = step.lines.size();
    const bool follow = options_.follow || !options_.until.empty();
    if (!follow && merge_.held()) step.lines.push_back(*merge_.held());
    for (const std::string& line : step.lines)
        if (filter_.take(line, oldest_)) return true;
    return false;
}

void Follower::run() {
    Pace pace;
    Clock::Time asked = clock_.now();
    std::optional<LogPage> page = first_page();
    bool first = true;
    for (;;) {
        const auto took =
            page ? std::chrono::duration_cast<milliseconds>(clock_.now() - asked) : milliseconds(0);
        const std::size_t all = page ? page->lines.size() : 0;
        fresh_ = 0;
        const bool found = page && show(std::move(*page));
        if (tailing_) give_tail();
        if (found) return;
        if (!options_.follow && options_.until.empty()) return;
        if (first) boot_id_ = boot_id();
        first = false;
        oldest_.reset(); // what comes now is new, whatever its time says
        if (options_.wait && clock_.now() - begin_ >= *options_.wait)
            throw Error({.kind = ErrorKind::condition,
                         .code = "not-in-log",
                         .message = fmt::format("no line matched '{}' in time",
                                                text::visible(options_.until)),
                         .advice = {{Advice::wait_longer}}});
        const milliseconds pause = pace.after(took, fresh_, all);
        clock_.sleep(session_.stop(), std::min(pause, remaining().value_or(pause)));
        asked = clock_.now();
        page = next_page();
    }
}

} // namespace

namespace {

bool refers_back(const std::string& expression) {
    for (auto at = expression.find('\\'); at < expression.size();
         at = expression.find('\\', at + 2))
        if (at + 1 < expression.size() && expression[at + 1] >= '1' && expression[at + 1] <= '9')
            return true;
    return false;
}

} // namespace

Pattern::Pattern(const std::string& expression, std::string_view what)
    : compiled_(new regex_t{}, [](regex_t* regex) {
          ::regfree(regex);
          delete regex;
      }) {
    if (refers_back(expression))
        throw_usage(fmt::format("{}: '{}' refers back to a group", what, text::visible(expression)),
                    "a device could send a line on which that takes hours");
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
    regmatch_t part{.rm_so = 0,
                    .rm_eo = static_cast<regoff_t>(std::min(text.size(), longest_matched))};
    return ::regexec(compiled_.get(), text.c_str(), 0, &part, REG_STARTEND) == 0;
}

milliseconds Pace::after(milliseconds took, std::size_t fresh, std::size_t all) {
    pause_ = fresh > 0 ? fastest : std::min(pause_ * 3 / 2, slowest);
    if (fresh * 2 > all) return pause_;
    return std::max(pause_, std::min(took * 4, slowest * 4));
}

void follow_log(Session& session, const FollowOptions& options,
                const std::function<void(const LogEvent&)>& sink, const Clock& clock) {
    std::optional<Session::Polling> polling;
    if (options.follow || !options.until.empty()) polling.emplace(session);
    Follower(session, options, sink, clock).run();
}

} // namespace acapctl::device
