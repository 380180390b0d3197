// How an upload whose answer got lost is resolved. A device installs what it has got whole, whether
// or not anybody waits for its answer, so "the connection broke" says nothing about what is
// installed. Each attempt ends in one of four ways (Attempt::Kind), by what is known of the bytes:
//
//   ok         the device said OK: its list must show the version (verify)
//   not_begun  nothing of the package left, or the device did not look at it: sent again
//   cut        a part left: the device can have nothing whole, so it is sent again
//   lost       all of it left: not sent again before the device has told what became of it
//
// After `lost` the list of applications is asked until the bound of this fault has passed. If the
// version differs from the one before, the list decides. If it is the same, the list can mostly not
// tell a reinstallation from nothing, and the device's own log does (InstallerTrace): its installer
// writes when a package has arrived and how it went. What it had written before the upload is
// known, so that lines are counted and not compared with a clock; only if all that was written
// since is known does a missing line prove something. Where nothing can tell, the outcome is
// "unknown", which is no success and is not repeated. docs/deploy.md has what AXIS OS 9.80 to 12
// answer.
#include "device/deploy/upload.hpp"

#include "device/deploy/package_choice.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds list_pause{1000};
constexpr milliseconds longest_retry_pause{8000};
// A connection that always breaks on the way is no busy device: it costs no minute.
constexpr int most_breaks = 2;
// A device that has a whole package says so in its log within this time.
constexpr milliseconds arrival{15'000};
// What a device may take to show an installation that it has just finished.
constexpr milliseconds late_list{5'000};

std::string named(const Package& package) {
    return fmt::format("{} {}", text::visible(package.app_name), text::visible(package.version));
}

// What came of one attempt, as far as the answer tells.
struct Attempt {
    enum class Kind {
        ok,
        lost,     // all of it left, and the answer is missing or means nothing
        cut,      // a part of it left
        not_begun // nothing left, or the device did not look at it
    };
    Kind kind = Kind::ok;
    Error error{Failure{}};         // if nothing else comes of it
    milliseconds bound{};           // lost: how long its outcome may take to show
    bool connection_closed = false; // lost: perhaps before the device had read it all
};

class Uploader {
  public:
    Uploader(Session& session, Upload& upload)
        : session_(session), upload_(upload), clock_(upload.clock) {
        const Application* old = find_application(upload.before, upload.package.app_name);
        version_tells_ =
            old == nullptr || match_version(upload.package, old->version) != VersionMatch::same;
    }

    Application run() {
        for (int attempt = 1;; ++attempt) {
            Attempt result = send();
            if (result.kind == Attempt::Kind::ok) return verify();
            std::optional<Application> entry;
            if (result.kind == Attempt::Kind::lost) entry = resolve(result);
            if (result.kind == Attempt::Kind::cut) entry = watch(upload_.options.settle);
            if (entry) return *entry;
            // Of what was cut on the way the device may have had all.
            if (result.kind == Attempt::Kind::cut && trace().installed) return verify();
            if (result.kind != Attempt::Kind::not_begun) ++breaks_;
            pause(attempt, result.error);
            if (upload_.sent != Sent::nothing)
                if (const auto shown = shown_as_installed()) return *shown;
        }
    }

  private:
    Attempt send();
    Attempt judge(const Fault& fault, const Request& request);
    Attempt judge(const Reply& reply, const Request& request);
    Application verify();
    std::optional<Application> resolve(const Attempt& attempt);
    std::optional<Application> watch(milliseconds duration);
    std::optional<Application> shown_as_installed();
    std::optional<std::vector<Application>> try_list();
    const Application* entry_in(const std::vector<Application>& after) const;
    bool is_shown_anew(const Application& entry) const;
    InstallerTrace trace();
    std::string why_unknown(const InstallerTrace& trace) const;
    [[noreturn]] void give_up(const Attempt& attempt, const InstallerTrace& trace);
    Application accept(const Application& entry);
    [[noreturn]] void not_verified(const Application* shown);
    [[noreturn]] void refuse(const Error& error) {
        upload_.refused = true;
        throw error;
    }
    void pause(int attempt, const Error& error);
    void warn(const std::string& what) {
        session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), what));
    }
    std::string doing() const { return "uploading " + named(upload_.package); }

    Session& session_;
    Upload& upload_;
    const Clock& clock_;
    bool version_tells_ = true; // the listed version can prove the installation
    int breaks_ = 0;            // attempts that broke on the way, as far as the device shows
    std::optional<Clock::Time> give_up_{};
};

