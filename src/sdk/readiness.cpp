#include "sdk/readiness.hpp"

#include <algorithm>
#include <utility>

namespace acapctl::sdk {

namespace {

constexpr const char* signing =
    "have it signed, in the ACAP Service Portal or with the ACAP Signing Service";

Readiness weight_of(const Requirement& need, Verdict verdict) {
    if (verdict == Verdict::yes) return Readiness::ready;
    if (verdict == Verdict::unknown) return Readiness::unknown;
    return need.kind == RequirementKind::signature ? Readiness::once_signed : Readiness::not_ready;
}

// What a person does about it; the judge says what is wrong.
std::string remedy_of(const Requirement& need) {
    if (!need.remedy.empty()) return need.remedy;
    switch (need.kind) {
    case RequirementKind::schema:
        return "build it with a manifest of schema 2";
    case RequirementKind::manifest:
        return "mend the manifest as the reason says";
    case RequirementKind::declared:
        return "take a version whose compatibleOsVersions reach this AXIS OS, or update it first";
    case RequirementKind::user:
        return "build it to run as a user of its own, with groups and D-Bus methods for what it "
               "does";
    case RequirementKind::signature:
        return signing;
    case RequirementKind::symbol:
        return "build it with the SDK of the device's AXIS OS or an older one";
    case RequirementKind::library:
        return "bring the library along, or do without it";
    case RequirementKind::architecture:
    case RequirementKind::program:
        return "build it for this device";
    case RequirementKind::stack:
        return "link it with -z noexecstack";
    case RequirementKind::time:
        return "build it anew with an SDK for this AXIS OS, with 64-bit time";
    case RequirementKind::dlpu:
    case RequirementKind::larod_device:
    case RequirementKind::model:
    case RequirementKind::method:
    case RequirementKind::interface:
    case RequirementKind::right:
        return "";
    }
    return "";
}

void weigh(Prospect& prospect, const Requirement& need, const DeviceFacts& device) {
    const Judgement found = judge(need, device);
    if (found.verdict != Verdict::yes)
        prospect.add({.weight = weight_of(need, found.verdict),
                      .what = found.reason,
                      .source = need.source,
                      .remedy = remedy_of(need)});
    for (const Condition& condition : found.conditions)
        prospect.add({.weight = condition.remedy == Remedy::signature ? Readiness::once_signed
                                                                      : Readiness::warnings,
                      .what = condition.what,
                      .source = need.source,
                      .remedy = condition.remedy == Remedy::update
                                    ? "update the device to a later patch of this AXIS OS"
                                    : remedy_of(need)});
}

void weigh(Prospect& prospect, const Judgement& found) {
    if (found.verdict == Verdict::yes) return;
    prospect.add(
        {.weight = found.verdict == Verdict::no ? Readiness::not_ready : Readiness::unknown,
         .what = found.reason});
}

ReadinessReason contents_unknown(const InstalledFacts& installed) {
    ReadinessReason reason{.weight = Readiness::unknown,
                           .what = "its manifest and programs are not known",
                           .remedy = "give its package, of this very version"};
    if (installed.bundled) {
        reason.what = "it came with AXIS OS; what it needs is not known";
        reason.remedy.clear();
    } else if (installed.lists_ranges && !installed.declared) {
        // Those of schema 1.9 and 1.10 are listed too (12.11, recorded).
        reason.what = "it declares no range of AXIS OS, which schema 2 requires; its manifest and "
                      "programs are not known";
    }
    return reason;
}

} // namespace

const char* readiness_name(Readiness readiness) {
    static constexpr const char* names[] = {"ready", "warnings", "once-signed", "unknown",
                                            "not-ready"};
    return names[static_cast<int>(readiness)];
}

const char* readiness_words(Readiness readiness) {
    static constexpr const char* words[] = {"ready", "ready with warnings", "ready once signed",
                                            "unknown", "not ready"};
    return words[static_cast<int>(readiness)];
}

void Prospect::add(ReadinessReason reason) {
    readiness = std::max(readiness, reason.weight);
    const auto place = std::ranges::upper_bound(reasons, reason.weight, std::greater<>(),
                                                &ReadinessReason::weight);
    reasons.insert(place, std::move(reason));
}

Prospect prospect_of(const DeviceFacts& device) {
    Prospect prospect;
    weigh(prospect, judge_release(device));
    return prospect;
}

Prospect prospect_of(const Compatibility& package, const DeviceFacts& device) {
    Prospect prospect;
    weigh(prospect, judge_architecture(package.architecture, device));
    for (const Requirement& need : package.requirements) weigh(prospect, need, device);
    return prospect;
}

Prospect prospect_of(const InstalledFacts& installed, const DeviceFacts& device,
                     const Catalog& catalog) {
    Prospect prospect;
    const Policies& policies = catalog.policies();
    if (installed.declared) // it takes schema 2, or a late 1.x, to declare them
        weigh(prospect, declared_requirement(*installed.declared, "2.0.0", policies), device);
    if (installed.is_signed == false) weigh(prospect, signature_requirement(policies), device);
    if (installed.uses_dlpu) weigh(prospect, dlpu_requirement(catalog), device);
    if (!installed.is_signed)
        prospect.add({.weight = Readiness::unknown,
                      .what = "the device does not tell whether it is signed"});
    prospect.add(contents_unknown(installed));
    return prospect;
}

} // namespace acapctl::sdk
