#include "sdk/interface_uses.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <set>

namespace acapctl::sdk {

namespace {

FileUses uses_of(const ElfMember& member, const InterfaceTable& table) {
    FileUses uses{.path = member.path,
                  .mentions = member.mentions,
                  .imports_known = !member.facts.imports.empty()};
    std::set<std::string> brought;
    for (const NeededLibrary& needed : member.libraries)
        if (needed.provider.empty())
            uses.libraries.push_back(needed.name);
        else
            brought.insert(needed.name);
    for (const ElfImport& import : member.facts.imports)
        if (table.knows_function(import.name)) uses.functions.push_back(import.name);
    for (const ElfVersions& wanted : member.facts.versions)
        if (!brought.contains(wanted.library))
            uses.versions.insert(uses.versions.end(), wanted.versions.begin(),
                                 wanted.versions.end());
    return uses;
}

bool is_named(const std::string& path, const InterfaceTable& table) {
    return std::ranges::any_of(table.interfaces(), [&](const Interface& each) {
        return std::ranges::any_of(
            each.traces.files, [&](const std::string& ending) { return path.ends_with(ending); });
    });
}

} // namespace

InterfaceUses interface_uses(const PackageScan& scan, const InterfaceTable& table) {
    InterfaceUses uses;
    for (const ElfMember& member : scan.elf) {
        if (member.facts.type == ElfType::relocatable) continue;
        uses.compiled = true;
        uses.files.push_back(uses_of(member, table));
    }
    for (const ScriptMember& script : scan.scripts)
        uses.files.push_back({.path = script.path, .mentions = script.mentions});
    for (const Member& member : scan.package.members)
        if (member.type == MemberType::file && is_named(member.path, table))
            uses.named_files.push_back(member.path);
    return uses;
}

std::vector<std::string> cgi_types(const JsonNode& manifest) {
    std::vector<std::string> types;
    const JsonNode* list = manifest.find_path("acapPackageConf.configuration.httpConfig");
    if (list == nullptr || !list->is(JsonNode::Kind::array)) return types;
    for (const JsonNode& each : list->items) text::add_once(types, each.text_at("type"));
    return types;
}

std::string linked(const FileUses& file, const std::vector<std::string>& libraries) {
    for (const std::string& name : file.libraries)
        for (const std::string& library : libraries)
            if (is_library(name, library)) return name;
    return {};
}

} // namespace acapctl::sdk
