#include "device/deploy/preflight.hpp"

#include "device/deploy/package_choice.hpp"
#include "device/deploy/replaced.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/policy.hpp"
#include "manifest/schema/validate.hpp"
#include "package/elf_scan.hpp"
#include "sdk/package_needs.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using sdk::Requirement;
using sdk::RequirementKind;
using sdk::Verdict;

// The first of a kind; nullptr: the package has none.
const Requirement* find_need(const Candidate& candidate, RequirementKind kind) {
    const auto& needs = candidate.compatibility.requirements;
    const auto found = std::ranges::find(needs, kind, &Requirement::kind);
    return found == needs.end() ? nullptr : &*found;
}

struct Subject {
    const Candidate& candidate;
    const Situation& situation;
    const sdk::Catalog& catalog;
    sdk::DeviceFacts device = device_of(situation, catalog);

    const Package& package() const { return candidate.package; }
    std::string name() const { return text::visible(package().app_name); }
    std::string device_os() const {
        return device.axis_os ? "AXIS OS " + text::visible(situation.facts.axis_os)
                              : "the device does not tell its AXIS OS version";
    }
    bool lacks_setting(const char* name) const {
        return device.axis_os &&
               !may_have_policy(name, situation.facts.axis_os, catalog.policies());
    }
    bool wants_signature() const {
        const Requirement* need = find_need(candidate, RequirementKind::signature);
        if (need == nullptr) return false;
        const auto conditions = judge(*need, device).conditions;
        return std::ranges::find(conditions, sdk::Remedy::signature, &sdk::Condition::remedy) !=
               conditions.end();
    }
    const Application* installed() const {
        return find_application(situation.installed, package().app_name);
    }
};

std::string manifest_text(const Package& package, const char* path) {
    if (!package.manifest) return {};
    return JsonDocument::parse(*package.manifest, "manifest.json").root.text_at(path);
}

CheckResult result_of(Verdict verdict) {
    if (verdict == Verdict::no) return CheckResult::no;
    return verdict == Verdict::yes ? CheckResult::yes : CheckResult::unknown;
}

// The worst judgement about all requirements of some kinds; without any, what its AXIS OS may want
// of the package.
Check judge_kinds(const Subject& subject, Check check, std::initializer_list<RequirementKind> kinds,
                  std::string when_yes) {
    std::vector<std::string> reasons;
    std::vector<std::string> hints;
    bool rebuild = false;
    for (const Requirement& need : subject.candidate.compatibility.requirements) {
        if (std::ranges::find(kinds, need.kind) == kinds.end()) continue;
        const sdk::Judgement found = judge(need, subject.device);
        for (const sdk::Condition& condition : found.conditions) {
            hints.push_back(condition.what);
            if (condition.remedy == sdk::Remedy::rebuild) rebuild = true;
        }
        const CheckResult result = result_of(found.verdict);
        if (result == CheckResult::yes || result < check.result) continue;
        if (result > check.result) reasons.clear();
        check.result = result;
        const bool by_version = result == CheckResult::no && found.ground == sdk::Ground::axis_os;
        reasons.push_back(found.reason +
                          (by_version ? "; the device has " + subject.device_os() : ""));
    }
    if (reasons.empty() && !hints.empty()) {
        check.result = CheckResult::hint;
        reasons = std::move(hints);
        if (rebuild) check.remedy = "build it anew with an SDK for this AXIS OS once there is one";
    }
    check.reason = reasons.empty() ? std::move(when_yes) : text::join(reasons, "; ");
    if (check.result == CheckResult::yes) {
        check.remedy.clear();
        check.advice.clear();
    }
    check.overridable = check.result == CheckResult::no;
    return check;
}

Check architecture(const Subject& subject) {
    const std::string ours = text::visible(subject.device.architecture);
    const std::string& theirs = subject.package().architecture;
    const sdk::Judgement found = judge_architecture(theirs, subject.device);
    Check check{.id = "architecture", .result = result_of(found.verdict), .reason = found.reason};
    if (check.result == CheckResult::unknown) return check;
    check.reason = fmt::format("the package is for {}, the device is {}", text::visible(theirs),
                               ours.empty() ? "of an architecture that it does not tell" : ours);
    if (check.result == CheckResult::no)
        add_build_advice(check.remedy, check.advice, subject.device.architecture);
    return check;
}

