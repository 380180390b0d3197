#include "build/mirror.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <map>
#include <set>

#include <fmt/format.h>
#include <sys/stat.h>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

using Stamps = std::map<std::string, std::string>; // relative path -> what the source looked like

const std::set<std::string> version_control = {".git", ".hg", ".svn", "CVS", ".bzr", "_darcs"};

// Size, mode, time and inode: a file that keeps all of them has not changed.
std::string stamp(const fs::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return {};
    return fmt::format("{:o} {} {}.{:09} {}", info.st_mode, info.st_size, info.st_mtim.tv_sec,
                       info.st_mtim.tv_nsec, info.st_ino);
}

// The state file: "stamp\tpath", each ended by NUL because a path may hold anything else.
Stamps load(const fs::path& state) {
    Stamps stamps;
    std::error_code ignored;
    if (!fs::exists(state, ignored)) return stamps;
    for (const std::string& record : text::split(read_file(state), '\0')) {
        const auto tab = record.find('\t');
        if (tab != std::string::npos) stamps[record.substr(tab + 1)] = record.substr(0, tab);
    }
    return stamps;
}

void save(const fs::path& state, const Stamps& stamps) {
    std::string records;
    for (const auto& [path, value] : stamps) records += value + '\t' + path + '\0';
    write_file(state, records);
}

Stamps survey(const fs::path& source, const fs::path& own, History history) {
    Stamps stamps;
    std::error_code ignored;
    for (auto entry = fs::recursive_directory_iterator(source);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path& path = entry->path();
        const std::string name = path.filename().string();
        const bool left_out = history == History::leave_out && version_control.contains(name);
        if (left_out || fs::equivalent(path, own, ignored)) {
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        const bool special = !entry->is_symlink() && !entry->is_directory() && //
                             !entry->is_regular_file();
        if (special || path.extension() == ".eap") continue;
        stamps[path.lexically_relative(source).string()] =
            entry->is_directory() && !entry->is_symlink() ? "directory" : stamp(path);
    }
    return stamps;
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

std::size_t remove_vanished(const fs::path& tree, const Stamps& before, const Stamps& now) {
    std::size_t removed = 0;
    for (auto entry = before.rbegin(); entry != before.rend(); ++entry) {
        if (now.contains(entry->first)) continue;
        std::error_code not_empty; // a directory that also holds build output stays
        if (fs::remove(tree / entry->first, not_empty)) ++removed;
    }
    return removed;
}

} // namespace

MirrorResult mirror(const fs::path& source, const fs::path& tree, const fs::path& state,
                    const fs::path& own, History history) {
    try {
        MirrorResult result;
        fs::create_directories(tree);
        Stamps before = load(state);
        const Stamps now = survey(source, own, history);
        result.removed = remove_vanished(tree, before, now);
        fs::remove(state); // an interrupted copy must not be believed
        for (const auto& [path, value] : now) {
            const auto known = before.find(path);
            std::error_code ignored;
            if (known != before.end() && known->second == value &&
                fs::exists(fs::symlink_status(tree / path, ignored))) {
                ++result.kept;
                continue;
            }
            copy_entry(source / path, tree / path);
            ++result.copied;
        }
        save(state, now);
        return result;
    } catch (const fs::filesystem_error& error) {
        throw_invalid(fmt::format("cannot copy the sources to the build tree: {}",
                                  text::visible(error.what())));
    }
}

} // namespace acapctl::build
