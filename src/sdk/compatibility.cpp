#include "sdk/compatibility.hpp"

#include "manifest/architecture_names.hpp"
#include "sdk/interface_needs.hpp"
#include "sdk/sentence.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::sdk {

namespace {

// A package for "all" installs everywhere and starts where its programs do.
std::optional<Requirement> programs_of_all(const CompatibilityInput& input) {
    std::vector<std::string> architectures = input.helper_architectures;
    if (!input.program_architecture.empty()) architectures = {input.program_architecture};
    if (architectures.empty()) return std::nullopt;
    return Requirement{.kind = RequirementKind::architecture,
                       .what = text::visible(text::join(architectures, " or ")),
                       .because = text::visible(input.program),
                       .architectures = architectures,
                       .source = "the ELF header of the program"};
}

std::optional<Requirement> architecture_requirement(const CompatibilityInput& input) {
    const std::string& built_for = input.program_architecture;
    if (input.architecture == "all") return programs_of_all(input);
    if (built_for.empty() || same_architecture(built_for, input.architecture)) return std::nullopt;
    return Requirement{
        .kind = RequirementKind::architecture,
        .what =
            fmt::format("{}, but the package says {}", text::visible(built_for),
                        input.architecture.empty() ? "nothing" : text::visible(input.architecture)),
        .because = text::visible(input.program),
        .allows = {},
        .proven = {},
        .source = "the ELF header of the program"};
}

void add_interfaces(const CompatibilityInput& input, std::vector<Requirement>& needs) {
    const InterfaceTable& table = InterfaceTable::built_in();
    for (InterfaceNeed& found : interface_needs(input.uses, table))
        needs.push_back(std::move(found.need));
    for (Requirement& right : right_requirements(input.uses, input.asked, table))
        needs.push_back(std::move(right));
}

// A build fills in the oldest AXIS OS where a source leaves it out, as Axis' examples do.
bool has_open_range(const CompatibilityInput& input) {
    return input.declared && input.schema_version.starts_with("2.") &&
           std::ranges::any_of(*input.declared, [&](const AxisOsRange& range) {
               return !range.max || (input.packed && !range.min);
           });
}

std::vector<Requirement> requirements_of(const CompatibilityInput& input,
                                         const Knowledge& knowledge) {
    const auto& [catalog, symbols] = knowledge;
    std::vector<Requirement> needs;
    const Policies& policies = catalog.policies();
    if (auto need = architecture_requirement(input)) needs.push_back(std::move(*need));
    if (!input.compiled) needs.push_back(program_requirement(input.program));
    needs.push_back(schema_requirement(input.schema_version, policies, input.conf_twin));
    if (!input.manifest_fault.empty())
        needs.push_back(manifest_requirement(input.manifest_fault, policies));
    if (input.declared)
        needs.push_back(declared_requirement(*input.declared, input.schema_version, policies));
    if (has_open_range(input)) needs.push_back(bounds_requirement(policies));
    if (!input.root_place.empty()) needs.push_back(root_requirement(input.root_place, policies));
    if (!input.stack_file.empty()) needs.push_back(stack_requirement(input.stack_file, policies));
    if (!input.time32_file.empty())
        needs.push_back(time_requirement(input.time32_file, input.time32_library, policies));
    for (auto& need : symbol_requirements(input.symbols, input.architecture, knowledge))
        needs.push_back(std::move(need));
    for (const LibraryNeed& library : input.libraries)
        if (auto need = library_requirement(library, catalog)) needs.push_back(std::move(*need));
    for (const std::string& word : input.run_options)
        if (auto need = larod_device_requirement(word, input.run_options_place, catalog))
            needs.push_back(std::move(*need));
    if (input.requires_dlpu) needs.push_back(dlpu_requirement(catalog));
    if (links_larod(input.uses))
        if (auto need =
                model_requirement(input.models, named_larod_devices(input.run_options), catalog))
            needs.push_back(std::move(*need));
    add_interfaces(input, needs);
    if (!input.is_signed) needs.push_back(signature_requirement(policies));
    return needs;
}

// Whether nothing speaks against some AXIS OS on the chip.
bool may_run_on(const Chip& chip, const Compatibility& package) {
    const DeviceFacts device{.architecture = chip.architecture, .chip = &chip, .any_axis_os = true};
    return judge_architecture(package.architecture, device).verdict != Verdict::no &&
           std::ranges::none_of(package.requirements,
                                [&](const Requirement& need) {
                                    return judge(need, device).verdict == Verdict::no;
                                }) &&
           !intersection(package.allows, {chip.axis_os}).empty();
}

Runs runs_by(Verdict verdict) {
    if (verdict == Verdict::no) return Runs::no;
    return verdict == Verdict::yes ? Runs::yes : Runs::unknown;
}

struct Reason {
    Runs runs;
    std::string text;
};

void add_reason(std::vector<Reason>& reasons, const Judgement& found) {
    if (found.verdict != Verdict::yes) reasons.push_back({runs_by(found.verdict), found.reason});
    for (const Condition& condition : found.conditions)
        reasons.push_back({Runs::conditional, condition.what});
}

} // namespace

