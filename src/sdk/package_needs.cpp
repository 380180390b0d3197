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
    input.manifest_fault = manifest_fault(document, manifest::Stage::package);
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
    add_manifest(root, "manifest.json", scan, input.uses);
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
    if (!input.time32_file.empty()) return;
    std::vector<std::string> from_device;
    for (const NeededLibrary& needed : member.libraries)
        if (needed.provider.empty()) from_device.push_back(needed.name);
    input.time32_library = time32_partner(facts, from_device);
    if (!input.time32_library.empty()) input.time32_file = member.path;
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

// "__time64", "__stat64_time64": what glibc calls its functions with 64-bit time on machines of 32
// bits, all of them from 2.34 on. Those for large files are older: "__open64".
bool is_time64(const ElfImport& import) {
    return import.name.starts_with("__") && import.name.find("64") != std::string::npos &&
           import.version.starts_with("GLIBC_") &&
           same_family_not_newer("GLIBC_2.34", import.version);
}

// Libraries of glibc, and those of gcc, whose functions take no times.
bool is_of_compiler(const std::string& library) {
    static constexpr std::string_view names[] = {
        "libc.so",      "libm.so",     "libdl.so",         "libpthread.so", "librt.so",
        "libresolv.so", "libutil.so",  "libnsl.so",        "libgcc_s.so",   "libstdc++.so",
        "libatomic.so", "ld-linux.so", "ld-linux-armhf.so"};
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return is_library(library, name); });
}

} // namespace

std::string time32_partner(const ElfFacts& facts, const std::vector<std::string>& from_device) {
    if (facts.architecture != "armv7hf" || !facts.dynamic || facts.type == ElfType::relocatable ||
        std::ranges::any_of(facts.imports, is_time64))
        return {};
    const auto partner = std::ranges::find_if_not(from_device, is_of_compiler);
    return partner == from_device.end() ? std::string() : *partner;
}

// What is wrong with schemaVersion itself is told with it.
std::string manifest_fault(const JsonDocument& document, manifest::Stage stage) {
    for (const manifest::Finding& finding : manifest::validate(document, stage).findings)
        if (finding.severity == manifest::Severity::error &&
            finding.rule != "manifest-schema-version")
            return text::visible(finding.path) + ": " + finding.message;
    return {};
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
