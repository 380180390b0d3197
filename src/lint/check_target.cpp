// Rules that ask about one AXIS OS version, one chip or one device; without --axis-os, --chip or
// --for they are silent. The sdk's judge decides, here are its places and words.
#include "lint/findings.hpp"
#include "manifest/schema/shape.hpp"
#include "sdk/package_needs.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using sdk::Judgement;
using sdk::Requirement;
using sdk::Verdict;

// Where something is told: a value of a manifest, a line of package.conf, or a file as a whole.
class Place {
  public:
    Place(const ManifestFact& manifest, const JsonNode& node, const std::string& path)
        : manifest_(&manifest), node_(&node), name_("$." + path) {}
    Place(std::string file) : name_(std::move(file)) {} // NOLINT: a file is a place
    explicit Place(const ConfLine& line)
        : name_("package.conf"), line_(line.line), column_(line.column) {}

    void add(Inspection& inspection, std::string_view rule, const std::string& message,
             const std::string& hint = {}) const {
        if (manifest_ != nullptr)
            inspection.at_value(rule, *manifest_, *node_, name_, message, hint);
        else
            inspection.at_line(rule, name_, line_, column_, message, hint);
    }

  private:
    const ManifestFact* manifest_ = nullptr;
    const JsonNode* node_ = nullptr;
    std::string name_{}; // of the file, or the path of the value
    std::size_t line_ = 0;
    std::size_t column_ = 0;
};

// What the judge says no to becomes a finding of the rule; what cannot be known a note, or a
// warning if there is reason to doubt.
std::string_view rule_for(const Judgement& found, std::string_view rule) {
    if (found.verdict == Verdict::no) return rule;
    return found.said_to_run ? "target-lts-doubt" : "target-unknown";
}

// A release with all its patches of which some have it and some do not.
const sdk::Condition* part_of_release(const Judgement& found) {
    const auto part =
        std::ranges::find(found.conditions, sdk::Remedy::update, &sdk::Condition::remedy);
    return part == found.conditions.end() ? nullptr : &*part;
}

void tell(Inspection& inspection, const Judgement& found, std::string_view rule, const Place& place,
          const std::string& message, const std::string& hint = {}) {
    if (const sdk::Condition* part = part_of_release(found))
        place.add(inspection, "target-part-of-release", part->what);
    if (found.verdict == Verdict::yes) return;
    const bool no = found.verdict == Verdict::no;
    place.add(inspection, rule_for(found, rule), no ? message : found.reason, hint);
}

Judgement judge(const Inspection& inspection, const Requirement& need) {
    return sdk::judge(need, inspection.target);
}

void schema(Inspection& inspection, const ManifestFact& fact) {
    const JsonNode* node = fact.document->root.find("schemaVersion");
    if (node == nullptr || !node->is(JsonNode::Kind::string)) return;
    const manifest::SchemaVersion* known = manifest::find_schema_version(node->text);
    if (known == nullptr) return; // other rules tell
    const auto& policies = inspection.knowledge.catalog.policies();
    const auto& package = inspection.subject.package;
    const sdk::ConfTwin twin =
        package ? sdk::conf_twin(*package, fact.document->root) : sdk::ConfTwin::none;
    const Judgement found =
        judge(inspection, sdk::schema_requirement(known->version, policies, twin));
    const Place place{fact, *node, "schemaVersion"};
    if (inspection.os_is_older_than(known->axis_os))
        tell(inspection, found, "target-schema", place,
             fmt::format("schema {} needs AXIS OS {} or newer, not {}", known->version,
                         known->axis_os, inspection.os()));
    else
        tell(inspection, found, "target-schema-1", place,
             fmt::format("AXIS OS {} does not install schema {}", inspection.os(), known->version));
}

void os_range(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.compatibleOsVersions";
    const auto declared = sdk::declared_ranges(fact.document->root);
    if (!declared) return;
    const auto need =
        sdk::declared_requirement(*declared, fact.document->root.text_at("schemaVersion"),
                                  inspection.knowledge.catalog.policies());
    tell(inspection, judge(inspection, need), "target-os-range",
         Place{fact, *fact.document->root.find_path(path), path},
         fmt::format("AXIS OS {} is in none of the ranges", inspection.os()));
}

void credentials(Inspection& inspection, const ManifestFact& fact) {
    const JsonNode* methods = fact.document->root.find_path("resources.dbus.requiredMethods");
    if (methods == nullptr) return;
    for (std::size_t i = 0; i < methods->items.size(); ++i) {
        const JsonNode& method = methods->items[i];
        if (!method.text.starts_with("com.axis.HTTPConf1.VAPIXServiceAccounts1.")) continue;
        const auto need = sdk::credentials_requirement(method.text, inspection.knowledge.catalog);
        tell(inspection, judge(inspection, need), "target-vapix-credentials",
             Place{fact, method, fmt::format("resources.dbus.requiredMethods[{}]", i)},
             fmt::format("AXIS OS {} does not have this method", inspection.os()));
    }
}

