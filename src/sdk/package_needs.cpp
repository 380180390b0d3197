#include "sdk/package_needs.hpp"

#include "support/text.hpp"

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
    input.run_options = text::split(root.text_at("acapPackageConf.setup.runOptions"), ' ');
    const JsonNode* dlpu = root.find_path("resources.deepLearningProcessor.required");
    input.requires_dlpu = dlpu != nullptr && dlpu->is(JsonNode::Kind::boolean) && dlpu->boolean;
}

void read_package_conf(const Package& package, CompatibilityInput& input) {
    input.root_user =
        package.conf_value("APPUSR") == "root" || package.conf_value("APPGRP") == "root";
    input.run_options = text::split(package.conf_value("APPOPTS"), ' ');
}

std::string architecture_of(const ElfMember& member) {
    return member.facts.architecture.empty() ? member.facts.machine : member.facts.architecture;
}

// What the device starts; behind a script, the first program that is not for the package's
// architecture, if none is.
const ElfMember* program_of(const PackageScan& scan) {
    const Package& package = scan.package;
    if (const ElfMember* program = scan.find(package.app_name)) return program;
    if (package.architecture.empty() || package.architecture == "all") return nullptr;
    const ElfMember* foreign = nullptr;
    for (const ElfMember& member : scan.elf) {
        if (!member.facts.is_program()) continue;
        if (architecture_of(member) == package.architecture) return nullptr;
        if (foreign == nullptr) foreign = &member;
    }
    return foreign;
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
    if (!package.manifest) read_package_conf(package, input);
    if (const ElfMember* program = program_of(scan)) {
        input.program = program->path;
        input.program_architecture = architecture_of(*program);
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
