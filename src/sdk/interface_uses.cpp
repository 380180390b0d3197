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

// Empty also where there is no such file, which others tell.
std::string fault_of(const std::string& name, const PackageScan& scan) {
    const auto& members = scan.package.members;
    const auto member = std::ranges::find(members, name, &Member::path);
    if (member == members.end() || member->type != MemberType::file) return {};
    if ((member->mode & 0111U) == 0) return "a script that is not executable";
    if (!scan.scripts_known) return {};
    const auto script = std::ranges::find(scan.scripts, name, &ScriptMember::path);
    const std::string shell = script == scan.scripts.end() ? "" : script->interpreter;
    const bool usual = shell == "/bin/sh" || shell.starts_with("/bin/sh ");
    return usual ? "" : "a script that does not begin with #!/bin/sh";
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

void add_manifest(const JsonNode& manifest, const std::string& name, const PackageScan& scan,
                  InterfaceUses& uses) {
    const JsonNode* list = manifest.find_path("acapPackageConf.configuration.httpConfig");
    if (list != nullptr)
        for (const JsonNode& each : list->items)
            if (const CgiType type{name, each.text_at("type")};
                std::ranges::find(uses.cgi_types, type) == uses.cgi_types.end())
                uses.cgi_types.push_back(type);
    for (const char* path : {"acapPackageConf.installation.postInstallScript",
                             "acapPackageConf.uninstallation.preUninstallScript"}) {
        const std::string script = manifest.text_at(path);
        if (script.empty() || std::ranges::find(uses.unusual_scripts, script,
                                                &UnusualScript::path) != uses.unusual_scripts.end())
            continue;
        if (std::string fault = fault_of(script, scan); !fault.empty())
            uses.unusual_scripts.push_back({script, std::move(fault)});
    }
}

std::string linked(const FileUses& file, const std::vector<std::string>& libraries) {
    for (const std::string& name : file.libraries)
        for (const std::string& library : libraries)
            if (is_library(name, library)) return name;
    return {};
}

} // namespace acapctl::sdk
