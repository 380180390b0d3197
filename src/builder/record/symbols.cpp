#include "builder/record/symbols.hpp"

#include "package/elf_scan.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <set>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largest_elf = 256U << 20U;
constexpr std::size_t most_kept = 50; // files of earlier builds

// Not an object file, of which a tree has many and which has no build id.
bool begins_as_linked_elf(const fs::path& file) {
    char head[18] = {};
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(head, sizeof head) || !is_elf({head, sizeof head})) return false;
    constexpr int relocatable = 1; // e_type, in the byte order of its machine
    return head[16] + head[17] != relocatable;
}

// The ELF files with a symbol table below a directory, by build id.
std::map<std::string, fs::path> unstripped_in(const fs::path& tree) {
    std::map<std::string, fs::path> found;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(tree, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_symlink(ignored) || !entry->is_regular_file(ignored)) continue;
        if (entry->file_size(ignored) > largest_elf || !begins_as_linked_elf(entry->path()))
            continue;
        const auto facts = elf_facts(read_file(entry->path(), largest_elf));
        if (facts && !facts->stripped && !facts->build_id.empty())
            found.emplace(facts->build_id, entry->path());
    }
    return found;
}

void forget_oldest(const Beneath& directory, const std::set<fs::path>& current) {
    std::vector<std::pair<fs::file_time_type, fs::path>> earlier;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(directory.path(), error), end;
         !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        fs::path place = entry->path().lexically_relative(directory.path());
        if (entry->is_regular_file(ignored) && !current.contains(place))
            earlier.emplace_back(entry->last_write_time(ignored), std::move(place));
    }
    std::ranges::sort(earlier, std::greater<>());
    for (std::size_t i = most_kept; i < earlier.size(); ++i) directory.remove(earlier[i].second);
}

} // namespace

std::vector<Symbols> keep_symbols(const fs::path& package, const fs::path& tree,
                                  const Workspace& workspace) {
    std::vector<Symbols> result;
    std::vector<std::string> in_package;
    const PackageScan scan = scan_package(package);
    for (const ElfMember& member : scan.elf) {
        result.push_back({.member = member.path, .build_id = member.facts.build_id});
        if (!member.facts.stripped) in_package.push_back(member.path);
    }
    if (result.empty()) return result;

    const TempDir unpacked;
    auto unstripped = tree.empty() ? std::map<std::string, fs::path>{} : unstripped_in(tree);
    if (tree.empty() && !in_package.empty()) {
        extract_package(package, unpacked.path(), in_package);
        unstripped = unstripped_in(unpacked.path());
    }
    const Beneath kept = workspace.directory("symbols");
    std::set<fs::path> current;
    for (Symbols& symbols : result) {
        const auto found = unstripped.find(symbols.build_id);
        if (symbols.build_id.size() < 4 || found == unstripped.end()) continue;
        const fs::path place = build_id_place(symbols.build_id);
        kept.make(place.parent_path());
        kept.write(place, read_file(found->second, largest_elf));
        symbols.file = kept.path() / place;
        current.insert(place);
    }
    forget_oldest(kept, current);
    return result;
}

} // namespace acapctl::builder
