#include "sdk/compatibility.hpp"

#include "manifest/schema/shape.hpp"
#include "sdk/sentence.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::sdk {

namespace {

AxisOsSet from(const AxisOs& min) {
    return {AxisOsRange{.min = min}};
}

// The oldest release known to be newer than everything within `version`.
AxisOs release_after(const AxisOs& version, const Catalog& catalog) {
    for (const AxisOs& release : known_releases(catalog))
        if (release >= version.beyond()) return release;
    return version.beyond();
}

Requirement schema_requirement(const std::string& version, const Policies& policies) {
    Requirement need{.kind = "schema",
                     .what = "manifest schema " + text::visible(version),
                     .because = "manifest.json: schemaVersion",
                     .source = "the table of manifest schema versions"};
    const bool second = version.starts_with("2.");
    const auto* known = manifest::find_schema_version(version);
    const auto first = known != nullptr ? AxisOs::parse(known->axis_os) : std::nullopt;
    if (!first) {
        need.what += " (not known here)";
        need.proven.clear();
        if (!second) need.allows = {policies.schema1.axis_os};
        return need;
    }
    need.allows = from(*first);
    if (!second) need.allows = intersection(need.allows, {policies.schema1.axis_os});
    need.proven = need.allows;
    if (second) {
        need.source = policies.schema2_lts.source;
        need.allows.insert(need.allows.begin(), policies.schema2_lts.axis_os);
        // Which 2.x the LTS track understands beyond the first is not documented.
        if (version == "2.0.0") need.proven = need.allows;
    }
    return need;
}

Requirement package_conf_requirement(const Policies& policies) {
    return {.kind = "schema",
            .what = "an AXIS OS that takes packages without manifest.json",
            .because = "package.conf",
            .allows = {policies.schema1.axis_os},
            .proven = {policies.schema1.axis_os},
            .source = policies.schema1.source};
}

Requirement root_requirement(const Policies& policies) {
    return {.kind = "user",
            .what = "to run as root",
            .because = "manifest.json: acapPackageConf.setup.user",
            .allows = {policies.root.axis_os},
            .proven = {policies.root.axis_os},
            .conditions = {{{policies.root_asked.axis_os},
                            "applications must be allowed to run as root"}},
            .source = policies.root.source};
}

Requirement signature_requirement(const Policies& policies) {
    return {
        .kind = "signature",
        .what = "a device that takes unsigned applications",
        .because = "no signature behind the package",
        .conditions = {{{policies.unsigned_asked.axis_os}, "unsigned applications must be allowed"},
                       {{policies.unsigned_refused.axis_os}, "the package must be signed first"}},
        .source = policies.unsigned_asked.source};
}

Requirement symbol_requirement(const SymbolNeed& wanted, const std::string& architecture,
                               const SymbolTable& symbols, const Catalog& catalog) {
    const SymbolBounds bounds = symbols.bounds(wanted.symbol, wanted.library, architecture);
    Requirement need{.kind = "symbol",
                     .what = text::visible(wanted.symbol),
                     .because = text::visible(wanted.file)};
    need.proven.clear();
    std::vector<std::string> sources;
    if (bounds.present_from) {
        need.proven = from(*bounds.present_from);
        sources.push_back(bounds.present_source);
    }
    if (bounds.absent_up_to) {
        need.allows = from(release_after(*bounds.absent_up_to, catalog));
        if (bounds.absent_source != bounds.present_source) sources.push_back(bounds.absent_source);
    }
    need.source = text::join(sources, "; ");
    return need;
}

// The newest version that each library must have, by the first file that wants it: whoever has
// that one has the older ones.
std::vector<SymbolNeed> newest(const std::vector<SymbolNeed>& all) {
    std::vector<SymbolNeed> kept;
    for (const SymbolNeed& need : all) {
        const auto rival = std::ranges::find_if(kept, [&](const SymbolNeed& other) {
            return same_family_not_newer(need.symbol, other.symbol) ||
                   same_family_not_newer(other.symbol, need.symbol);
        });
        if (rival == kept.end())
            kept.push_back(need);
        else if (!same_family_not_newer(need.symbol, rival->symbol))
            *rival = need;
    }
    return kept;
}

// That Axis does not list a chip for an API says nothing of the library; that it is absent does.
std::optional<Requirement> library_requirement(const LibraryNeed& wanted, const Catalog& catalog) {
    const Api* api = catalog.api_of_library(wanted.library);
    if (api == nullptr || api->absent_on.empty()) return std::nullopt;
    Requirement need{.kind = "library",
                     .what = text::visible(wanted.library),
                     .because = text::visible(wanted.file),
                     .chips = std::vector<std::string>(),
                     .source = api->absent_source};
    for (const Chip& chip : catalog.chips()) {
        if (api->is_absent_on(chip)) continue;
        need.chips->push_back(chip.name);
        if (!api->lists(chip)) need.unsure_chips.push_back(chip.name);
    }
    if (api->axis_os.max) {
        need.allows = need.proven = {AxisOsRange{.max = api->axis_os.max}};
        need.source += "; " + api->source;
    }
    return need;
}

Requirement dlpu_requirement(const Catalog& catalog) {
    Requirement need{.kind = "dlpu",
                     .what = "a deep learning processor",
                     .because = "manifest.json: resources.deepLearningProcessor.required",
                     .chips = std::vector<std::string>()};
    for (const Chip& chip : catalog.chips()) {
        if (chip.dlpu.value_or(true)) need.chips->push_back(chip.name);
        if (!chip.dlpu) need.unsure_chips.push_back(chip.name);
        if (chip.dlpu == false) need.source = chip.dlpu_source;
    }
    return need;
}

std::optional<Requirement> program_requirement(const CompatibilityInput& input) {
    const std::string& built_for = input.program_architecture;
    if (built_for.empty() || built_for == input.architecture) return std::nullopt;
    return Requirement{
        .kind = "architecture",
        .what =
            fmt::format("{}, but the package says {}", text::visible(built_for),
                        input.architecture.empty() ? "nothing" : text::visible(input.architecture)),
        .because = text::visible(input.program),
        .allows = {},
        .proven = {},
        .source = "the ELF header of the program"};
}

std::string phrase(const Requirement& need) {
    return fmt::format("needs {} ({})", need.what, need.because);
}

struct Reason {
    Verdict verdict;
    std::string text;
};

void judge(std::vector<Reason>& reasons, const Requirement& need, const ChipFacts& chip,
           const AxisOs& version) {
    if (!contains(need.allows, version))
        reasons.push_back({Verdict::no, need.allows.empty()
                                            ? phrase(need)
                                            : phrase(need) + ": " + describe(need.allows)});
    else if (need.chips && !text::contains(*need.chips, chip.name))
        reasons.push_back({Verdict::no, phrase(need) + ": " + need.source});
    else if (!contains(need.proven, version))
        reasons.push_back({Verdict::unknown, phrase(need) + ", not known whether it is there"});
    else if (text::contains(need.unsure_chips, chip.name))
        reasons.push_back(
            {Verdict::unknown, phrase(need) + ", not known whether every model has it"});
    for (const Condition& condition : need.conditions)
        if (contains(condition.where, version))
            reasons.push_back({Verdict::conditional, condition.what});
}

} // namespace

