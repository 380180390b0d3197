#include "build/mirror.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

using Copied = std::map<std::string, std::string>; // relative path -> identity of the source

// The state file: "identity\tpath", each ended by NUL because a path may hold anything else.
Copied load(const fs::path& state) {
    Copied copied;
    std::error_code ignored;
    if (!fs::exists(state, ignored)) return copied;
    for (const std::string& record : text::split(read_file(state), '\0')) {
        const auto tab = record.find('\t');
        if (tab != std::string::npos) copied[record.substr(tab + 1)] = record.substr(0, tab);
    }
    return copied;
}

void save(const fs::path& state, const Copied& copied) {
    std::string records;
    for (const auto& [path, identity] : copied) records += identity + '\t' + path + '\0';
    write_file(state, records);
}

void copy_entry(const fs::path& from, const fs::path& to) {
    if (fs::is_symlink(from)) {
        fs::remove_all(to);
        fs::copy_symlink(from, to);
        return;
    }
    if (fs::is_directory(from)) {
        if (!fs::is_directory(fs::symlink_status(to))) fs::remove_all(to);
        fs::create_directories(to);
        return;
    }
    fs::remove_all(to); // a new inode: what a finished build still links to is left alone
    fs::copy_file(from, to);
}

std::size_t remove_vanished(const fs::path& tree, const Copied& before, const Sources& now) {
    std::size_t removed = 0;
    for (auto entry = before.rbegin(); entry != before.rend(); ++entry) {
        if (now.contains(entry->first)) continue;
        std::error_code not_empty; // a directory that also holds build output stays
        if (fs::remove(tree / entry->first, not_empty)) ++removed;
    }
    return removed;
}

} // namespace

MirrorResult mirror(const fs::path& from, const Sources& sources, const fs::path& tree,
                    const fs::path& state) {
    try {
        MirrorResult result;
        fs::create_directories(tree);
        Copied copied = load(state);
        result.removed = remove_vanished(tree, copied, sources);
        std::erase_if(copied, [&](const auto& entry) { return !sources.contains(entry.first); });
        fs::remove(state); // an interrupted copy must not be believed
        for (const auto& [path, source] : sources) {
            const auto known = copied.find(path);
            std::error_code ignored;
            if (known != copied.end() && known->second == source.identity &&
                fs::exists(fs::symlink_status(tree / path, ignored))) {
                ++result.kept;
                continue;
            }
            copy_entry(from / path, tree / path);
            ++result.copied;
            // A file that changed after it was surveyed: the copy is not what the survey says.
            const bool changed = !source.stamp.empty() && stamp_of(from / path) != source.stamp;
            copied[path] = changed ? "" : source.identity;
        }
        save(state, copied);
        return result;
    } catch (const fs::filesystem_error& error) {
        throw_invalid(fmt::format("cannot copy the sources to the build tree: {}",
                                  text::visible(error.what())));
    }
}

} // namespace acapctl::build
