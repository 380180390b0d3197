// What a deployment knows from earlier ones: which build is installed, and what was before it.
#include "device/deploy/rollback.hpp"

#include "device/deploy/deployment.hpp"
#include "device/deploy/package_choice.hpp"
#include "package/reader.hpp"
#include "support/diagnostics.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::device {

std::vector<Deployed> Deployment::history(const std::string& app) const {
    if (options_.history == nullptr) return {};
    return options_.history->of(identity(), app);
}

Identity Deployment::identity() const {
    Identity identity = identity_of(session_.target(), report_.facts.serial);
    if (const auto shown = session_.certificate(); shown && session_.target().tls)
        identity.certificate = shown->fingerprint;
    return identity;
}

// As whom else this device may have got a package since; empty: it has not.
std::string Deployment::got_as_another(const std::string& app) const {
    if (options_.history == nullptr) return {};
    const auto newer = options_.history->newer_elsewhere(identity(), app);
    return newer ? newer->known_as : "";
}

// What was deployed from here before what is installed. If that did not come from here, then the
// last that did.
Candidate Deployment::previous(const std::string& app) const {
    std::vector<Deployed> known = history(app);
    const Application* now = installed(app);
    if (now != nullptr && !known.empty() &&
        match_version({.version = known.front().version}, now->version) != VersionMatch::different)
        known.erase(known.begin());
    const std::string another = got_as_another(app);
    if (known.empty())
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .code = "nothing-to-roll-back-to",
             .message = fmt::format("no earlier package of '{}' was deployed from here to this "
                                    "device",
                                    text::visible(app)),
             .hint = another.empty()
                         ? std::string("deploy the package file of the earlier version")
                         : fmt::format("what '{}' got, which told the same serial number, counts "
                                       "for that name alone; deploy the package file",
                                       text::visible(another))});
    const auto file = options_.history->package(known.front());
    if (!file)
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .code = "package-not-kept",
             .message = fmt::format("{} {} is no longer in the cache of deployed packages",
                                    text::visible(app), text::visible(known.front().version)),
             .hint = "deploy its package file"});
    return read_candidate(*file, knowledge_);
}

// The device does not tell the vendor id of what is installed; a package of that version does. Two
// packages that differ in it tell nothing.
void Deployment::recall_vendor(const std::string& app, Situation& now) const {
    const Application* old = installed(app);
    if (old == nullptr || options_.history == nullptr) return;
    const auto is_it = [&](const Deployed& entry) {
        return match_version({.version = entry.version}, old->version) != VersionMatch::different;
    };
    if (const auto here = history(app); !here.empty() && is_it(here.front())) {
        now.known_vendor_id = here.front().vendor_id;
        return;
    }
    std::set<std::string> ids;
    for (const Deployed& entry : options_.history->on_any_device(app)) {
        if (!is_it(entry)) continue;
        const auto file = options_.history->package(entry);
        if (file && !is_by_another(read_package_head(*file), old->vendor))
            ids.insert(text::lower(entry.vendor_id));
    }
    if (ids.size() != 1 || ids.begin()->empty()) return;
    now.known_vendor_id = *ids.begin();
    now.vendor_id_of_version = true;
}

// The device tells the version alone. That it is this very build is known only from the record of
// what was deployed from here.
bool Deployment::is_installed_already(const Candidate& candidate) {
    if (options_.reinstall || candidate.sha256.empty()) return false;
    const Application* now = installed(candidate.package.app_name);
    const auto known = history(candidate.package.app_name);
    if (const std::string another = got_as_another(candidate.package.app_name);
        now != nullptr && !another.empty()) {
        diagnostics::detail("{}: which build is installed is not known: '{}', which told the same "
                            "serial number, got a package since",
                            text::visible(session_.target().name), text::visible(another));
        return false;
    }
    if (now == nullptr || known.empty() || known.front().sha256 != candidate.sha256 ||
        known.front().time.empty() ||
        match_version(candidate.package, now->version) == VersionMatch::different ||
        is_by_another(candidate.package, now->vendor))
        return false;
    report_.application = now->name;
    report_.version = now->version;
    report_.status = now->status;
    report_.deployed_at = known.front().time;
    report_.checks = {{.id = "installed",
                       .reason = fmt::format("this build is installed, deployed from here at {}",
                                             text::visible(report_.deployed_at))}};
    return true;
}

