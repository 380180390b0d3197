// Rules that ask about one AXIS OS version or one chip; without --axis-os or --chip they are
// silent.
#include "lint/findings.hpp"
#include "manifest/schema/shape.hpp"
#include "sdk/compatibility.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

bool listed(const std::vector<std::string>& list, const std::string& name) {
    return std::ranges::find(list, name) != list.end();
}

const sdk::Policies& policies() {
    return sdk::Catalog::with_users().policies();
}

bool understands(const Inspection& inspection, const manifest::SchemaVersion& schema) {
    return !inspection.os_is_older_than(schema.axis_os) ||
           (schema.version.starts_with("2.") && inspection.holds(policies().schema2_lts));
}

void schema(Inspection& inspection, const ManifestFact& fact) {
    const JsonNode* node = fact.document->root.find("schemaVersion");
    if (node == nullptr || !node->is(JsonNode::Kind::string)) return;
    const manifest::SchemaVersion* known = manifest::find_schema_version(node->text);
    if (known == nullptr) return;
    const std::string& os = inspection.target.axis_os;
    if (!understands(inspection, *known))
        inspection.at_value("target-schema", fact, *node, "$.schemaVersion",
                            fmt::format("schema {} needs AXIS OS {} or newer, not {}",
                                        known->version, known->axis_os, os));
    if (known->version.starts_with("1.") && !inspection.holds(policies().schema1))
        inspection.at_value(
            "target-schema-1", fact, *node, "$.schemaVersion",
            fmt::format("AXIS OS {} does not install schema {}", os, known->version));
}

// `13` as a newest version stands for every 13.x, `12.11` for every 12.11.x.
bool not_newer_than(const std::string& version, const std::string& newest) {
    auto parts = text::split(version, '.');
    const std::size_t known = text::split(newest, '.').size();
    if (parts.size() > known) parts.resize(known);
    return manifest::compare_versions(text::join(parts, "."), newest).value_or(0) <= 0;
}

void os_range(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.compatibleOsVersions";
    const JsonNode* ranges = fact.document->root.find_path(path);
    if (ranges == nullptr || ranges->items.empty()) return;
    const std::string& os = inspection.target.axis_os;
    for (const JsonNode& range : ranges->items) {
        const std::string oldest = range.text_at("min");
        const std::string newest = range.text_at("max");
        const bool new_enough =
            oldest.empty() || manifest::compare_versions(os, oldest).value_or(0) >= 0;
        if (new_enough && (newest.empty() || not_newer_than(os, newest))) return;
    }
    inspection.at_value("target-os-range", fact, *ranges, "$." + path,
                        fmt::format("AXIS OS {} is in none of the ranges", os));
}

void credentials(Inspection& inspection, const ManifestFact& fact) {
    const JsonNode* methods = fact.document->root.find_path("resources.dbus.requiredMethods");
    const sdk::Api* api = sdk::Catalog::with_users().api("vapix-access");
    if (methods == nullptr || api == nullptr ||
        api->axis_os.contains(sdk::AxisOs::from_user(inspection.target.axis_os)))
        return;
    for (std::size_t i = 0; i < methods->items.size(); ++i)
        if (methods->items[i].text.starts_with("com.axis.HTTPConf1.VAPIXServiceAccounts1."))
            inspection.at_value(
                "target-vapix-credentials", fact, methods->items[i],
                fmt::format("$.resources.dbus.requiredMethods[{}]", i),
                fmt::format("AXIS OS {} does not have this method", inspection.target.axis_os));
}

// The chip whose larod has a device of this name, if only one family has.
std::string chip_of_device(const std::string& device, const std::string& asked) {
    std::string owner;
    for (const sdk::Chip& chip : sdk::Catalog::with_users().chips()) {
        if (!listed(chip.larod_devices, device)) continue;
        if (chip.name == asked) return asked;
        owner = chip.name;
    }
    return owner;
}

const sdk::Chip& chip_of(const Target& target) {
    return sdk::Catalog::with_users().chip(target.chip);
}

void larod_device(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.runOptions";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node == nullptr || !node->is(JsonNode::Kind::string)) return;
    for (const std::string& word : text::split(node->text, ' ')) {
        const std::string chip = chip_of_device(word, inspection.target.chip);
        if (!chip.empty() && chip != inspection.target.chip)
            inspection.at_value("target-larod-device", fact, *node, "$." + path,
                                fmt::format("{} is a larod device of {}, not of {}", word, chip,
                                            inspection.target.chip));
    }
}

