#include "sdk/requirements.hpp"

#include "manifest/schema/shape.hpp"
#include "sdk/interface_table.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

AxisOsSet from(const AxisOs& min) {
    return {AxisOsRange{.min = min}};
}

// Where it runs by somebody's word alone the answer is neither "no" nor "yes".
void admit_hearsay(Requirement& need, const Policy& policy) {
    need.said_to_run = {policy.axis_os};
    need.said_by = policy.source;
}

// The oldest release known to be newer than everything within `version`.
AxisOs release_after(const AxisOs& version, const Catalog& catalog) {
    for (const AxisOs& release : known_releases(catalog))
        if (release >= version.beyond()) return release;
    return version.beyond();
}

Requirement package_conf_requirement(const Policies& policies) {
    return {.kind = RequirementKind::schema,
            .what = "an AXIS OS that takes packages without manifest.json",
            .because = "package.conf",
            .allows = {policies.schema1.axis_os},
            .proven = {policies.schema1.axis_os},
            .source = policies.schema1.source};
}

// Before manifests an AXIS OS takes the package by its package.conf.
void admit_conf_twin(Requirement& need, ConfTwin twin, const Policies& policies) {
    if (twin == ConfTwin::none || !policies.manifest_ignored.axis_os.max) return;
    const AxisOsRange range = policies.manifest_ignored.axis_os;
    const auto add = [&](AxisOsSet& set) {
        if (!set.empty() && set.front().min == range.max->beyond())
            set.front().min.reset(); // the two are one
        else
            set.insert(set.begin(), range);
    };
    add(need.allows);
    if (twin == ConfTwin::whole) add(need.proven);
    need.source += "; " + policies.manifest_ignored.source;
    need.doubt =
        policies.manifest_ignored.source + ", so not all that the manifest asks for is given";
}

Requirement symbol_requirement(const SymbolNeed& wanted, const std::string& architecture,
                               const Knowledge& known) {
    const SymbolBounds bounds = known.symbols.bounds(wanted.symbol, wanted.library, architecture);
    Requirement need{.kind = RequirementKind::symbol,
                     .what = text::visible(wanted.symbol),
                     .because = text::visible(wanted.file)};
    need.proven.clear();
    std::vector<std::string> sources;
    if (bounds.present_from) {
        need.proven = from(*bounds.present_from);
        sources.push_back(bounds.present_source);
    }
    if (bounds.absent_up_to) {
        need.allows = from(release_after(*bounds.absent_up_to, known.catalog));
        if (bounds.absent_source != bounds.present_source) sources.push_back(bounds.absent_source);
    }
    if (bounds.proven_up_to)
        need.proven = intersection(need.proven, {AxisOsRange{.max = bounds.proven_up_to}});
    need.doubt = bounds.doubt;
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

// What the table of interfaces says to go is told by it, with what to do.
bool goes_by_table(const std::string& library) {
    const auto goes = [&](const Interface& row) {
        return row.finding() == InterfaceFinding::gone && row.traces.functions.empty() &&
               row.traces.versions.empty() &&
               std::ranges::any_of(row.traces.libraries, [&](const std::string& each) {
                   return is_library(library, each);
               });
    };
    return std::ranges::any_of(InterfaceTable::built_in().interfaces(), goes);
}

} // namespace

std::vector<AxisOs> known_releases(const Catalog& catalog) {
    std::vector<AxisOs> releases;
    for (const Image& image : catalog.images())
        if (auto version = AxisOs::parse_release(image.axis_os))
            releases.push_back(std::move(*version));
    std::ranges::sort(releases, std::less<>());
    releases.erase(std::unique(releases.begin(), releases.end()), releases.end());
    return releases;
}

std::vector<DeviceFacts> known_devices(const Catalog& catalog) {
    std::vector<DeviceFacts> devices;
    for (const Chip& chip : catalog.chips())
        if (chip.listed) devices.push_back({.architecture = chip.architecture, .chip = &chip});
    return devices;
}