void larod_devices(Inspection& inspection, const std::string& options, const std::string& field,
                   const Place& place) {
    for (const std::string& word : text::split(options, ' '))
        if (const auto need =
                sdk::larod_device_requirement(word, field, inspection.knowledge.catalog)) {
            const Judgement found = judge(inspection, *need);
            tell(inspection, found, "target-larod-device", place,
                 inspection.target.measured
                     ? found.reason
                     : fmt::format("{} is a larod device of {}, not of {}", text::visible(word),
                                   need->chips->back(), inspection.target.chip_id()));
        }
}

void run_options(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.runOptions";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node != nullptr && node->is(JsonNode::Kind::string))
        larod_devices(inspection, node->text, "manifest.json: " + path, Place{fact, *node, path});
}

void dlpu(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "resources.deepLearningProcessor.required";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node == nullptr || !node->boolean) return;
    const Judgement found = judge(inspection, sdk::dlpu_requirement(inspection.knowledge.catalog));
    tell(inspection, found, "target-no-dlpu", Place{fact, *node, path},
         inspection.target.measured
             ? found.reason
             : fmt::format("{} has no deep learning processor", inspection.target.chip_id()));
}

std::string wrong_architecture(const Inspection& inspection, const std::string& built_for) {
    return fmt::format("{} needs {}, not {}", inspection.target.chip_id(),
                       text::visible(inspection.target.architecture), text::visible(built_for));
}

void architecture(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.setup.architecture";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node == nullptr || !node->is(JsonNode::Kind::string)) return;
    tell(inspection, sdk::judge_architecture(node->text, inspection.target), "target-architecture",
         Place{fact, *node, path}, wrong_architecture(inspection, node->text));
}

// Manifests before schema 1.3 do not name it, and package.conf does.
void package_architecture(Inspection& inspection, const Package& package) {
    for (const ManifestFact& fact : inspection.subject.manifests)
        if (fact.document &&
            fact.document->root.find_path("acapPackageConf.setup.architecture") != nullptr)
            return;
    tell(inspection, sdk::judge_architecture(package.architecture, inspection.target),
         "target-architecture", Place{"package.conf"},
         wrong_architecture(inspection, package.architecture));
}

void library(Inspection& inspection, const std::string& name, const std::string& file) {
    const auto need = sdk::library_requirement({name, file}, inspection.knowledge.catalog);
    if (!need) return;
    const Judgement found = judge(inspection, *need);
    const std::string where = found.ground == sdk::Ground::axis_os ? "AXIS OS " + inspection.os()
                                                                   : inspection.target.chip_id();
    const bool larod = sdk::is_library(name, "liblarod.so");
    tell(inspection, found, larod ? "target-no-larod" : "target-no-library", file,
         larod && inspection.target.measured
             ? found.reason
             : fmt::format("it needs {}, which {} does not have",
                           larod ? "liblarod" : text::visible(name), where));
}

void libraries(Inspection& inspection) {
    for (const FileFact& file : inspection.subject.files)
        if (file.elf)
            for (const std::string& needed : file.elf->needed)
                if (!inspection.subject.brings(needed)) library(inspection, needed, file.path);
}

// Which functions ask for a version of a library's symbols, and which object files of the project
// call them, and what to do about it.
std::string asked_by(Inspection& inspection, const Requirement& need) {
    std::vector<std::string> functions;
    for (const FileFact& file : inspection.subject.files) {
        if (!file.elf || text::visible(file.path) != need.because) continue;
        for (const ElfImport& import : file.elf->imports)
            if (text::visible(import.version) == need.what) functions.push_back(import.name);
    }
    if (functions.empty()) return {};
    std::vector<std::string> hint{"asked for by " + text::some_of(functions),
                                  inspection.objects().bringing(functions),
                                  sdk::InterfaceTable::built_in().mend_of_version(functions)};
    std::erase(hint, "");
    return text::join(hint, "; ");
}

void symbols(Inspection& inspection) {
    std::vector<sdk::SymbolNeed> wanted;
    std::string architecture;
    for (const FileFact& file : inspection.subject.files) {
        if (!file.elf) continue;
        if (architecture.empty()) architecture = file.elf->architecture;
        for (const ElfVersions& each : file.elf->versions)
            if (!inspection.subject.brings(each.library))
                for (const std::string& symbol : each.versions)
                    wanted.push_back({symbol, each.library, file.path});
    }
    for (const Requirement& need :
         sdk::symbol_requirements(wanted, architecture, inspection.knowledge)) {
        const Judgement found = judge(inspection, need);
        const std::string hint = found.verdict == Verdict::no ? asked_by(inspection, need) : "";
        tell(inspection, found, "target-symbols", need.because,
             fmt::format("it needs {}, which AXIS OS {} does not have", need.what, inspection.os()),
             hint);
    }
}