Answer Compatibility::on(const ChipFacts& chip, const AxisOs& version) const {
    if (architecture != "all" && architecture != chip.architecture)
        return {Verdict::no,
                {fmt::format("is built for {}, {} is {}", text::visible(architecture), chip.label,
                             chip.architecture)}};
    if (!chip.axis_os.contains(version)) return {Verdict::no, {chip.source}};
    std::vector<Reason> reasons;
    for (const Requirement& need : requirements) judge(reasons, need, chip, version);
    if (!chip.listed || (chip.listed_since && version < *chip.listed_since))
        reasons.push_back({Verdict::unknown, chip.source});

    Answer answer;
    for (const Reason& reason : reasons) answer.verdict = std::max(answer.verdict, reason.verdict);
    // Beside a plain "no", what is merely unknown or conditional explains nothing.
    for (Reason& reason : reasons)
        if (answer.verdict != Verdict::no || reason.verdict == Verdict::no)
            answer.reasons.push_back(std::move(reason.text));
    return answer;
}

Compatibility compatibility(const CompatibilityInput& input, const SymbolTable& symbols,
                            const Catalog& catalog) {
    Compatibility result{.architecture = input.architecture};
    std::vector<Requirement>& needs = result.requirements;
    if (auto need = program_requirement(input)) needs.push_back(std::move(*need));
    needs.push_back(input.schema_version.empty()
                        ? package_conf_requirement(catalog.policies())
                        : schema_requirement(input.schema_version, catalog.policies()));
    if (input.declared)
        needs.push_back({.kind = "declared",
                         .what = describe(*input.declared),
                         .because = "manifest.json: acapPackageConf.setup.compatibleOsVersions",
                         .allows = *input.declared,
                         .proven = *input.declared,
                         .source = "the package itself"});
    if (input.root_user) needs.push_back(root_requirement(catalog.policies()));
    for (const SymbolNeed& need : newest(input.symbols))
        needs.push_back(symbol_requirement(need, input.architecture, symbols, catalog));
    for (const LibraryNeed& library : input.libraries)
        if (auto need = library_requirement(library, catalog)) needs.push_back(std::move(*need));
    if (input.requires_dlpu) needs.push_back(dlpu_requirement(catalog));
    if (!input.is_signed) needs.push_back(signature_requirement(catalog.policies()));

    result.allows = result.proven = every_axis_os();
    for (const Requirement& need : needs) {
        result.allows = intersection(result.allows, need.allows);
        result.proven = intersection(result.proven, need.proven);
    }
    for (const ChipFacts& chip : known_chips(catalog)) {
        const bool built = input.architecture == "all" || input.architecture == chip.architecture;
        const bool has_all = std::ranges::all_of(needs, [&](const Requirement& need) {
            return !need.chips || text::contains(*need.chips, chip.name);
        });
        if (chip.listed && built && has_all && !intersection(result.allows, {chip.axis_os}).empty())
            result.chips.push_back(chip);
    }
    result.sentence = sentence(result);
    return result;
}