std::vector<DeviceFacts> devices_in_question(const DeviceFacts& question, const Catalog& catalog) {
    std::vector<std::optional<AxisOs>> releases{question.axis_os};
    if (question.any_axis_os) {
        const std::vector<AxisOs> known = known_releases(catalog);
        releases.assign(known.begin(), known.end());
    }
    std::vector<DeviceFacts> devices;
    for (DeviceFacts device : question.any_chip ? known_devices(catalog) : std::vector{question})
        for (const std::optional<AxisOs>& release : releases) {
            device.any_axis_os = false;
            device.axis_os = release;
            devices.push_back(device);
        }
    return devices;
}

Requirement schema_requirement(const std::string& version, const Policies& policies,
                               ConfTwin twin) {
    if (version.empty()) return package_conf_requirement(policies);
    Requirement need{.kind = RequirementKind::schema,
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
    if (!second && policies.schema1_lts.axis_os.min < first)
        admit_hearsay(need, policies.schema1_lts);
    if (!second) admit_conf_twin(need, twin, policies);
    if (second) {
        need.source = policies.schema2_lts.source;
        need.allows.insert(need.allows.begin(), policies.schema2_lts.axis_os);
        // Which 2.x the LTS track understands beyond the first is not documented.
        if (version == "2.0.0") need.proven = need.allows;
    }
    return need;
}

Requirement manifest_requirement(const std::string& fault, const Policies& policies) {
    return {.kind = RequirementKind::manifest,
            .what = "a manifest that its schema takes",
            .because = "manifest.json: " + fault,
            .allows = {policies.manifest_ignored.axis_os},
            .proven = {policies.manifest_ignored.axis_os},
            .source = "devices check the manifest by its schema (error 29); " +
                      policies.manifest_ignored.source};
}

Requirement declared_requirement(const AxisOsSet& declared, std::string_view schema,
                                 const Policies& policies) {
    Requirement need{.kind = RequirementKind::declared,
                     .what = describe(declared),
                     .because = "manifest.json: acapPackageConf.setup.compatibleOsVersions",
                     .allows = declared,
                     .proven = declared,
                     .source = "the package itself"};
    if (schema.starts_with("2.") && intersection(declared, {policies.range_lts.axis_os}).empty())
        admit_hearsay(need, policies.range_lts);
    return need;
}

Requirement root_requirement(const std::string& place, const Policies& policies) {
    return {.kind = RequirementKind::user,
            .what = "to run as root",
            .because = place,
            .allows = {policies.root.axis_os},
            .proven = {policies.root.axis_os},
            .conditions = {{{policies.root_asked.axis_os},
                            "applications must be allowed to run as root"}},
            .source = policies.root.source};
}

Requirement signature_requirement(const Policies& policies) {
    const Policy& refused = policies.unsigned_refused;
    return {
        .kind = RequirementKind::signature,
        .what = "a device that takes unsigned applications",
        .because = "no signature behind the package",
        .conditions = {{{policies.unsigned_asked.axis_os}, "unsigned applications must be allowed"},
                       {{refused.axis_os},
                        refused.doubt.empty() ? "the package must be signed first"
                                              : "the package may have to be signed first",
                        Remedy::signature}},
        .source = policies.unsigned_asked.source};
}

std::vector<Requirement> symbol_requirements(const std::vector<SymbolNeed>& needs,
                                             const std::string& architecture,
                                             const Knowledge& knowledge) {
    std::vector<Requirement> list;
    for (const SymbolNeed& need : newest(needs))
        list.push_back(symbol_requirement(need, architecture, knowledge));
    return list;
}

// That a library is absent makes a "no". That Axis does not list a chip for its API does not: the
// library may be there all the same, or may not.
std::optional<Requirement> library_requirement(const LibraryNeed& wanted, const Catalog& catalog) {
    const Api* api = catalog.api_of_library(wanted.library);
    if (api == nullptr || (api->tables.empty() && api->absent_on.empty() && !api->doubtful_max))
        return std::nullopt;
    Requirement need{.kind = RequirementKind::library,
                     .what = text::visible(wanted.library),
                     .because = text::visible(wanted.file)};
    if (!api->absent_source.empty())
        need.source = api->absent_source;
    else if (!api->tables.empty())
        need.source = api->tables.back().source;
    if (api->doubtful_max && !goes_by_table(wanted.library)) {
        need.proven = {AxisOsRange{.max = api->doubtful_max}};
        need.doubt = api->doubt;
        need.source = api->doubt;
    }
    if (api->tables.empty() && api->absent_on.empty()) return need;
    need.chips.emplace();
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

namespace {

// What is taken for certain where the policy holds, and is said not to be elsewhere.
Requirement said_to_end(RequirementKind kind, const char* what, const std::string& because,
                        const Policy& policy) {
    return {.kind = kind,
            .what = what,
            .because = text::visible(because),
            .proven = {policy.axis_os},
            .doubt = policy.source,
            .source = policy.source};
}

} // namespace

Requirement bounds_requirement(const Policies& policies) {
    return said_to_end(RequirementKind::declared, "both bounds of each range of AXIS OS",
                       "manifest.json: acapPackageConf.setup.compatibleOsVersions",
                       policies.open_ranges);
}

Requirement stack_requirement(const std::string& file, const Policies& policies) {
    return said_to_end(RequirementKind::stack, "an executable stack", file,
                       policies.executable_stack);
}

// Axis' own programs of 32 bits declare AXIS OS 13 without it, so that this is a warning.
Requirement time_requirement(const std::string& file, const std::string& library,
                             const Policies& policies) {
    const Policy& policy = policies.time32;
    Requirement need{.kind = RequirementKind::time,
                     .what = "libraries with 32-bit time",
                     .because = text::visible(file),
                     .source = policy.source};
    if (policy.axis_os.max)
        need.conditions = {{from(policy.axis_os.max->beyond()),
                            fmt::format("{} may have to be built anew with 64-bit time, for what "
                                        "it exchanges with {}",
                                        text::visible(file), text::visible(library)),
                            Remedy::rebuild}};
    return need;
}

Requirement program_requirement(const std::string& program) {
    return {.kind = RequirementKind::program,
            .what = program.empty() ? "a program" : text::visible(program),
            .because = "not compiled yet",
            .proven = {},
            .doubt = "what it will link to is not known",
            .source = "the project"};
}

Requirement dlpu_requirement(const Catalog& catalog) {
    Requirement need{.kind = RequirementKind::dlpu,
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

std::optional<Requirement> larod_device_requirement(const std::string& device,
                                                    const std::string& place,
                                                    const Catalog& catalog) {
    Requirement need{.kind = RequirementKind::larod_device,
                     .what = "the larod device " + text::visible(device),
                     .because = place,
                     .chips = std::vector<std::string>(),
                     .source = "larod names its devices after the chip",
                     .larod_device = device};
    for (const Chip& chip : catalog.chips()) {
        const bool doubtful = text::contains(chip.doubtful_larod_devices, device);
        if (doubtful) need.unsure_chips.push_back(chip.name);
        if (doubtful || text::contains(chip.larod_devices, device))
            need.chips->push_back(chip.name);
    }
    if (need.chips->empty()) return std::nullopt;
    return need;
}

Requirement credentials_requirement(const std::string& method, const Catalog& catalog) {
    Requirement need{.kind = RequirementKind::method,
                     .what = "the method " + text::visible(method),
                     .because = "manifest.json: resources.dbus.requiredMethods"};
    if (const Api* api = catalog.api("vapix-access")) {
        need.allows = need.proven = {api->axis_os};
        need.source = api->source;
    }
    return need;
}

} // namespace acapctl::sdk