void dlpu(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "resources.deepLearningProcessor.required";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node != nullptr && node->boolean && chip_of(inspection.target).dlpu == false)
        inspection.at_value(
            "target-no-dlpu", fact, *node, "$." + path,
            fmt::format("{} has no deep learning processor", inspection.target.chip));
}

std::string owner(const Target& target) {
    return target.chip.empty() ? "the device" : target.chip;
}

void architecture(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.architecture";
    const JsonNode* node = fact.document->root.find_path(path);
    const std::string& wanted = inspection.target.architecture;
    if (node != nullptr && node->is(JsonNode::Kind::string) && node->text != "all" &&
        node->text != wanted)
        inspection.at_value("target-architecture", fact, *node, "$." + path,
                            fmt::format("{} needs {}, not {}", owner(inspection.target), wanted,
                                        text::visible(node->text)));
}

void package_architecture(Inspection& inspection, const Package& package) {
    if (package.manifest || package.architecture == "all" ||
        package.architecture == inspection.target.architecture)
        return;
    inspection.at_file("target-architecture", "package.conf",
                       fmt::format("{} needs {}, not {}", owner(inspection.target),
                                   inspection.target.architecture,
                                   text::visible(package.architecture)));
}

void larod(Inspection& inspection) {
    const sdk::Api* api = sdk::Catalog::with_users().api("larod");
    if (api == nullptr || !api->is_absent_on(chip_of(inspection.target))) return;
    for (const FileFact& file : inspection.subject.files)
        if (file.elf && std::ranges::any_of(file.elf->needed, [](const std::string& needed) {
                return needed.starts_with("liblarod.so");
            }))
            inspection.at_file(
                "target-no-larod", file.path,
                fmt::format("it needs liblarod, which {} does not have", inspection.target.chip));
}

// The symbol versions that libraries of the device must have; one that no table knows refuses
// nothing.
void symbols(Inspection& inspection) {
    sdk::CompatibilityInput input;
    for (const FileFact& file : inspection.subject.files) {
        if (!file.elf) continue;
        if (input.architecture.empty()) input.architecture = file.elf->architecture;
        for (const ElfVersions& wanted : file.elf->versions)
            if (!inspection.subject.brings(wanted.library))
                for (const std::string& symbol : wanted.versions)
                    input.symbols.push_back({symbol, wanted.library, file.path});
    }
    const auto os = sdk::AxisOs::parse(inspection.target.axis_os);
    if (input.symbols.empty() || !os) return;
    const auto needs = sdk::compatibility(input, sdk::SymbolTable::with_users()).requirements;
    for (const sdk::Requirement& need : needs)
        if (need.kind == "symbol" && !sdk::contains(need.allows, *os))
            inspection.at_file("target-symbols", need.because,
                               fmt::format("it needs {}, which AXIS OS {} does not have",
                                           text::visible(need.what), inspection.target.axis_os));
}

void for_os(Inspection& inspection) {
    for (const ManifestFact& fact : inspection.subject.manifests) {
        if (!fact.document) continue;
        schema(inspection, fact);
        os_range(inspection, fact);
        credentials(inspection, fact);
    }
    symbols(inspection);
    const auto& package = inspection.subject.package;
    const bool refused = inspection.holds(policies().unsigned_asked) ||
                         inspection.holds(policies().unsigned_refused);
    if (package && !package->is_signed() && refused)
        inspection.at_file("target-unsigned", "",
                           fmt::format("the package is not signed, which AXIS OS {} asks for",
                                       inspection.target.axis_os));
}

void for_architecture(Inspection& inspection) {
    for (const ManifestFact& fact : inspection.subject.manifests)
        if (fact.document) architecture(inspection, fact);
    if (inspection.subject.package) package_architecture(inspection, *inspection.subject.package);
}

void for_chip(Inspection& inspection) {
    for (const ManifestFact& fact : inspection.subject.manifests) {
        if (!fact.document) continue;
        larod_device(inspection, fact);
        dlpu(inspection, fact);
    }
    larod(inspection);
}

} // namespace

void check_target(Inspection& inspection) {
    if (inspection.has_os()) for_os(inspection);
    if (!inspection.target.architecture.empty()) for_architecture(inspection);
    if (!inspection.target.chip.empty()) for_chip(inspection);
}

} // namespace acapctl::lint