const char* verdict_name(Verdict verdict) {
    switch (verdict) {
    case Verdict::yes:
        return "yes";
    case Verdict::conditional:
        return "conditional";
    case Verdict::unknown:
        return "unknown";
    case Verdict::no:
        break;
    }
    return "no";
}

std::vector<ChipFacts> known_chips(const Catalog& catalog) {
    std::vector<ChipFacts> chips;
    for (const Chip& chip : catalog.chips())
        chips.push_back({.name = chip.name,
                         .label = chip.label,
                         .architecture = chip.architecture,
                         .axis_os = chip.axis_os,
                         .dlpu = chip.dlpu,
                         .listed = chip.listed,
                         .listed_since = chip.listed_since,
                         .source = chip.source});
    return chips;
}

std::vector<AxisOs> known_releases(const Catalog& catalog) {
    std::vector<AxisOs> releases;
    for (const Image& image : catalog.images())
        if (auto version = AxisOs::parse(image.axis_os)) releases.push_back(std::move(*version));
    std::ranges::sort(releases, std::less<>());
    releases.erase(std::unique(releases.begin(), releases.end()), releases.end());
    return releases;
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
        nlohmann::json row = {{"kind", need.kind},
                              {"what", need.what},
                              {"because", need.because},
                              {"allows", json_of(need.allows)},
                              {"proven", json_of(need.proven)},
                              {"source", need.source}};
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
