#include "device/deploy/replaced.hpp"

#include "device/deploy/package_choice.hpp"
#include "device/deploy/road.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::device {

namespace {

struct Replacing {
    const Candidate& candidate;
    const Situation& situation;

    const Package& package() const { return candidate.package; }
    std::string name() const { return text::visible(package().app_name); }
    const Application* installed() const {
        return find_application(situation.installed, package().app_name);
    }
};

// What has to be removed first cannot be had back.
void advise_removal(Check& check, const Application& old) {
    if (old.license == "Valid") check.remedy += ", and have its licence key at hand";
    check.advice.insert(check.advice.begin(), {{Advice::note_settings, {old.name}},
                                               {Advice::remove_application, {old.name}}});
}

Check letter_case(const Replacing& subject) {
    Check check{.id = "letter-case"};
    const Application* similar = subject.installed();
    if (similar == nullptr || similar->name == subject.package().app_name) {
        check.reason = fmt::format("no other spelling of '{}' is installed", subject.name());
        return check;
    }
    const std::string other = text::visible(similar->name);
    check.result = CheckResult::no;
    check.reason = fmt::format("'{}' is installed, and a device does not take '{}' beside it",
                               other, subject.name());
    check.remedy = "remove that one first";
    advise_removal(check, *similar);
    return check;
}

// A "no" to what the device would do and can rarely be undone, unless the user permits it.
void guard(Check& check, bool permitted, const char* code, Advice::Kind how) {
    check.result = permitted ? CheckResult::hint : CheckResult::no;
    if (permitted) return;
    check.code = code;
    check.overridable = true;
    check.advice = {{how}};
}

Check replaces(const Replacing& subject) {
    Check check{.id = "version"};
    const Application* old = subject.installed();
    const std::string fresh = text::visible(subject.package().version);
    if (old == nullptr) {
        check.reason = fmt::format("{} is not installed yet", subject.name());
        return check;
    }
    const std::string before = text::visible(old->version);
    if (!can_compare(old->version) || !can_compare(subject.package().version)) {
        check.result = CheckResult::unknown;
        check.reason = fmt::format("{} is installed in version '{}', which cannot be compared with "
                                   "'{}'",
                                   subject.name(), before, fresh);
        return check;
    }
    const DeployOutcome::Kind kind = replacement(old->version, subject.package());
    if (kind == DeployOutcome::Kind::reinstalled) {
        check.reason = fmt::format("{} {} is installed again", subject.name(), fresh);
        return check;
    }
    check.reason = fmt::format("{} {} is {} to {}", subject.name(), before,
                               DeployOutcome{.kind = kind}.text(), fresh);
    if (kind != DeployOutcome::Kind::downgraded) return check;
    guard(check, subject.situation.permitted.downgrade, "downgrade", Advice::allow_downgrade);
    check.reason = check.result == CheckResult::no
                       ? fmt::format("{} {} is installed, which is newer than {}", subject.name(),
                                     before, fresh)
                       : check.reason + "; it keeps the settings and data of the newer version";
    return check;
}

Check bundled(const Replacing& subject) {
    Check check{.id = "bundled"};
    const Application* old = subject.installed();
    if (old == nullptr) {
        check.reason = "nothing to replace";
    } else if (!old->bundled) {
        check.result = CheckResult::unknown; // before AXIS OS 12
        check.reason = "the device does not tell whether the installed one came with AXIS OS";
    } else if (!*old->bundled) {
        check.reason = "the installed one did not come with AXIS OS";
    } else {
        check.reason = fmt::format("{} {} came with AXIS OS, and this package replaces it",
                                   subject.name(), text::visible(old->version));
        guard(check, subject.situation.permitted.bundled, "replaces-bundled",
              Advice::allow_bundled);
    }
    return check;
}

// list.cgi shows the vendor's name, and the device compares ids: error 27.
Check vendor(const Replacing& subject) {
    Check check{.id = "vendor"};
    const Application* old = subject.installed();
    const std::string ours = vendor_id(subject.package());
    const std::string& known = subject.situation.known_vendor_id;
    const bool permitted = subject.situation.permitted.other_vendor;
    if (old == nullptr) {
        check.reason = "nothing to replace";
    } else if (!known.empty() && text::lower(known) != text::lower(ours)) {
        // Somebody else may have replaced what was deployed from here.
        guard(check, permitted, "other-vendor", Advice::allow_other_vendor);
        check.reason =
            fmt::format("vendor id {} would replace {}, which the device refuses{}",
                        ours.empty() ? "(none)" : text::visible(ours), text::visible(known),
                        subject.situation.vendor_id_of_version
                            ? "; that is known from the package of this version that another "
                              "device got from here"
                            : "");
        check.remedy = "keep the vendor id, or remove the application first";
        advise_removal(check, *old);
    } else if (known.empty() && is_by_another(subject.package(), old->vendor)) {
        check.reason = fmt::format("the package is by '{}', the installed {} by '{}'",
                                   text::visible(subject.package().vendor), subject.name(),
                                   text::visible(old->vendor));
        guard(check, permitted, "other-vendor", Advice::allow_other_vendor);
        if (permitted) check.reason += "; another vendor id would be refused";
        if (!ours.empty()) {
            check.remedy = "if the vendor id is another one too, the device wants the application "
                           "removed first";
            advise_removal(check, *old);
        }
    } else if (!ours.empty() && known.empty()) {
        check.result = CheckResult::unknown;
        check.reason = "the device does not tell the vendor id of the installed one";
    } else {
        check.reason = subject.situation.vendor_id_of_version
                           ? "as in the package of this version that another device got from here"
                           : "as installed";
    }
    return check;
}

} // namespace

std::vector<Check> replacement_checks(const Candidate& candidate, const Situation& situation) {
    const Replacing subject{candidate, situation};
    return {letter_case(subject), vendor(subject), replaces(subject), bundled(subject)};
}

// Only of an application that is known to be one: of others nobody can tell.
std::optional<Check> road_check(const Candidate& candidate, const Situation& situation) {
    const Replacing subject{candidate, situation};
    const Application* old = subject.installed();
    if (old == nullptr) return std::nullopt;
    const auto known = road_of(old->name, subject.situation.host);
    if (!known) return std::nullopt;
    const std::string risk = "the connection breaks while it is replaced, and the device may have "
                             "to be joined again";
    return Check{.id = "road",
                 .result = CheckResult::hint,
                 .reason = known->addressed
                               ? fmt::format("{} is {}, and {} looks like an address that it gives "
                                             "the device: {}",
                                             text::visible(old->name), known->what,
                                             text::visible(subject.situation.host), risk)
                               : fmt::format("{} is {}; if it is your way to the device, {}",
                                             text::visible(old->name), known->what, risk),
                 .remedy = "have another way to the device before you replace it"};
}

} // namespace acapctl::device
