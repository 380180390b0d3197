#include "device/deploy/candidate_choice.hpp"
#include "device/deploy/deployment.hpp"
#include "device/deploy/expect.hpp"
#include "device/deploy/package_choice.hpp"
#include "device/session/requests.hpp"
#include "support/diagnostics.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

void Deployment::read_list() {
    const Reply reply = session_.perform(list_request(), true);
    installed_ = parse_list(reply.body);
    for (const std::string& date : reply.header("date")) device_time_ = parse_http_date(date);
}

// The list comes first: it also settles how to log in.
void Deployment::survey() {
    read_list();
    report_.facts = options_.facts ? *options_.facts : read_facts(session_);
    if (report_.facts.architecture.empty())
        report_.facts.architecture = options_.assumed_architecture;
}

const Candidate& Deployment::choose(const std::vector<Candidate>& candidates) {
    const Choice choice =
        choose_candidate(candidates,
                         situation_for_choice(session_, candidates, report_.facts, installed_,
                                              knowledge_.catalog, options_),
                         knowledge_.catalog, options_.force);
    report_.candidates = choice.considered;
    if (choice.failure) {
        report_.checks = choice.checks;
        if (choice.failure->kind == ErrorKind::incompatible) refuse(Error(*choice.failure));
        throw Error(*choice.failure);
    }
    if (candidates.size() > 1) tell_choice();
    return *choice.chosen;
}

void Deployment::tell_choice() const {
    for (const Considered& each : report_.candidates) {
        const std::string name =
            text::visible(std::filesystem::path(each.package).filename().string());
        if (each.chosen && options_.only_check)
            step(fmt::format("{}: {}", name, each.reason));
        else
            diagnostics::detail("{}: {} {}: {}", text::visible(session_.target().name),
                                each.chosen ? "takes" : "leaves", name, each.reason);
    }
}

Situation Deployment::situation(const Candidate& candidate, Purpose purpose, PolicyTurn& turn) {
    const Package& package = candidate.package;
    Situation now{.facts = report_.facts,
                  .installed = installed_,
                  .will_allow_unsigned = options_.allow_unsigned,
                  .permitted = options_.permitted,
                  .host = session_.target().host};
    if (options_.measured) now.measured = options_.measured(session_.target(), report_.facts);
    if (purpose == Purpose::roll_back) now.permitted.downgrade = true; // it is what that is for
    const std::string& axis_os = report_.facts.axis_os;
    const sdk::Policies& policies = knowledge_.catalog.policies();
    if (!package.is_signed() && may_have_policy(allow_unsigned, axis_os, policies)) {
        // Else what is read may be what another command has switched on, and soon off again.
        if (options_.allow_unsigned && !options_.only_check && turn.take()) {
            read_list(); // others were at it
            meet(package.app_name);
        }
        now.allow_unsigned = read_policy(session_, allow_unsigned);
        if (now.allow_unsigned != false) turn.end();
        if (options_.only_check && now.allow_unsigned == true) foresee(turn, now);
    }
    if (needs_root(candidate) && may_have_policy(allow_root, axis_os, policies))
        now.allow_root = read_policy(session_, allow_root);
    recall_vendor(package.app_name, now);
    return now;
}

// The deploy itself would begin by switching off what a killed one has left on.
void Deployment::foresee(const PolicyTurn& turn, Situation& now) {
    const auto left = turn.left();
    if (!left) return;
    now.allow_unsigned = false;
    session_.warn(fmt::format("{}: AllowUnsigned was left on by a deploy that was killed after {}; "
                              "the next command that is no dry run switches it off",
                              text::visible(session_.target().name), text::visible(left->since)));
}

DeployOutcome::Kind Deployment::expected(const std::string& app, const std::string& version,
                                         Purpose purpose) const {
    if (purpose == Purpose::roll_back) return DeployOutcome::Kind::rolled_back;
    const Application* old = installed(app);
    return old == nullptr ? DeployOutcome::Kind::installed : replacement(old->version, version);
}

DeployOutcome::Kind Deployment::planned(const Package& package, Purpose purpose) const {
    const Application* old = installed(package.app_name);
    if (old == nullptr || purpose == Purpose::roll_back)
        return expected(package.app_name, package.version, purpose);
    return replacement(old->version, package);
}

void Deployment::refuse(const Error& error) {
    report_.outcome = {.kind = DeployOutcome::Kind::refused, .code = error.failure().code};
}

void Deployment::meet(const std::string& app) {
    app_ = app;
    const Application* old = installed(app);
    if (old == nullptr) return;
    report_.application = old->name;
    report_.version = report_.previous_version = old->version;
    report_.status = old->status;
    was_running_ = old->running();
}

