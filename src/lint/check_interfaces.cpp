// What some AXIS OS versions lack: functions, libraries, names and ways to write scripts that are
// gone or came later. Without --axis-os or --for these are silent, as all rules about a target. The
// sdk's judge decides, here are its places and words.
#include "lint/findings.hpp"
#include "sdk/interface_needs.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

using sdk::Verdict;

std::string hint_of(Inspection& inspection, const sdk::InterfaceNeed& found) {
    const std::string brought = inspection.objects().bringing(found.names);
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

// A type of CGI stands in a manifest; all else is in a file.
void tell(Inspection& inspection, Severity severity, const sdk::InterfaceNeed& found,
          const std::string& message, const std::string& hint) {
    const std::string path = "acapPackageConf.configuration.httpConfig";
    if (!found.interface->traces.cgi_types.empty())
        for (const ManifestFact& fact : inspection.subject.manifests) {
            if (fact.name != found.file || !fact.document) continue;
            const JsonNode* list = fact.document->root.find_path(path);
            for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i)
                if (text::contains(found.names, list->items[i].text_at("type")))
                    inspection.at_value_as(severity, rule_of(*found.interface), fact,
                                           *list->items[i].find("type"),
                                           fmt::format("$.{}[{}].type", path, i), message, hint);
            return;
        }
    inspection.at_file_as(severity, rule_of(*found.interface), found.file, message, hint);
}

void interfaces(Inspection& inspection) {
    for (const sdk::InterfaceNeed& found :
         sdk::interface_needs(inspection.uses(), sdk::InterfaceTable::built_in())) {
        const sdk::Judgement judged = sdk::judge(found.need, inspection.target);
        if (judged.verdict == Verdict::yes) continue;
        if (!inspection.has_os()) {
            inspection.at_file("target-unknown", found.file, judged.reason);
            continue;
        }
        const bool no = judged.verdict == Verdict::no;
        tell(inspection, no ? Severity::error : Severity::warning, found,
             message_of(found, no, inspection.os()), hint_of(inspection, found));
    }
}

void names(Inspection& inspection) {
    if (!inspection.has_os()) return;
    for (const sdk::MentionedName& found :
         sdk::mentioned_names(inspection.uses(), sdk::InterfaceTable::built_in())) {
        if (found.interface->axis_os.contains(*inspection.target.axis_os)) continue;
        inspection.at_file("target-removed-name", found.file,
                           fmt::format("it names {}: {}. {}", found.interface->what,
                                       text::some_of(found.words), found.interface->source));
    }
}

} // namespace

void check_interfaces(Inspection& inspection) {
    if (inspection.target.any_axis_os) return;
    interfaces(inspection);
    names(inspection);
}

} // namespace acapctl::lint
