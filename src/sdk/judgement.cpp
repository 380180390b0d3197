#include "sdk/judgement.hpp"

#include "manifest/architecture_names.hpp"
#include "sdk/interface_table.hpp"
#include "sdk/model_rules.hpp"
#include "sdk/symbol_versions.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

// A fault of the package itself is nothing that it needs.
std::string phrase(const Requirement& need) {
    const bool fault =
        need.kind == RequirementKind::stack || need.what.starts_with("a script that ");
    return fmt::format("{} {} ({})", fault ? "has" : "needs", need.what, need.because);
}

Judgement no(Ground ground, std::string reason) {
    return {.verdict = Verdict::no, .ground = ground, .reason = std::move(reason)};
}

Judgement unknown(Ground ground, std::string reason) {
    return {.verdict = Verdict::unknown, .ground = ground, .reason = std::move(reason)};
}

bool is_every(const AxisOsSet& set) {
    return describe(set) == describe(every_axis_os());
}

Judgement by_axis_os(const Requirement& need, const DeviceFacts& device) {
    if (need.allows.empty()) return no(Ground::package, phrase(need));
    if (device.any_axis_os) return {};
    if (!device.axis_os) {
        if (is_every(need.proven) && need.conditions.empty()) return {};
        return unknown(Ground::axis_os,
                       phrase(need) + "; the device does not tell its AXIS OS version");
    }
    if (contains(need.allows, *device.axis_os)) {
        if (contains(need.proven, *device.axis_os)) return {};
        const std::string why =
            need.doubt.empty() ? "not known whether this AXIS OS has it" : need.doubt;
        return unknown(Ground::axis_os, phrase(need) + "; " + why);
    }
    if (!contains(need.said_to_run, *device.axis_os)) {
        const std::string allowed = describe(need.allows);
        return no(Ground::axis_os,
                  need.what == allowed ? phrase(need) : phrase(need) + ": " + allowed);
    }
    Judgement result =
        unknown(Ground::axis_os, fmt::format("{}; not known whether this AXIS OS insists on it: {}",
                                             phrase(need), need.said_by));
    result.said_to_run = true;
    return result;
}

// The best of those that its package names, where there is one of them, else of all.
Verdict model_verdict(const Requirement& need, const std::vector<std::string>& devices) {
    const bool names_one = std::ranges::any_of(devices, [&](const std::string& device) {
        return text::contains(need.larod_named, device);
    });
    Verdict best = Verdict::no;
    for (const std::string& device : devices) {
        if (processes_images(device) || text::contains(need.larod_refuses, device)) continue;
        if (names_one && !text::contains(need.larod_named, device)) continue;
        best = std::min(best,
                        text::contains(need.larod_takes, device) ? Verdict::yes : Verdict::unknown);
    }
    return best;
}

// Of what a probe has seen; nothing: it says nothing about it.
std::optional<Verdict> measured_verdict(const Requirement& need, const Measured& measured) {
    const auto verdict = [](bool has) { return has ? Verdict::yes : Verdict::no; };
    if (need.kind == RequirementKind::dlpu && measured.dlpu) return verdict(*measured.dlpu);
    if (!measured.larod_devices) return std::nullopt;
    const std::vector<std::string>& devices = *measured.larod_devices;
    if (need.kind == RequirementKind::larod_device)
        return verdict(text::contains(devices, need.larod_device));
    if (need.kind == RequirementKind::library && is_library(need.what, "liblarod.so"))
        return verdict(!devices.empty());
    if (need.kind == RequirementKind::model) return model_verdict(need, devices);
    return std::nullopt;
}

std::optional<Judgement> by_probe(const Requirement& need, const DeviceFacts& device) {
    if (!device.measured) return std::nullopt;
    const Measured& measured = *device.measured;
    const auto verdict = measured_verdict(need, measured);
    if (!verdict) return std::nullopt;
    if (*verdict == Verdict::yes) return Judgement{};
    const std::string seen = fmt::format("{}: {}", measured.when, measured.larod_words());
    if (*verdict == Verdict::unknown)
        return unknown(Ground::chip, fmt::format("{}; not known of those that the device has ({})",
                                                 phrase(need), seen));
    return no(Ground::chip,
              fmt::format("{}, which the device does not have ({})", phrase(need), seen));
}

// The same of a symbol version: a glibc has those of all before it.
std::optional<Judgement> by_glibc(const Requirement& need, const DeviceFacts& device) {
    if (need.kind != RequirementKind::symbol || !need.what.starts_with("GLIBC_") ||
        !device.measured || device.measured->glibc.empty())
        return std::nullopt;
    const Measured& measured = *device.measured;
    const std::string has = "GLIBC_" + measured.glibc;
    if (same_family_not_newer(need.what, has)) return Judgement{};
    if (!same_family_not_newer(has, need.what)) return std::nullopt; // no such number
    return no(Ground::axis_os, fmt::format("{}, and the device has glibc {} ({})", phrase(need),
                                           text::visible(measured.glibc), measured.when));
}

