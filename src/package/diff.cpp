#include "package/diff.hpp"

#include "package/reader.hpp"
#include "support/digest.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace acapctl {

const char* change_name(Change change) {
    return change == Change::added ? "added" : change == Change::removed ? "removed" : "changed";
}

PackageContent read_content(const std::filesystem::path& file, const std::stop_token& stop) {
    PackageContent content{.scan = scan_package(file, stop)};
    PackageReader reader(file, {.stop = stop});
    while (const auto member = reader.next()) {
        if (member->type != MemberType::file) continue;
        Sha256 hash;
        reader.content([&](std::string_view bytes) { hash.add(bytes); });
        content.sha256[member->path] = hash.finish();
    }
    return content;
}

namespace {

// By path, the last of a name, as unpacking leaves it; a file that tar was given twice is a link to
// itself and changes nothing.
std::map<std::string, const Member*> by_path(const std::vector<Member>& members) {
    std::map<std::string, const Member*> result;
    for (const Member& member : members)
        if (member.type != MemberType::hardlink || member.link != member.path)
            result[member.path] = &member;
    return result;
}

bool same_content(const Member& before, const PackageContent& first, const Member& after,
                  const PackageContent& second) {
    if (before.type != after.type || before.link != after.link) return false;
    if (before.type != MemberType::file) return true;
    const auto old_hash = first.sha256.find(before.path);
    const auto new_hash = second.sha256.find(after.path);
    return old_hash != first.sha256.end() && new_hash != second.sha256.end() &&
           old_hash->second == new_hash->second;
}

std::vector<FileChange> diff_files(const PackageContent& before, const PackageContent& after) {
    const auto old_members = by_path(before.scan.package.members);
    const auto new_members = by_path(after.scan.package.members);
    std::vector<FileChange> changes;
    for (const auto& [path, member] : old_members) {
        const auto match = new_members.find(path);
        if (match == new_members.end()) {
            changes.push_back({.change = Change::removed, .path = path, .before = *member});
            continue;
        }
        const Member& other = *match->second;
        const bool content = !same_content(*member, before, other, after);
        const bool mode = member->mode != other.mode && other.type != MemberType::symlink;
        if (content || mode)
            changes.push_back({Change::changed, path, *member, other, content, mode});
    }
    for (const auto& [path, member] : new_members)
        if (!old_members.contains(path))
            changes.push_back({.change = Change::added, .path = path, .after = *member});
    std::ranges::stable_sort(changes, {}, &FileChange::path);
    return changes;
}

using Need = std::pair<std::string, std::string>; // kind, what

std::set<Need> needs_of(const ElfMember& member) {
    std::set<Need> needs;
    const ElfFacts& facts = member.facts;
    const std::string& machine = facts.architecture.empty() ? facts.machine : facts.architecture;
    if (!machine.empty()) needs.emplace("architecture", machine);
    for (const std::string& library : facts.needed) needs.emplace("library", library);
    for (const ElfVersions& wanted : facts.versions)
        for (const std::string& version : wanted.versions)
            needs.emplace("version", version + " of " + wanted.library);
    return needs;
}

std::map<std::string, std::set<Need>> needs_by_path(const PackageScan& scan) {
    std::map<std::string, std::set<Need>> result;
    for (const ElfMember& member : scan.elf) result[member.path] = needs_of(member);
    return result;
}

std::vector<NeedChange> diff_needs(const PackageScan& before, const PackageScan& after) {
    auto old_needs = needs_by_path(before);
    auto new_needs = needs_by_path(after);
    std::set<Need> known;
    for (const auto& [path, needs] : old_needs) {
        known.insert(needs.begin(), needs.end());
        new_needs[path]; // so that the union of paths is in one place
    }
    std::vector<NeedChange> changes;
    for (const auto& [path, needs] : new_needs) {
        const std::set<Need>& earlier = old_needs[path];
        for (const Need& need : earlier)
            if (!needs.contains(need))
                changes.push_back({Change::removed, path, need.first, need.second});
        for (const Need& need : needs)
            if (!earlier.contains(need))
                changes.push_back(
                    {Change::added, path, need.first, need.second, !known.contains(need)});
    }
    return changes;
}

} // namespace

bool PackageDiff::empty() const {
    // Not the sizes: the time of packing alone changes them by a byte or two.
    return manifest.empty() && files.empty() && needs.empty() && !floor;
}

PackageDiff diff(const PackageContent& before, const PackageContent& after) {
    return {.size_before = before.scan.package.size,
            .size_after = after.scan.package.size,
            .manifest = diff_manifests(before.scan.package.manifest.value_or(""),
                                       after.scan.package.manifest.value_or("")),
            .files = diff_files(before, after),
            .needs = diff_needs(before.scan, after.scan)};
}

} // namespace acapctl