void Deployment::put(const Candidate& candidate, Purpose purpose) {
    const Package& package = candidate.package;
    meet(package.app_name);
    report_.package = package.file.string();
    if (purpose == Purpose::deploy && was_installed_before_the_break(candidate)) return;
    const bool there = purpose == Purpose::deploy && is_installed_already(candidate);
    PolicyTurn turn(session_, report_.facts.serial,
                    [this](const std::string& text) { step(text); });
    if (!there) {
        report_.step = "check";
        const Situation now = situation(candidate, purpose, turn);
        needs_permission_ = now.allow_unsigned == false && options_.allow_unsigned;
        report_.checks = preflight(candidate, now, knowledge_.catalog);
        if (observer_.on_checks) observer_.on_checks(report_.checks);
        try {
            refuse_if_no(report_.checks, options_.force);
        } catch (const Error& error) {
            refuse(error);
            throw;
        }
        for (const Check& check : report_.checks)
            if (check.result == CheckResult::no)
                session_.warn(fmt::format("{}: passed over: {}",
                                          text::visible(session_.target().name), check.reason));
    }
    if (options_.only_check) {
        report_.application = app_;
        report_.outcome = {.kind =
                               there ? DeployOutcome::Kind::unchanged : planned(package, purpose),
                           .only_planned = true};
        return;
    }
    if (there) {
        report_.outcome = {.kind = DeployOutcome::Kind::unchanged};
        step(fmt::format(
            "{} {} is installed already (this build was deployed from here on {}){}",
            text::visible(report_.application), text::visible(report_.version),
            text::visible(report_.deployed_at.substr(0, 10)), // the day: the same for many devices
            options_.to_reinstall.empty() ? "" : "; " + options_.to_reinstall + " sends it again"));
        return;
    }
    install(candidate, purpose, turn);
}

void Deployment::install(const Candidate& candidate, Purpose purpose, PolicyTurn& turn) {
    report_.step = "upload";
    InstallerLog log(session_, device_time_);
    Upload upload{.package = candidate.package,
                  .before = installed_,
                  .log = log,
                  .options = options_,
                  .observer = observer_,
                  .clock = clock_};
    try {
        send(candidate, purpose, upload, turn);
    } catch (const Error& error) {
        if (upload.refused) explain_refusal(candidate, error, log);
        const bool untold = report_.outcome.kind == DeployOutcome::Kind::untouched;
        if (untold && upload.refused)
            refuse(error);
        else if (untold && upload.sent == Sent::whole)
            report_.outcome = {.kind = DeployOutcome::Kind::unknown};
        if (report_.outcome.kind != DeployOutcome::Kind::unknown) trust_record();
        fail(error, candidate.package.app_name);
    }
}

void Deployment::send(const Candidate& candidate, Purpose purpose, Upload& upload,
                      PolicyTurn& turn) {
    const Package& package = candidate.package;
    check_unchanged(candidate);
    upload.log.begin(); // while the policy is still as it was
    UnsignedPermission permission(
        session_, turn, [this](const std::string& text) { step(text); }, clock_);
    if (needs_permission_) {
        step("AllowUnsigned: switched on for this upload");
        permission.grant();
    }
    report_.policy_switched = permission.granted();
    // What was kept for a rollback has a name of our own.
    const std::string what = purpose == Purpose::roll_back
                                 ? package.app_name + " " + package.version
                                 : package.file.filename().string();
    step(fmt::format("uploading {} ({})", text::visible(what), text::human_size(package.size)));
    doubt_record();
    announce(candidate, upload.log);
    const Application now = send_admitted(upload, permission);
    report_.policy_switched = permission.granted();
    report_.application = now.name;
    report_.version = now.version;
    report_.status = now.status;
    report_.outcome = {.kind = expected(report_.application, report_.version, purpose)};
    step(fmt::format("{} {} {}", text::visible(report_.application), text::visible(report_.version),
                     report_.outcome.text()));
    remember(candidate, purpose);
    doubted_.clear();
    permission.restore();
}

// Of many devices the last may get it an hour after it was checked.
void Deployment::check_unchanged(const Candidate& candidate) const {
    if (candidate.sha256.empty() ||
        sha256_of_file(candidate.package.file, session_.stop()) == candidate.sha256)
        return;
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "package-changed",
                 .message = fmt::format("{} was replaced since it was checked; nothing was sent",
                                        text::visible(candidate.package.file.string())),
                 .hint = "run the command again with the package that is meant"});
}

void Deployment::announce(const Candidate& candidate, const InstallerLog& log) const {
    if (!observer_.on_intent) return;
    const Application* old = installed(candidate.package.app_name);
    observer_.on_intent({.sha256 = candidate.sha256,
                         .version_before = old == nullptr ? "" : old->version,
                         .log_mark = log.mark(),
                         .device_time = device_time_});
}

