#include "cli/shared/elf_report.hpp"

#include "sdk/symbol_versions.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

using nlohmann::json;

namespace {

std::vector<std::string> all_versions(const ElfFacts& facts) {
    std::vector<std::string> all;
    for (const ElfVersions& library : facts.versions)
        for (const std::string& version : library.versions) text::add_once(all, version);
    return all;
}

json libraries_json(const ElfMember& member) {
    json result = json::array();
    for (const NeededLibrary& library : member.libraries) {
        json row = {{"name", library.name},
                    {"provider", or_null(library.provider)},
                    {"found", library.found},
                    {"versions", json::array()}};
        for (const ElfVersions& wanted : member.facts.versions)
            if (wanted.library == library.name) row["versions"] = wanted.versions;
        result.push_back(std::move(row));
    }
    return result;
}

json hardening_json(const ElfFacts& facts) {
    return {{"pie", facts.type == ElfType::pie || facts.type == ElfType::shared},
            {"relro", relro_name(facts.relro)},
            {"nx", !facts.executable_stack},
            {"stackProtector", or_null(facts.stack_protector)}};
}

json elf_member_json(const ElfMember& member) {
    const ElfFacts& facts = member.facts;
    return {{"path", member.path},
            {"machine", or_null(facts.machine)},
            {"architecture", or_null(facts.architecture)},
            {"bits", facts.bits},
            {"abi", facts.abi},
            {"type", elf_type_name(facts.type)},
            {"static", facts.is_program() && !facts.dynamic},
            {"interpreter", or_null(facts.interpreter)},
            {"soname", or_null(facts.soname)},
            {"needed", facts.needed},
            {"versions", all_versions(facts)},
            {"libraries", libraries_json(member)},
            {"rpath", facts.rpath},
            {"runpath", facts.runpath},
            {"stripped", facts.stripped},
            {"buildId", or_null(facts.build_id)},
            {"hardening", hardening_json(facts)},
            {"problems", facts.problems}};
}

// The newest version of each family says enough.
std::string newest(const std::vector<std::string>& versions) {
    std::vector<std::string> kept;
    for (const std::string& version : versions) {
        const bool older = std::ranges::any_of(versions, [&](const std::string& other) {
            return other != version && sdk::same_family_not_newer(version, other);
        });
        if (!older) kept.push_back(version);
    }
    return text::join(kept, " ");
}

std::string weaknesses(const ElfFacts& facts) {
    std::vector<std::string> words;
    if (facts.type == ElfType::executable) words.emplace_back("no PIE");
    if (facts.is_program() && !facts.dynamic) words.emplace_back("static");
    if (facts.dynamic && facts.relro != Relro::full)
        words.push_back(facts.relro == Relro::none ? "no RELRO" : "partial RELRO");
    if (facts.executable_stack) words.emplace_back("executable stack");
    if (!facts.stripped) words.emplace_back("not stripped");
    for (const std::string& problem : facts.problems) words.push_back(problem);
    return text::join(words, ", ");
}

std::string device_libraries(const ElfMember& member) {
    std::vector<std::string> names;
    for (const NeededLibrary& library : member.libraries)
        names.push_back(library.name + (library.provider.empty() ? ""
                                        : library.found          ? " (own)"
                                                                 : " (own, not on its RPATH)"));
    return text::join(names, " ");
}

} // namespace

json elf_json(const PackageScan& scan) {
    json result = json::array();
    for (const ElfMember& member : scan.elf) result.push_back(elf_member_json(member));
    return result;
}

void print_elf(const PackageScan& scan, Terminal& terminal) {
    if (scan.elf.empty()) return;
    Table table({"PROGRAM", "MACHINE", "TYPE", "LIBRARIES", "VERSIONS", "NOTES"});
    for (const ElfMember& member : scan.elf) {
        const ElfFacts& facts = member.facts;
        const std::string machine = facts.architecture.empty() ? facts.machine : facts.architecture;
        table.add({member.path, machine, elf_type_name(facts.type), device_libraries(member),
                   newest(all_versions(facts)), weaknesses(facts)});
    }
    table.print(terminal);
}

} // namespace acapctl::cli
