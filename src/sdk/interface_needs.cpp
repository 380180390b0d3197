#include "sdk/interface_needs.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

using Texts = std::vector<std::string>;

// Where it is certain that the others lack it, a "no" there; else "not known".
Requirement requirement(const InterfaceNeed& found, Weight weight) {
    const Interface& row = *found.interface;
    Requirement need{.kind = RequirementKind::interface,
                     .what = text::some_of(found.names),
                     .because = text::visible(found.file),
                     .proven = {row.axis_os},
                     .doubt = row.source,
                     .source = row.source,
                     .remedy = row.mend};
    if (weight == Weight::error) need.allows = need.proven;
    return need;
}

Texts names_in(const FileUses& file, const Traces& traces) {
    const std::string library = linked(file, traces.libraries);
    if (!traces.libraries.empty() && library.empty()) return {};
    if (traces.functions.empty() && traces.versions.empty())
        return library.empty() ? Texts{} : Texts{library};
    Texts names;
    for (const std::string& function : file.functions)
        if (text::contains(traces.functions, function)) text::add_once(names, function);
    for (const std::string& version : file.versions)
        if (std::ranges::any_of(traces.versions, [&](const std::string& beginning) {
                return version.starts_with(beginning);
            }))
            text::add_once(names, version);
    return names;
}

void add_files(const Interface& row, const InterfaceUses& uses, std::vector<InterfaceNeed>& list) {
    for (const FileUses& file : uses.files)
        if (Texts names = names_in(file, row.traces); !names.empty())
            list.push_back({.interface = &row, .file = file.path, .names = std::move(names)});
    for (const std::string& path : uses.named_files)
        if (std::ranges::any_of(row.traces.files,
                                [&](const std::string& ending) { return path.ends_with(ending); }))
            list.push_back({.interface = &row, .file = path, .names = {row.what}});
    if (row.traces.unusual_scripts)
        for (const UnusualScript& script : uses.unusual_scripts)
            list.push_back({.interface = &row, .file = script.path, .names = {script.fault}});
    for (const CgiType& each : uses.cgi_types)
        if (text::contains(row.traces.cgi_types, each.type))
            list.push_back({.interface = &row, .file = each.manifest, .names = {each.type}});
}

} // namespace

std::vector<InterfaceNeed> interface_needs(const InterfaceUses& uses, const InterfaceTable& table) {
    std::vector<InterfaceNeed> list;
    for (const Interface& row : table.interfaces()) {
        const Weight weight = table.weight(row.finding(), row.confidence);
        if (weight == Weight::note) continue;
        std::vector<InterfaceNeed> found;
        add_files(row, uses, found);
        for (InterfaceNeed& each : found) {
            each.need = requirement(each, weight);
            list.push_back(std::move(each));
        }
    }
    return list;
}

std::vector<MentionedName> mentioned_names(const InterfaceUses& uses, const InterfaceTable& table) {
    std::vector<MentionedName> list;
    for (const Interface& row : table.names())
        for (const FileUses& file : uses.files) {
            MentionedName found{&row, file.path, {}};
            for (const std::string& word : file.mentions)
                if (text::contains(row.traces.words, word)) found.words.push_back(word);
            if (!found.words.empty()) list.push_back(std::move(found));
        }
    return list;
}

} // namespace acapctl::sdk
