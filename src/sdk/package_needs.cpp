#include "sdk/package_needs.hpp"

#include <algorithm>

namespace acapctl::sdk {

namespace {

void read_manifest(const std::string& text, CompatibilityInput& input) {
    const JsonDocument document = JsonDocument::parse(text, "manifest.json");
    const JsonNode& root = document.root;
    input.declared = declared_ranges(root);
    for (const char* field : {"username", "group"})
        if (root.text_at(std::string("acapPackageConf.setup.user.") + field) == "root")
            input.root_user = true;
    const JsonNode* dlpu = root.find_path("resources.deepLearningProcessor.required");
    input.requires_dlpu = dlpu != nullptr && dlpu->is(JsonNode::Kind::boolean) && dlpu->boolean;
}

bool same_machine(const CompatibilityInput& input, const ElfMember& member) {
    const std::string& wanted =
        input.architecture == "all" ? input.program_architecture : input.architecture;
    return wanted.empty() || member.facts.architecture == wanted;
}

void add_device_needs(const ElfMember& member, CompatibilityInput& input) {
    const auto on_device = [&](const std::string& library) {
        return std::ranges::none_of(member.libraries, [&](const NeededLibrary& needed) {
            return needed.name == library && !needed.provider.empty();
        });
    };
    for (const ElfVersions& wanted : member.facts.versions)
        if (on_device(wanted.library))
            for (const std::string& version : wanted.versions)
                input.symbols.push_back({version, wanted.library, member.path});
    for (const NeededLibrary& needed : member.libraries)
        if (needed.provider.empty() &&
            std::ranges::none_of(input.libraries, [&](const LibraryNeed& known) {
                return known.library == needed.name;
            }))
            input.libraries.push_back({needed.name, member.path});
}

} // namespace

std::optional<AxisOsSet> declared_ranges(const JsonNode& manifest) {
    const JsonNode* list = manifest.find_path("acapPackageConf.setup.compatibleOsVersions");
    if (list == nullptr || !list->is(JsonNode::Kind::array) || list->items.empty())
        return std::nullopt;
    AxisOsSet set;
    for (const JsonNode& range : list->items)
        set.push_back({AxisOs::parse(range.text_at("min")), AxisOs::parse(range.text_at("max"))});
    return set;
}

CompatibilityInput compatibility_input(const PackageScan& scan) {
    const Package& package = scan.package;
    CompatibilityInput input{.architecture = package.architecture,
                             .schema_version = package.schema_version,
                             .is_signed = package.is_signed(),
                             .program = package.app_name};
    if (package.manifest) read_manifest(*package.manifest, input);
    if (!package.manifest)
        input.root_user =
            package.conf_value("APPUSR") == "root" || package.conf_value("APPGRP") == "root";
    if (const ElfMember* program = scan.find(package.app_name)) {
        input.program_architecture = program->facts.architecture.empty()
                                         ? program->facts.machine
                                         : program->facts.architecture;
        // Manifests before schema 1.3 do not name the architecture.
        if (input.architecture.empty()) input.architecture = program->facts.architecture;
    }
    for (const ElfMember& member : scan.elf)
        if (same_machine(input, member)) add_device_needs(member, input);
    return input;
}

std::optional<FloorChange> floor_change(const PackageScan& before, const PackageScan& after,
                                        const Knowledge& knowledge) {
    const AxisOsSet first = compatibility(compatibility_input(before), knowledge).allows;
    const AxisOsSet second = compatibility(compatibility_input(after), knowledge).allows;
    FloorChange change{.before = describe(first), .after = describe(second)};
    if (change.before == change.after) return std::nullopt;
    change.narrower = describe(intersection(first, second)) != change.before;
    return change;
}

} // namespace acapctl::sdk
