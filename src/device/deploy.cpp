#include "device/deploy.hpp"

#include "device/applications.hpp"
#include "device/package_choice.hpp"
#include "device/policy.hpp"
#include "device/requests.hpp"
#include "device/vapix_errors.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_pause{1000};

void step(const DeployObserver& observer, const std::string& text) {
    if (observer.on_step) observer.on_step(text);
}

std::string named(const Package& package) {
    return fmt::format("{} {}", text::visible(package.app_name), text::visible(package.version));
}

// Error 14 of the device, said before the upload.
void refuse_other_case(const std::vector<Application>& before, const Package& package) {
    const Application* similar = find_application(before, package.app_name);
    if (similar == nullptr || similar->name == package.app_name) return;
    throw Error(
        {.exit = ExitCode::incompatible,
         .code = "letter-case",
         .message = fmt::format("'{}' is installed, and a device does not take '{}' beside it",
                                text::visible(similar->name), text::visible(package.app_name)),
         .hint = fmt::format("remove that one first: 'acapctl remove {}'",
                             text::visible(similar->name))});
}

void admit_unsigned(Session& session, const Package& package, const DeployOptions& options,
                    UnsignedPermission& permission, const DeployObserver& observer) {
    if (package.is_signed() || read_policy(session, allow_unsigned).value_or(true)) return;
    if (!options.allow_unsigned)
        throw Error({.exit = ExitCode::incompatible,
                     .code = "unsigned",
                     .message = fmt::format("{} is not signed, and the device takes only signed "
                                            "packages (AllowUnsigned=false)",
                                            text::visible(package.file.filename().string())),
                     .hint = "add --allow-unsigned to switch that on for this upload, or "
                             "'acapctl policy set allow-unsigned true' to keep it on"});
    step(observer, "AllowUnsigned: switched on for this upload");
    permission.grant();
}

// What came of the upload as far as the answer tells.
enum class Answer { ok, lost };

Answer upload(Session& session, const Package& package, const DeployObserver& observer) {
    Request request = upload_request(package.file);
    request.on_progress = observer.on_progress;
    const auto result = session.exchange(request);
    if (const Fault* fault = std::get_if<Fault>(&result)) {
        const bool lost = fault->body_sent && (fault->kind == FaultKind::closed ||
                                               fault->kind == FaultKind::operation_timeout ||
                                               fault->kind == FaultKind::other);
        if (!lost) throw session.fault_error(*fault, request);
        session.warn(fmt::format("{}: the answer to the upload got lost; asking what is installed",
                                 text::visible(session.target().name)));
        return Answer::lost;
    }
    const Reply& reply = std::get<Reply>(result);
    if (reply.status == 502 || reply.status == 504) return Answer::lost;
    if (reply.status != 200) throw session.status_error(reply, request);
    const std::string doing = fmt::format("uploading {}", named(package));
    const auto error = parse_ok_or_error(reply.body, doing);
    if (!error) return Answer::ok;
    if (*error == 15) return Answer::lost; // the device gave up waiting for itself
    throw Error(vapix_failure("upload", *error, doing));
}

// The entry of the package; a device may have spelled the name its own way, then it is the one that
// was not there before.
const Application* installed_entry(const std::vector<Application>& before,
                                   const std::vector<Application>& after, const Package& package) {
    if (const Application* found = find_application(after, package.app_name)) return found;
    const Application* fresh = nullptr;
    for (const Application& candidate : after) {
        if (find_application(before, candidate.name) != nullptr) continue;
        if (fresh != nullptr) return nullptr;
        fresh = &candidate;
    }
    return fresh;
}

[[noreturn]] void not_installed(const Package& package, const Application* shown) {
    const std::string what = shown == nullptr
                                 ? "does not list it"
                                 : fmt::format("shows version '{}'", text::visible(shown->version));
    throw Error(
        {.exit = ExitCode::refused,
         .code = "not-verified",
         .message = fmt::format("uploading {}: the device says OK but {}", named(package), what),
         .hint = "its system log says more; see also 'acapctl list'"});
}

