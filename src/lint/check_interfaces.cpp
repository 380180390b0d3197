// What some AXIS OS versions lack: functions, libraries, names and ways to write scripts that are
// gone or came later. Without --axis-os or --for these are silent, as all rules about a target.
#include "lint/findings.hpp"
#include "lint/object_files.hpp"
#include "lint/uses.hpp"
#include "sdk/interface_needs.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using sdk::Verdict;

std::string hint_of(const sdk::InterfaceNeed& found, const ObjectFiles& objects) {
    const std::string brought = objects.bringing(found.names);
    return brought.empty() ? found.interface->mend : brought + ". " + found.interface->mend;
}

void interfaces(Inspection& inspection, const sdk::InterfaceUses& uses) {
    const ObjectFiles objects(inspection.subject);
    for (const sdk::InterfaceNeed& found :
         sdk::interface_needs(uses, sdk::InterfaceTable::built_in())) {
        const sdk::Judgement judged = sdk::judge(found.need, inspection.target);
        if (judged.verdict == Verdict::yes) continue;
        if (!inspection.has_os()) {
            inspection.at_file("target-unknown", found.file, judged.reason);
            continue;
        }
        const bool no = judged.verdict == Verdict::no;
        inspection.at_file_as(
            no ? Severity::error : Severity::warning,
            found.interface->axis_os.min ? "target-new-function" : "target-removed", found.file,
            fmt::format("it uses {} ({}), which AXIS OS {} {}", found.need.what,
                        found.interface->what, inspection.os(),
                        no ? "does not have" : "is said not to have"),
            hint_of(found, objects));
    }
}

void names(Inspection& inspection, const sdk::InterfaceUses& uses) {
    if (!inspection.has_os()) return;
    for (const sdk::MentionedName& found :
         sdk::mentioned_names(uses, sdk::InterfaceTable::built_in())) {
        if (found.interface->axis_os.contains(*inspection.target.axis_os)) continue;
        inspection.at_file("target-removed-name", found.file,
                           fmt::format("it names {}: {}. {}", found.interface->what,
                                       few_of(found.words), found.interface->source));
    }
}

// What AXIS OS 13 is said to ask of a script (ruleset of kotyzap/preflight, A6).
std::string fault_of(const FileFact& script) {
    if ((script.mode & 0111U) == 0) return "it is not executable";
    const std::string& shell = script.interpreter;
    if (shell != "/bin/sh" && !shell.starts_with("/bin/sh "))
        return "its first line is not #!/bin/sh";
    return {};
}

void install_scripts(Inspection& inspection) {
    if (!inspection.has_os()) return;
    std::vector<std::string> seen;
    for (const ManifestFact& fact : inspection.subject.manifests)
        for (const char* key :
             {"installation.postInstallScript", "uninstallation.preUninstallScript"}) {
            if (!fact.document) continue;
            const std::string name =
                fact.document->root.text_at(std::string("acapPackageConf.") + key);
            const FileFact* file = name.empty() ? nullptr : inspection.subject.file(name);
            if (file == nullptr || file->type != MemberType::file || text::contains(seen, name))
                continue;
            seen.push_back(name);
            if (const std::string fault = fault_of(*file); !fault.empty())
                inspection.at_file("target-install-script", name, fault);
        }
}

} // namespace

void check_interfaces(Inspection& inspection) {
    if (inspection.target.any_axis_os) return;
    const sdk::InterfaceUses uses = uses_of(inspection.subject);
    interfaces(inspection, uses);
    names(inspection, uses);
    install_scripts(inspection);
}

} // namespace acapctl::lint
