#include "sdk/package_needs.hpp"

#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

namespace acapctl::sdk {

namespace {

const std::string setup = "acapPackageConf.setup.";

// What a device that reads package.conf alone leaves out.
bool asks_for_more(const JsonNode& manifest) {
    for (const char* path :
         {"resources", "acapPackageConf.configuration.reverseProxy",
          "acapPackageConf.configuration.containers", "acapPackageConf.uninstallation"})
        if (manifest.find_path(path) != nullptr) return true;
    return false;
}

void read_manifest(const PackageScan& scan, CompatibilityInput& input) {
    const Package& package = scan.package;
    const JsonDocument document = JsonDocument::parse(*package.manifest, "manifest.json");
    const JsonNode& root = document.root;
    if (input.schema_version.empty()) input.schema_version = "without a number";
    input.declared = declared_ranges(root);
    input.conf_twin = conf_twin(package, root);
    for (const char* field : {"username", "group"})
        if (root.text_at(setup + "user." + field) == "root")
            input.root_place = "manifest.json: " + setup + "user";
    input.run_options = text::split(root.text_at(setup + "runOptions"), ' ');
    input.run_options_place = "manifest.json: " + setup + "runOptions";
    const JsonNode* dlpu = root.find_path("resources.deepLearningProcessor.required");
    input.asked = asked_rights(root);
    input.uses.run_options = input.run_options;
    add_manifest(root, scan, input.uses);
    input.requires_dlpu = dlpu != nullptr && dlpu->is(JsonNode::Kind::boolean) && dlpu->boolean;
}

void read_package_conf(const Package& package, CompatibilityInput& input) {
    for (const char* key : {"APPGRP", "APPUSR"})
        if (package.conf_value(key) == "root")
            input.root_place = std::string("package.conf: ") + key;
    input.run_options = text::split(package.conf_value("APPOPTS"), ' ');
    input.run_options_place = "package.conf: APPOPTS";
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
        if (is_for(member.facts, package.architecture)) return nullptr;
        if (foreign == nullptr) foreign = &member;
    }
    return foreign;
}

// A script for "all" may choose among programs by the architecture.
void read_helpers(const PackageScan& scan, CompatibilityInput& input) {
    if (input.architecture != "all" || scan.find(scan.package.app_name) != nullptr) return;
    for (const ElfMember& member : scan.elf) {
        if (!member.facts.is_program()) continue;
        if (input.helper_architectures.empty()) input.program = member.path;
        text::add_once(input.helper_architectures, architecture_of(member));
    }
}

bool same_machine(const CompatibilityInput& input, const ElfMember& member) {
    const std::string& wanted =
        input.architecture == "all" ? input.program_architecture : input.architecture;
    return wanted.empty() || is_for(member.facts, wanted);
}

// What the loader maps, which is where the device's libraries take part.
void add_habits(const ElfMember& member, CompatibilityInput& input) {
    const ElfFacts& facts = member.facts;
    if (facts.type == ElfType::relocatable) return;
    if (facts.executable_stack && input.stack_file.empty()) input.stack_file = member.path;
    if (has_time32(facts) && input.time32_file.empty()) input.time32_file = member.path;
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

bool has_time32(const ElfFacts& facts) {
    return facts.architecture == "armv7hf" && facts.dynamic && facts.is_program() && !facts.time64;
}

// Embedded development versions below 3.0 are those of devices before manifests. Where the manifest
// names none, the 2.0 of package.conf is the SDK's own and nobody's word.
ConfTwin conf_twin(const Package& package, const JsonNode& manifest) {
    const auto older = [](const std::string& version) {
        return compare_dotted(version, "3.0") == std::strong_ordering::less;
    };
    if (!older(package.conf_value("REQEMBDEVVERSION")) ||
        !older(manifest.text_at(setup + "embeddedSdkVersion")))
        return ConfTwin::none;
    return asks_for_more(manifest) ? ConfTwin::part : ConfTwin::whole;
}

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
                             .program = package.app_name,
                             .uses = interface_uses(scan, InterfaceTable::built_in())};
    if (package.manifest) read_manifest(scan, input);
    if (!package.manifest) read_package_conf(package, input);
    if (const ElfMember* program = program_of(scan)) {
        input.program = program->path;
        input.program_architecture = is_for(program->facts, input.architecture)
                                         ? input.architecture
                                         : architecture_of(*program);
        // Manifests before schema 1.3 do not name the architecture.
        if (input.architecture.empty()) input.architecture = program->facts.architecture;
    }
    read_helpers(scan, input);
    for (const ModelMember& member : scan.models)
        input.models.push_back({member.path, member.facts});
    for (const ElfMember& member : scan.elf) {
        if (!same_machine(input, member)) continue;
        add_device_needs(member, input);
        add_habits(member, input);
    }
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