// A process that was sending this build was killed.
bool Deployment::was_installed_before_the_break(const Candidate& candidate) {
    if (!options_.interrupted || options_.interrupted->sha256 != candidate.sha256) return false;
    const Intent& intent = *options_.interrupted;
    step(fmt::format("asking what became of the upload that {}",
                     intent.has_failed ? "failed" : "was interrupted"));
    const auto version =
        version_installed_since(session_, candidate.package, intent, options_.resolve, clock_);
    read_list();
    meet(candidate.package.app_name);
    if (!version) return false;
    report_.previous_version = intent.version_before;
    report_.outcome = {.kind = intent.version_before.empty()
                                   ? DeployOutcome::Kind::installed
                                   : replacement(intent.version_before, *version)};
    step(fmt::format("{} {} was installed {}; it is not sent again",
                     text::visible(report_.application), text::visible(*version),
                     intent.has_failed ? "all the same" : "before the interruption"));
    remember(candidate, Purpose::deploy);
    return true;
}

void Deployment::doubt_record() {
    if (options_.history != nullptr) doubted_ = options_.history->doubt(identity(), app_);
}

// The device has what it had.
void Deployment::trust_record() {
    if (options_.history != nullptr) options_.history->trust(identity(), app_, doubted_);
}

// What came elsewhere is behind the record of this device now, which says enough.
void Deployment::trust_others() {
    const Identity device = identity();
    std::erase_if(doubted_,
                  [&](const Deployed& entry) { return entry.known_as == device.known_as; });
    if (device.may_be_filed()) trust_record();
}

void Deployment::remember(const Candidate& candidate, Purpose purpose) {
    if (options_.history == nullptr || candidate.sha256.empty()) return;
    const Package& package = candidate.package;
    try {
        if (purpose == Purpose::roll_back)
            options_.history->back_to(identity(), package.app_name, candidate.sha256);
        else
            options_.history->add(identity(), package.app_name,
                                  {.sha256 = candidate.sha256,
                                   .version = package.version,
                                   .vendor_id = vendor_id(package),
                                   .file_name = package.file.filename().string(),
                                   .time = utc_text()},
                                  package.file);
        trust_others();
    } catch (const Error& error) {
        session_.warn(fmt::format("{}: not remembered, so that it cannot be put back later: {}",
                                  text::visible(session_.target().name), error.what()));
    }
}

// The package before, if this one did not live. What came of it, in words.
std::string Deployment::fall_back(const Error& error) {
    const bool lived = error.kind() != ErrorKind::condition && error.kind() != ErrorKind::refused;
    if (!options_.rollback_on_failure || lived) return {};
    if (report_.previous_version.empty()) return "; there was nothing before it to go back to";
    const std::string before = report_.previous_version;
    try {
        const bool start_again = was_running_;
        installed_ = list_applications(session_);
        step(fmt::format("putting the previous package of {} back", text::visible(app_)));
        put(previous(app_), Purpose::roll_back);
        report_.previous_version = before;
        if (start_again && report_.status != "Running")
            report_.status =
                control_application(session_, Control::start, report_.application).status;
        return "; the previous package was put back";
    } catch (const Error& second) {
        if (second.kind() == ErrorKind::interrupted) throw;
        return fmt::format("; the previous package could not be put back: {}", second.what());
    }
}

void roll_back(Session& session, const std::string& app, const sdk::Knowledge& knowledge,
               const DeployOptions& options, const DeployObserver& observer, DeployReport& report,
               const Clock& clock) {
    Deployment deployment(session, knowledge, options, observer, report, clock);
    deployment.survey();
    deployment.meet(app);
    deployment.put(deployment.previous(app), Deployment::Purpose::roll_back);
    deployment.start();
}

} // namespace acapctl::device