Judgement by_chip(const Requirement& need, const DeviceFacts& device) {
    if (auto measured = by_probe(need, device)) return *measured;
    if (!need.chips || device.any_chip) return {};
    if (device.chip == nullptr)
        return unknown(Ground::chip, phrase(need) + (device.soc.empty()
                                                         ? "; the device does not tell its chip"
                                                         : fmt::format("; {} is no chip known here",
                                                                       device.chip_name())));
    if (!text::contains(*need.chips, device.chip->name))
        return no(Ground::chip, fmt::format("{}, which {} does not have: {}", phrase(need),
                                            device.chip_name(), need.source));
    if (!text::contains(need.unsure_chips, device.chip->name)) return {};
    if (!need.unsure_why.empty())
        return unknown(Ground::chip, fmt::format("{}; {}", phrase(need), need.unsure_why));
    return unknown(Ground::chip, fmt::format("{}; not known whether every model with {} has it",
                                             phrase(need), device.chip_name()));
}

Judgement by_architecture(const Requirement& need, const DeviceFacts& device) {
    if (!need.architectures || device.any_chip) return {};
    if (device.architecture.empty())
        return unknown(Ground::architecture,
                       phrase(need) + "; the device does not tell its architecture");
    for (const std::string& architecture : *need.architectures)
        if (same_architecture(architecture, device.architecture)) return {};
    return no(Ground::architecture, fmt::format("{}, {} is {}", phrase(need), device.chip_name(),
                                                text::visible(device.architecture)));
}

// A release with all its patches has what some of them have: not all do.
void add_parts_of_release(const Requirement& need, const AxisOs& asked, Judgement& found) {
    if (!asked.is_release() || found.verdict == Verdict::no) return;
    for (const AxisOsSet* set : {&need.allows, &need.proven}) {
        if (!contains(*set, asked) || contains(*set, asked.first())) continue;
        found.conditions.push_back(
            {{AxisOsRange{asked, asked}}, phrase(need) + ": " + describe(*set), Remedy::update});
        return;
    }
}

} // namespace

const char* requirement_kind_name(RequirementKind kind) {
    static constexpr const char* names[] = {
        "schema",  "manifest",     "declared", "user",         "signature", "symbol",
        "library", "architecture", "dlpu",     "larod-device", "model",     "method",
        "program", "stack",        "time",     "interface",    "permission"};
    return names[static_cast<int>(kind)];
}

std::string Measured::larod_words() const {
    if (!larod_devices) return "";
    return larod_devices->empty() ? "no larod" : text::some_of(*larod_devices, 8);
}

std::string DeviceFacts::chip_name() const {
    if (!soc.empty()) return text::visible(soc);
    return chip == nullptr ? "the device" : chip->label;
}

std::string DeviceFacts::chip_id() const {
    return chip == nullptr ? chip_name() : chip->name;
}

DeviceFacts device_facts(const std::string& architecture, const std::string& soc,
                         const std::string& axis_os, const Catalog& catalog) {
    return {.architecture = architecture,
            .soc = soc,
            .chip = catalog.chip_of_soc(soc),
            .axis_os = AxisOs::parse_release(axis_os)};
}

Judgement judge(const Requirement& need, const DeviceFacts& device) {
    const auto measured = by_glibc(need, device);
    Judgement result = measured ? *measured : by_axis_os(need, device);
    for (Judgement other : {by_chip(need, device), by_architecture(need, device)})
        if (other.verdict > result.verdict) result = std::move(other);
    if (device.axis_os)
        for (const Condition& condition : need.conditions)
            if (contains(condition.where, *device.axis_os)) result.conditions.push_back(condition);
    if (device.axis_os) add_parts_of_release(need, *device.axis_os, result);
    return result;
}

Judgement judge_architecture(std::string_view built_for, const DeviceFacts& device) {
    if (built_for == "all") return {};
    if (device.architecture.empty()) {
        if (device.any_chip) return {};
        return unknown(Ground::architecture, "the device does not tell its architecture");
    }
    if (built_for.empty())
        return unknown(Ground::architecture, "the package does not tell its architecture");
    const ArchitectureNames* known = find_architecture(device.architecture);
    const bool refused = known != nullptr && text::contains(known->refused, built_for);
    if (built_for == device.architecture) return {};
    if (same_architecture(built_for, device.architecture) && !refused) {
        if (known == nullptr || built_for == known->name || !known->sdk) return {};
        return unknown(
            Ground::architecture,
            fmt::format("is built for {}; not known whether devices take {} by that name",
                        text::visible(built_for), known->name));
    }
    return no(Ground::architecture,
              fmt::format("is built for {}, {} is {}", text::visible(built_for), device.chip_name(),
                          text::visible(device.architecture)));
}

Judgement judge_release(const DeviceFacts& device) {
    if (device.chip == nullptr || !device.axis_os) return {};
    const Chip& chip = *device.chip;
    if (!chip.axis_os.contains(*device.axis_os)) return no(Ground::chip, chip.source);
    if (chip.doubtful_max && *device.axis_os >= chip.doubtful_max->beyond())
        return unknown(Ground::chip, chip.doubt);
    if (!chip.listed || (chip.listed_since && *device.axis_os < *chip.listed_since))
        return unknown(Ground::chip, chip.source);
    return {};
}

} // namespace acapctl::sdk