// The device validates it again, by the schemas it has.
Check manifest(const Subject& subject) {
    Check check{.id = "manifest"};
    if (!subject.package().manifest) {
        check.reason = "none; package.conf stands for it";
        return check;
    }
    if (subject.device.axis_os &&
        subject.catalog.policies().manifest_ignored.holds(*subject.device.axis_os)) {
        check.reason = "not read by this AXIS OS; package.conf stands for it";
        return check;
    }
    const auto document = JsonDocument::parse(*subject.package().manifest, "manifest.json");
    for (const auto& finding : manifest::validate(document, manifest::Stage::package).findings) {
        if (finding.severity != manifest::Severity::error) continue;
        check.result = CheckResult::no;
        check.overridable = true;
        check.reason =
            fmt::format("manifest.json: {}: {}", text::visible(finding.path), finding.message);
        check.advice = {{Advice::lint_package}};
        return check;
    }
    check.reason =
        fmt::format("valid by schema {}", text::visible(subject.package().schema_version));
    return check;
}

Check chip(const Subject& subject) {
    const std::string soc = text::visible(subject.situation.facts.soc);
    return judge_kinds(subject, {.id = "chip", .advice = {{Advice::see_where_it_runs}}},
                       {RequirementKind::library, RequirementKind::dlpu,
                        RequirementKind::larod_device, RequirementKind::model},
                       soc.empty() ? "nothing that depends on the chip"
                                   : fmt::format("nothing that {} lacks", soc));
}

Check axis_os(const Subject& subject) {
    Check check{.id = "axis-os",
                .remedy =
                    "build it for the AXIS OS of the device, with an SDK that is not newer, and "
                    "from AXIS OS 13 on with manifest schema 2; or update the device",
                .advice = {{Advice::see_where_it_runs}}};
    const bool second = subject.package().schema_version.starts_with("2.");
    if (!second && subject.device.axis_os &&
        !subject.catalog.policies().schema1.holds(*subject.device.axis_os))
        check.advice.insert(check.advice.begin(), {Advice::upgrade_manifest});
    return judge_kinds(subject, std::move(check),
                       {RequirementKind::schema, RequirementKind::declared}, subject.device_os());
}

// An application without a right is installed, starts, and fails where it needs it.
Check permissions(const Subject& subject) {
    return judge_kinds(subject, {.id = "permissions", .remedy = "ask for it in the manifest"},
                       {RequirementKind::right}, "asks for all that it is seen to use");
}

Check libraries(const Subject& subject) {
    return judge_kinds(subject,
                       {.id = "symbols",
                        .remedy = "build with an SDK not newer than the device's AXIS OS, pack the "
                                  "library, or do without what is gone",
                        .advice = {{Advice::see_where_it_runs}}},
                       {RequirementKind::symbol, RequirementKind::architecture,
                        RequirementKind::stack, RequirementKind::time, RequirementKind::interface},
                       "the device has the versions it links to");
}

Check signature(const Subject& subject) {
    Check check{.id = "signature"};
    const Situation& situation = subject.situation;
    if (subject.package().is_signed()) {
        check.reason = "signed; the device verifies it";
        return check;
    }
    if (situation.allow_unsigned == true ||
        (!situation.allow_unsigned && subject.lacks_setting(allow_unsigned))) {
        check.reason = "not signed; the device takes unsigned packages";
    } else if (situation.allow_unsigned && situation.will_allow_unsigned) {
        check.reason = "not signed; AllowUnsigned is off and is switched on for the upload";
    } else if (situation.allow_unsigned) {
        check.result = CheckResult::no;
        check.reason = fmt::format("{} is not signed, and the device takes only signed packages "
                                   "(AllowUnsigned=false): unsigned ones are refused",
                                   text::visible(subject.package().file.filename().string()));
        if (subject.wants_signature()) // AXIS OS 13 has no such choice any more
            check.remedy = how_to_sign;
        else
            check.advice = {{Advice::allow_unsigned}};
    } else if (subject.wants_signature() &&
               !subject.catalog.policies().unsigned_refused.doubt.empty()) {
        check.result = CheckResult::unknown;
        check.reason =
            fmt::format("not signed, and not known whether {} takes unsigned packages: {}",
                        subject.device_os(), subject.catalog.policies().unsigned_refused.doubt);
    } else if (subject.wants_signature()) {
        check.result = CheckResult::no;
        check.reason =
            fmt::format("not signed, and {} takes no unsigned packages", subject.device_os());
        check.remedy = how_to_sign;
        check.overridable = true; // development builds take them
    } else {
        check.result = CheckResult::unknown;
        check.reason = "not signed, and the device has no setting that tells whether it minds";
    }
    return check;
}