Attempt Uploader::send() {
    Request request = upload_request(upload_.package.file);
    request.on_progress = [this](std::uint64_t sent, std::uint64_t total) {
        if (sent > 0) upload_.sent = std::max(upload_.sent, Sent::part);
        if (upload_.observer.on_progress) upload_.observer.on_progress(sent, total);
    };
    const Sent sent_before = std::exchange(upload_.sent, Sent::nothing);
    const auto result = session_.exchange(request, Repeat::never);
    const Fault* fault = std::get_if<Fault>(&result);
    if (fault == nullptr || fault->body_sent) upload_.sent = Sent::whole;
    const Sent sent_now = upload_.sent;
    upload_.sent = std::max(sent_before, sent_now);
    if (fault == nullptr) return judge(std::get<Reply>(result), request);
    Attempt attempt = judge(*fault, request);
    if (sent_now == Sent::nothing) attempt.kind = Attempt::Kind::not_begun;
    return attempt;
}

Attempt Uploader::judge(const Fault& fault, const Request& request) {
    const Error error = session_.fault_error(fault, request);
    const bool of_transport = error.kind() == ErrorKind::unreachable;
    const bool too_large = fault.kind == FaultKind::too_large;
    if (!of_transport && !too_large) throw error;
    if (fault.body_sent)
        return {.kind = Attempt::Kind::lost,
                .error = error,
                .bound = too_large ? late_list : upload_.options.resolve,
                .connection_closed = fault.kind == FaultKind::closed};
    // The bound that the caller set for the whole of it.
    if (fault.kind == FaultKind::operation_timeout) throw error;
    return {.kind = Attempt::Kind::cut, .error = error};
}

Attempt Uploader::judge(const Reply& reply, const Request& request) {
    if (reply.status == 503)
        return {.kind = Attempt::Kind::not_begun, .error = session_.status_error(reply, request)};
    if (reply.status >= 500)
        return {.kind = Attempt::Kind::lost,
                .error = session_.status_error(reply, request),
                .bound = upload_.options.resolve};
    if (reply.status != 200) refuse(session_.status_error(reply, request));
    std::optional<int> error;
    try {
        error = parse_ok_or_error(reply.body, doing());
    } catch (const Error& garbage) {
        return {.kind = Attempt::Kind::lost, .error = garbage, .bound = late_list};
    }
    if (!error) return {};
    const Error failure(vapix_failure("upload", *error, doing()));
    if (*error == 12) return {.kind = Attempt::Kind::not_begun, .error = failure};
    if (*error == 15) // the device gave up waiting for itself
        return {.kind = Attempt::Kind::lost, .error = failure, .bound = upload_.options.resolve};
    refuse(failure);
}

void Uploader::pause(int attempt, const Error& error) {
    const milliseconds length =
        std::min(longest_retry_pause, milliseconds(1000L << std::min(attempt - 1, 8)));
    const auto most = upload_.options.repeats;
    if (!give_up_) give_up_ = clock_.now() + upload_.options.patience;
    const bool often = most ? attempt > *most : breaks_ > most_breaks;
    if (often || clock_.now() + length > *give_up_) {
        upload_.refused = error.kind() == ErrorKind::refused; // busy all the time
        throw error;
    }
    warn(fmt::format("{}; trying again in {} s", error.what(), length.count() / 1000));
    clock_.sleep(session_.stop(), length);
}

// Nothing: it is out of reach, or answers what means nothing, as while it starts.
std::optional<std::vector<Application>> Uploader::try_list() {
    const Session::Polling polling(session_);
    try {
        return list_applications(session_);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unreachable && error.kind() != ErrorKind::refused) throw;
        return std::nullopt;
    }
}

// The entry of the package; a device may have spelled the name its own way, then it is the one that
// was not there before.
const Application* Uploader::entry_in(const std::vector<Application>& after) const {
    if (const Application* found = find_application(after, upload_.package.app_name)) return found;
    const Application* fresh = nullptr;
    for (const Application& candidate : after) {
        if (find_application(upload_.before, candidate.name) != nullptr) continue;
        if (fresh != nullptr) return nullptr;
        fresh = &candidate;
    }
    return fresh;
}

// Whether the list now shows of the application what it did not show before, and what only a
// package brings. Not its status: a restart changes that too.
bool Uploader::is_shown_anew(const Application& entry) const {
    const Application* old = find_application(upload_.before, entry.name);
    if (old == nullptr || old->version != entry.version) return true;
    const auto changed = [&](std::string Application::*field) {
        return !(old->*field).empty() && !(entry.*field).empty() && old->*field != entry.*field;
    };
    return changed(&Application::nice_name) || changed(&Application::vendor) ||
           changed(&Application::application_id) || changed(&Application::configuration_page) ||
           changed(&Application::signature);
}

// Nothing where what is listed proves nothing.
std::optional<Application> Uploader::shown_as_installed() {
    const auto after = try_list();
    const Application* entry = after ? entry_in(*after) : nullptr;
    if (entry == nullptr || !is_shown_anew(*entry) ||
        match_version(upload_.package, entry->version) == VersionMatch::different)
        return std::nullopt;
    return accept(*entry);
}