Answer Compatibility::on(const DeviceFacts& device) const {
    const Judgement built = judge_architecture(architecture, device);
    const Judgement release = judge_release(device);
    for (const Judgement& found : {built, release})
        if (found.verdict == Verdict::no) return {Runs::no, {found.reason}};
    std::vector<Reason> reasons;
    for (const Requirement& need : requirements) add_reason(reasons, judge(need, device));
    add_reason(reasons, built);
    add_reason(reasons, release);

    Answer answer;
    for (const Reason& reason : reasons) answer.runs = std::max(answer.runs, reason.runs);
    // Beside a plain "no", what is merely unknown or conditional explains nothing.
    for (Reason& reason : reasons)
        if (answer.runs != Runs::no || reason.runs == Runs::no)
            answer.reasons.push_back(std::move(reason.text));
    return answer;
}

Compatibility compatibility(const CompatibilityInput& input, const Knowledge& knowledge) {
    Compatibility result{.architecture = input.architecture,
                         .requirements = requirements_of(input, knowledge)};
    result.allows = result.proven = every_axis_os();
    for (const Requirement& need : result.requirements) {
        result.allows = intersection(result.allows, need.allows);
        result.proven = intersection(result.proven, need.proven);
    }
    for (const Chip& chip : knowledge.catalog.chips())
        if (chip.listed && may_run_on(chip, result)) result.chips.push_back(chip);
    result.sentence = sentence(result);
    return result;
}

PackageChoice choose_for(const DeviceFacts& device,
                         const std::vector<const Compatibility*>& packages) {
    PackageChoice best;
    for (std::size_t i = 0; i < packages.size(); ++i) {
        Answer answer = packages[i]->on(device);
        if (packages[i]->architecture != "all" &&
            same_architecture(packages[i]->architecture, device.architecture))
            return {i, std::move(answer)};
        if (i == 0 || answer.runs < best.answer.runs) best = {i, std::move(answer)};
    }
    return best;
}

nlohmann::json json_of(const AxisOsSet& set) {
    auto list = nlohmann::json::array();
    const auto bound = [](const std::optional<AxisOs>& version) {
        return version ? nlohmann::json(version->str()) : nlohmann::json();
    };
    for (const AxisOsRange& range : set)
        list.push_back({{"min", bound(range.min)}, {"max", bound(range.max)}});
    return list;
}

nlohmann::json json_of(const std::vector<Requirement>& requirements) {
    auto list = nlohmann::json::array();
    for (const Requirement& need : requirements) {
        nlohmann::json row = {{"kind", requirement_kind_name(need.kind)},
                              {"what", need.what},
                              {"because", need.because},
                              {"allows", json_of(need.allows)},
                              {"proven", json_of(need.proven)},
                              {"source", need.source}};
        if (need.architectures) row["architectures"] = *need.architectures;
        row["chips"] = need.chips ? nlohmann::json(*need.chips) : nlohmann::json();
        row["conditions"] = nlohmann::json::array();
        for (const Condition& condition : need.conditions)
            row["conditions"].push_back(
                {{"axisOs", json_of(condition.where)}, {"what", condition.what}});
        list.push_back(std::move(row));
    }
    return list;
}

} // namespace acapctl::sdk

namespace acapctl {

const char* runs_name(Runs runs) {
    static constexpr const char* names[] = {"yes", "conditional", "unknown", "no"};
    return names[static_cast<int>(runs)];
}

} // namespace acapctl