Check root_user(const Subject& subject) {
    Check check{.id = "root-user"};
    const Requirement* root = find_need(subject.candidate, RequirementKind::user);
    if (root == nullptr) {
        check.reason = "does not run as root";
        return check;
    }
    const std::string remedy = root->because.starts_with("package.conf")
                                   ? "name another APPUSR and APPGRP in package.conf"
                                   : "remove 'user' from the manifest";
    if (judge(*root, subject.device).verdict == Verdict::no) {
        check.result = CheckResult::no;
        check.reason = fmt::format("runs as root: {}", root->source);
        check.remedy = remedy;
    } else if (subject.situation.allow_root == false) {
        check.result = CheckResult::no;
        check.reason = "runs as root, and the device does not allow that (AllowRoot=false)";
        check.remedy = remedy;
        check.advice = {{Advice::allow_root}};
    } else if (subject.situation.allow_root == true) {
        check.reason = "runs as root; the device allows that";
    } else if (subject.lacks_setting(allow_root)) {
        check.reason = fmt::format("runs as root; {} allows that", subject.device_os());
    } else {
        check.result = CheckResult::unknown;
        check.reason = "runs as root; not known whether the device allows that";
    }
    return check;
}

Check licence(const Subject& subject) {
    Check check{.id = "licence"};
    std::string method = manifest_text(subject.package(), "acapPackageConf.copyProtection.method");
    if (method.empty()) method = subject.package().conf_value("LICENSEPAGE");
    if (method != "axis" && method != "custom") {
        check.reason = "needs no licence key";
        return check;
    }
    const Application* old = subject.installed();
    if (old != nullptr && old->license == "Valid") {
        check.reason = "needs a licence key; the device has a valid one";
        return check;
    }
    check.result = CheckResult::hint;
    check.reason = fmt::format("needs a licence key ({})", method);
    if (method == "axis")
        check.advice = {{Advice::install_licence}};
    else
        check.remedy = "the application has its own way to take it";
    return check;
}

Check space(const Subject& subject) {
    return {.id = "space",
            .result = CheckResult::unknown,
            .reason = fmt::format("{} to install; a device does not tell its free space",
                                  text::human_size(subject.package().size))};
}

} // namespace

sdk::DeviceFacts device_of(const Situation& situation, const sdk::Catalog& catalog) {
    const Facts& facts = situation.facts;
    sdk::DeviceFacts device =
        sdk::device_facts(facts.architecture, facts.soc, facts.axis_os, catalog);
    device.measured = situation.measured;
    return device;
}

const char* check_result_name(CheckResult result) {
    static constexpr const char* names[] = {"yes", "hint", "unknown", "no"};
    return names[static_cast<int>(result)];
}

Candidate read_candidate(const std::filesystem::path& file, const sdk::Knowledge& knowledge,
                         const std::stop_token& stop) {
    PackageScan scan = scan_package(file, sdk::InterfaceTable::built_in().words(), stop);
    Candidate candidate{.compatibility =
                            sdk::compatibility(sdk::compatibility_input(scan), knowledge),
                        .sha256 = sha256_of_file(file, stop)};
    candidate.package = std::move(scan.package);
    return candidate;
}

bool needs_root(const Candidate& candidate) {
    return find_need(candidate, RequirementKind::user) != nullptr;
}

std::string vendor_id(const Package& package) {
    return manifest_text(package, "acapPackageConf.setup.vendorId");
}

std::vector<Check> preflight(const Candidate& candidate, const Situation& situation,
                             const sdk::Catalog& catalog) {
    const Subject subject{candidate, situation, catalog};
    std::vector<Check> checks{architecture(subject), manifest(subject),  chip(subject),
                              axis_os(subject),      libraries(subject), permissions(subject),
                              signature(subject),    root_user(subject)};
    for (Check& check : replacement_checks(candidate, situation))
        checks.push_back(std::move(check));
    checks.push_back(licence(subject));
    checks.push_back(space(subject));
    if (auto known = road_check(candidate, situation)) checks.push_back(*std::move(known));
    return checks;
}

void refuse_if_no(const std::vector<Check>& checks, bool force) {
    std::vector<std::string> reasons;
    std::vector<std::string> remedies;
    std::vector<Advice> advice;
    bool all_the_same = false;
    const Check* first = nullptr;
    for (const Check& check : checks) {
        if (check.result != CheckResult::no || (force && check.overridable)) continue;
        if (first == nullptr) first = &check;
        reasons.push_back(check.reason);
        if (!check.remedy.empty()) remedies.push_back(check.remedy);
        for (const Advice& one : check.advice)
            if (std::ranges::find(advice, one) == advice.end()) advice.push_back(one);
        if (check.overridable && check.code.empty()) all_the_same = true;
    }
    if (first == nullptr) return;
    if (all_the_same) advice.push_back({Advice::deploy_all_the_same});
    throw Error({.kind = ErrorKind::incompatible,
                 .code = first->code.empty() ? first->id : first->code,
                 .message = text::join(reasons, "; and "),
                 .hint = text::join(remedies, "; "),
                 .advice = std::move(advice)});
}

} // namespace acapctl::device