Application Uploader::accept(const Application& entry) {
    const Package& package = upload_.package;
    if (match_version(package, entry.version) == VersionMatch::shortened)
        warn(fmt::format("shows version '{}' for '{}'", text::visible(entry.version),
                         text::visible(package.version)));
    if (entry.name != package.app_name)
        warn(fmt::format("installed '{}' under the name '{}'", text::visible(package.app_name),
                         text::visible(entry.name)));
    return entry;
}

void Uploader::not_verified(const Application* shown) {
    const std::string what = shown == nullptr
                                 ? "does not list it"
                                 : fmt::format("shows version '{}'", text::visible(shown->version));
    refuse(Error({.kind = ErrorKind::refused,
                  .code = "not-verified",
                  .message = fmt::format("{}: the device says OK but {}", doing(), what),
                  .hint = "its system log says more",
                  .advice = {{Advice::list_applications}}}));
}

// The device has said OK; it may be restarting all the same, or be late with its list.
Application Uploader::verify() {
    const auto unreachable_until = clock_.now() + upload_.options.resolve;
    const auto late_until = clock_.now() + late_list;
    for (;;) {
        const auto after = try_list();
        const Application* entry = after ? entry_in(*after) : nullptr;
        if (entry != nullptr &&
            match_version(upload_.package, entry->version) != VersionMatch::different)
            return accept(*entry);
        if (after && clock_.now() >= late_until) not_verified(entry);
        if (!after && clock_.now() >= unreachable_until)
            list_applications(session_); // throws what is wrong
        clock_.sleep(session_.stop(), list_pause);
    }
}

std::optional<Application> Uploader::watch(milliseconds duration) {
    const auto until = clock_.now() + duration;
    while (clock_.now() < until) {
        if (auto entry = shown_as_installed()) return entry;
        clock_.sleep(session_.stop(), list_pause);
    }
    return std::nullopt;
}

InstallerTrace Uploader::trace() {
    upload_.log.look();
    return trace_of(upload_.log.lines(), upload_.package.app_name);
}

// Nothing: the device clearly did not get it.
std::optional<Application> Uploader::resolve(const Attempt& attempt) {
    warn(fmt::format("the answer to the upload got lost ({}); asking what is installed",
                     attempt.error.what()));
    const auto begin = clock_.now();
    InstallerTrace found;
    for (int look = 1; clock_.now() < begin + attempt.bound; ++look) {
        if (auto entry = shown_as_installed()) return entry;
        if (!version_tells_ || look % 5 == 0) {
            found = trace();
            if (found.installed && !version_tells_) return verify();
            if (!found.failure.empty())
                refuse(Error({.kind = ErrorKind::refused,
                              .code = "install-failed",
                              .message = fmt::format("{}: the device's log says '{}'", doing(),
                                                     text::visible(found.failure)),
                              .hint = "check the package",
                              .advice = {{Advice::inspect_package}}}));
            if (attempt.connection_closed && upload_.log.reach() == InstallerLog::Reach::whole &&
                !found.arrived && clock_.now() >= begin + arrival) {
                upload_.sent = Sent::part;
                return std::nullopt;
            }
        }
        clock_.sleep(session_.stop(), list_pause);
    }
    give_up(attempt, found);
}

std::string Uploader::why_unknown(const InstallerTrace& trace) const {
    if (trace.arrived) return "its log shows that the package arrived, and no end of it";
    switch (upload_.log.reach()) {
    case InstallerLog::Reach::turned_over:
        return "its log no longer reaches back to the upload: it has turned over, or the device "
               "was restarted";
    case InstallerLog::Reach::unread:
        return "its log could not be read";
    case InstallerLog::Reach::whole:
        break;
    }
    return "its log has nothing of it";
}

void Uploader::give_up(const Attempt& attempt, const InstallerTrace& trace) {
    if (attempt.error.kind() != ErrorKind::unreachable && !attempt.error.failure().retryable)
        throw attempt.error;
    throw Error(
        {.kind = ErrorKind::unreachable,
         .code = "answer-lost",
         .message =
             version_tells_
                 ? fmt::format("the answer to the upload of {} got lost, and the device did not "
                               "show it in time",
                               named(upload_.package))
                 : fmt::format(
                       "the answer to the upload of {} got lost, and whether it was "
                       "installed cannot be told: this version was installed before, and {}",
                       named(upload_.package), why_unknown(trace)),
         .hint = "run the same command again",
         .retryable = true});
}

} // namespace

Application perform_upload(Session& session, Upload& upload) {
    return Uploader(session, upload).run();
}

} // namespace acapctl::device