// The device may admit unsigned packages because somebody on another machine has switched that on,
// who then switches it off in the middle of our upload.
Application Deployment::send_admitted(Upload& upload, UnsignedPermission& permission) {
    constexpr int most_attempts = 5;
    for (int attempt = 1;; ++attempt) {
        try {
            return perform_upload(session_, upload);
        } catch (const Error& error) {
            if (attempt == most_attempts || !lost_permission(upload, error)) throw;
        }
        step("AllowUnsigned: switched off by somebody else; switched on again for this upload");
        read_list();
        upload.log = InstallerLog(session_, device_time_); // the next attempt has lines of its own
        upload.log.begin();
        permission.grant();
        upload.refused = false;
    }
}

bool Deployment::lost_permission(const Upload& upload, const Error& error) {
    if (!upload.refused || error.failure().code != "signature-required" ||
        !options_.allow_unsigned || upload.package.is_signed())
        return false;
    try {
        return read_policy(session_, allow_unsigned) == false;
    } catch (const Error& unknown) {
        if (unknown.kind() == ErrorKind::interrupted) throw;
        return false;
    }
}

// A number says little; the installer's own lines often say all.
void Deployment::explain_refusal(const Candidate& candidate, const Error& error,
                                 InstallerLog& log) {
    log.look();
    if (!log.lines().empty() && observer_.on_log) observer_.on_log(log.lines());
    const std::string& code = error.failure().code;
    if (code == "not-compatible" || code == "unspecified" || code == "invalid-manifest")
        hint_at_sdk_version(candidate.package);
}

// Only beside a refusal: most packages ask for 3.0 and install on devices that say 2.18.
void Deployment::hint_at_sdk_version(const Package& package) {
    const std::string wanted = package.conf_value("REQEMBDEVVERSION");
    if (wanted.empty()) return;
    try {
        const std::string has = read_embedded_development(session_);
        const auto ours = sdk::AxisOs::parse(has);
        const auto theirs = sdk::AxisOs::parse(wanted);
        if (!ours || !theirs || *theirs <= *ours) return;
        report_.checks.push_back(
            {.id = "embedded-sdk",
             .result = CheckResult::hint,
             .reason = fmt::format("asks for embeddedSdkVersion {}, the device says {}",
                                   text::visible(wanted), text::visible(has)),
             .remedy = "if nothing else explains the refusal, lower it in the manifest"});
        if (observer_.on_checks) observer_.on_checks({report_.checks.back()});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
}

// What the device has now, asked again; in words, and in the report.
std::string Deployment::present_state(const std::string& app) {
    const Session::Unstoppable last_look(session_);
    Request request = list_request();
    request.timeouts.connect = std::chrono::seconds(3);
    request.timeouts.operation = std::chrono::seconds(10);
    report_.version.clear();
    report_.status.clear();
    try {
        const auto applications = parse_list(session_.perform(request, false).body);
        const Application* now = find_application(applications, app);
        report_.application = now == nullptr ? app : now->name;
        if (now == nullptr) return fmt::format("'{}' is not installed", text::visible(app));
        report_.version = now->version;
        report_.status = now->status;
        return fmt::format("the device has {} {}, {}", text::visible(now->name),
                           text::visible(now->version), text::visible(now->status));
    } catch (const Error&) {
        return "what the device has now could not be asked";
    }
}

// AXIS OS 13 has nothing that could be switched on.
void Deployment::leave_out_vain_advice(Failure& failure) const {
    const auto axis_os = sdk::AxisOs::parse_release(report_.facts.axis_os);
    if (!axis_os || !knowledge_.catalog.policies().unsigned_refused.holds(*axis_os)) return;
    if (std::erase(failure.advice, Advice{Advice::allow_unsigned}) > 0) failure.hint = how_to_sign;
}

void Deployment::fail(const Error& error, const std::string& app) {
    Failure failure = error.failure();
    failure.message += "; " + present_state(app);
    leave_out_vain_advice(failure);
    throw Error(failure);
}

void Deployment::start() {
    if (!options_.start || options_.only_check) return;
    report_.step = "start";
    try {
        start_and_expect(session_, options_, observer_, report_, clock_);
    } catch (const Error& error) {
        Failure failure = error.failure();
        failure.message += fall_back(error);
        fail(Error(failure), report_.application);
    }
}

void deploy(Session& session, const std::vector<Candidate>& candidates,
            const sdk::Knowledge& knowledge, const DeployOptions& options,
            const DeployObserver& observer, DeployReport& report, const Clock& clock) {
    Deployment deployment(session, knowledge, options, observer, report, clock);
    deployment.survey();
    deployment.meet(candidates.front().package.app_name);
    deployment.put(deployment.choose(candidates), Deployment::Purpose::deploy);
    deployment.start();
}

} // namespace acapctl::device