std::vector<std::string> from_device(const Inspection& inspection, const FileFact& file) {
    std::vector<std::string> libraries = file.elf->needed;
    std::erase_if(libraries,
                  [&](const std::string& name) { return inspection.subject.brings(name); });
    return libraries;
}

// Of each kind the first file: with one of them the program does not start.
void habits(Inspection& inspection) {
    const sdk::Policies& policies = inspection.knowledge.catalog.policies();
    bool stack = false;
    bool time = false;
    for (const FileFact& file : inspection.subject.files) {
        if (!file.elf || file.elf->type == ElfType::relocatable) continue;
        if (!stack && file.elf->executable_stack) {
            stack = true;
            const Judgement found = judge(inspection, sdk::stack_requirement(file.path, policies));
            if (found.verdict != Verdict::yes)
                inspection.at_file("target-executable-stack", file.path, found.reason);
        }
        const std::string partner =
            time ? std::string() : sdk::time32_partner(*file.elf, from_device(inspection, file));
        if (partner.empty()) continue;
        time = true;
        const Judgement found =
            judge(inspection, sdk::time_requirement(file.path, partner, policies));
        for (const sdk::Condition& condition : found.conditions)
            inspection.at_file("target-time64", file.path,
                               fmt::format("{}: {}", condition.what, policies.time32.source));
    }
}

void caution(Inspection& inspection, const sdk::Api& api, const std::string& file) {
    const sdk::DeviceFacts& target = inspection.target;
    for (const sdk::Caution& each : api.cautions) {
        if (!target.axis_os || !each.axis_os.contains(target.axis_os->first())) continue;
        if (!target.any_chip &&
            (target.chip == nullptr ||
             (!each.chips.empty() && !text::contains(each.chips, target.chip->name))))
            continue;
        inspection.at_file("target-known-issue", file,
                           fmt::format("{} {} {}", api.label, each.what, each.source));
    }
}

void cautions(Inspection& inspection) {
    std::vector<const sdk::Api*> told;
    for (const FileFact& file : inspection.subject.files) {
        if (!file.elf) continue;
        for (const std::string& needed : file.elf->needed) {
            const sdk::Api* api = inspection.knowledge.catalog.api_of_library(needed);
            if (api == nullptr || std::ranges::find(told, api) != told.end()) continue;
            told.push_back(api);
            caution(inspection, *api, file.path);
        }
    }
}

// Of a package without a manifest, which a device reads in its place.
void package_conf(Inspection& inspection) {
    const auto& policies = inspection.knowledge.catalog.policies();
    tell(
        inspection, judge(inspection, sdk::schema_requirement("", policies)), "target-schema-1",
        Place{"package.conf"},
        fmt::format("AXIS OS {} does not install packages without manifest.json", inspection.os()));
    if (const ConfLine* line = inspection.subject.conf_line("APPOPTS"))
        larod_devices(inspection, line->value, "package.conf: APPOPTS", Place{*line});
}

void signature(Inspection& inspection) {
    const auto& package = inspection.subject.package;
    if (!package || package->is_signed()) return;
    const auto need = sdk::signature_requirement(inspection.knowledge.catalog.policies());
    const Judgement found = judge(inspection, need);
    tell(inspection, found, "target-unsigned", Place{""}, found.reason);
    if (found.conditions.empty()) return;
    const bool allowed = std::ranges::none_of(found.conditions, [](const sdk::Condition& each) {
        return each.remedy == sdk::Remedy::signature;
    });
    inspection.at_line(
        "target-unsigned", "", 0, 0,
        fmt::format("the package is not signed, which AXIS OS {} asks for", inspection.os()),
        allowed ? "" : "have it signed: there is no setting that allows unsigned ones any more");
}

} // namespace

void check_target(Inspection& inspection) {
    const sdk::DeviceFacts& target = inspection.target;
    if (target.any_axis_os && target.any_chip && target.architecture.empty()) return;
    for (const ManifestFact& fact : inspection.subject.manifests) {
        if (!fact.document) continue;
        schema(inspection, fact);
        os_range(inspection, fact);
        credentials(inspection, fact);
        run_options(inspection, fact);
        dlpu(inspection, fact);
        architecture(inspection, fact);
    }
    if (inspection.subject.package) package_architecture(inspection, *inspection.subject.package);
    if (inspection.subject.package && inspection.subject.manifests.empty())
        package_conf(inspection);
    libraries(inspection);
    symbols(inspection);
    habits(inspection);
    cautions(inspection);
    signature(inspection);
}

} // namespace acapctl::lint