std::optional<std::vector<Application>> try_list(Session& session) {
    try {
        return list_applications(session);
    } catch (const Error& error) {
        if (error.exit() != ExitCode::unreachable && !error.failure().retryable) throw;
        return std::nullopt;
    }
}

// After a lost answer only a change of the listed version proves the installation.
Application resolve_lost(Session& session, const std::vector<Application>& before,
                         const Package& package, const DeployOptions& options, const Clock& clock) {
    const Application* old = find_application(before, package.app_name);
    const bool can_tell =
        old == nullptr || match_version(package, old->version) != VersionMatch::same;
    const auto deadline = clock.now() + options.resolve;
    while (can_tell && clock.now() < deadline) {
        if (const auto after = try_list(session)) {
            const Application* entry = installed_entry(before, *after, package);
            if (entry != nullptr && match_version(package, entry->version) == VersionMatch::same)
                return *entry;
        }
        clock.sleep(session.stop(), poll_pause);
    }
    throw Error(
        {.exit = ExitCode::unreachable,
         .code = "answer-lost",
         .message = can_tell ? fmt::format("the answer to the upload of {} got lost, and the "
                                           "device does not show it as installed",
                                           named(package))
                             : fmt::format("the answer to the upload of {} got lost, and as this "
                                           "version was installed before, the device cannot show "
                                           "whether it was installed again",
                                           named(package)),
         .hint = "run the same command again",
         .retryable = true});
}

Application verify_installed(Session& session, const std::vector<Application>& before,
                             const Package& package) {
    const std::vector<Application> after = list_applications(session);
    const Application* entry = installed_entry(before, after, package);
    if (entry == nullptr) not_installed(package, nullptr);
    const VersionMatch match = match_version(package, entry->version);
    if (match == VersionMatch::different) not_installed(package, entry);
    if (match == VersionMatch::shortened)
        session.warn(fmt::format("{}: shows version '{}' for '{}'",
                                 text::visible(session.target().name),
                                 text::visible(entry->version), text::visible(package.version)));
    if (entry->name != package.app_name)
        session.warn(fmt::format("{}: installed '{}' under the name '{}'",
                                 text::visible(session.target().name),
                                 text::visible(package.app_name), text::visible(entry->name)));
    return *entry;
}

} // namespace

void install(Session& session, const Package& package, const DeployOptions& options,
             const DeployObserver& observer, DeployReport& report, const Clock& clock) {
    const std::vector<Application> before = list_applications(session);
    refuse_other_case(before, package);
    if (const Application* old = find_application(before, package.app_name))
        report.previous_version = old->version;
    UnsignedPermission permission(session,
                                  [&] { step(observer, "AllowUnsigned: switched off again"); });
    admit_unsigned(session, package, options, permission, observer);
    report.policy_switched = permission.granted();

    step(observer, fmt::format("uploading {} ({})", text::visible(package.file.filename().string()),
                               text::human_size(package.size)));
    const Answer answer = upload(session, package, observer);
    const Application now = answer == Answer::ok
                                ? verify_installed(session, before, package)
                                : resolve_lost(session, before, package, options, clock);
    report.application = now.name;
    report.version = now.version;
    report.status = now.status;
    report.outcome = find_application(before, now.name) == nullptr
                         ? "installed"
                         : replacement_name(report.previous_version, now.version);
    step(observer, fmt::format("{} {} {}", text::visible(report.application),
                               text::visible(report.version), report.outcome));
    permission.restore();
}

void deploy(Session& session, const Package& package, const DeployOptions& options,
            const DeployObserver& observer, DeployReport& report, const Clock& clock) {
    install(session, package, options, observer, report, clock);
    if (options.start) start_and_expect(session, options, observer, report, clock);
}

} // namespace acapctl::device
