// What some AXIS OS versions lack: functions, libraries, names and ways to write scripts that are
// gone or came later. Without --axis-os or --for these are silent, as all rules about a target. The
// sdk's judge decides, here are its places and words.
#include "lint/findings.hpp"
#include "lint/object_files.hpp"
#include "lint/uses.hpp"
#include "sdk/interface_needs.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using sdk::Verdict;

std::string hint_of(const sdk::InterfaceNeed& found, const ObjectFiles& objects) {
    const std::string brought = objects.bringing(found.names);
    return brought.empty() ? found.interface->mend : brought + "; " + found.interface->mend;
}

std::string_view rule_of(const sdk::Interface& row) {
    if (row.traces.unusual_scripts) return "target-install-script";
    return row.axis_os.min ? "target-new-function" : "target-removed";
}

std::string message_of(const sdk::InterfaceNeed& found, bool no, const std::string& axis_os) {
    if (found.interface->traces.unusual_scripts)
        return fmt::format("it is {}, which AXIS OS {} is said not to run", found.need.what,
                           axis_os);
    return fmt::format("it uses {} ({}), which AXIS OS {} {}", found.need.what,
                       found.interface->what, axis_os,
                       no ? "does not have" : "is said not to have");
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
        inspection.at_file_as(no ? Severity::error : Severity::warning, rule_of(*found.interface),
                              found.file, message_of(found, no, inspection.os()),
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
                                       text::some_of(found.words), found.interface->source));
    }
}

} // namespace

void check_interfaces(Inspection& inspection) {
    if (inspection.target.any_axis_os) return;
    const sdk::InterfaceUses uses = uses_of(inspection.subject);
    interfaces(inspection, uses);
    names(inspection, uses);
}

} // namespace acapctl::lint
