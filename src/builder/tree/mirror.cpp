#include "builder/tree/mirror.hpp"

#include "acapctl/error.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// Whether what the tree has of that name is of the source's kind, and no link in its place.
bool is_there(const Beneath& tree, const std::string& path, const Source& source) {
    const auto info = tree.status(path);
    if (!info) return false;
    if (source.identity == "directory") return S_ISDIR(info->st_mode);
    if (source.identity.starts_with("link ")) return S_ISLNK(info->st_mode);
    return S_ISREG(info->st_mode);
}

void copy_entry(const fs::path& from, const Beneath& tree, const std::string& path,
                const Source& source) {
    if (source.identity != "directory") return tree.copy(from, path);
    if (const auto info = tree.status(path); info && !S_ISDIR(info->st_mode)) tree.remove(path);
    tree.make(path);
}

std::size_t remove_vanished(const Beneath& tree, Copied& copied, const Sources& now) {
    std::size_t removed = 0;
    for (auto entry = copied.rbegin(); entry != copied.rend(); ++entry)
        // A directory that also holds build output stays.
        if (!now.contains(entry->first) && tree.remove(entry->first)) ++removed;
    std::erase_if(copied, [&](const auto& entry) { return !now.contains(entry.first); });
    return removed;
}

} // namespace

MirrorResult mirror(const fs::path& from, const Sources& sources, const Beneath& tree,
                    Copied& copied) {
    try {
        MirrorResult result;
        result.removed = remove_vanished(tree, copied, sources);
        for (const auto& [path, source] : sources) { // a directory comes before what is in it
            const auto known = copied.find(path);
            if (known != copied.end() && known->second == source.identity &&
                is_there(tree, path, source)) {
                ++result.kept;
                continue;
            }
            copy_entry(from / path, tree, path, source);
            ++result.copied;
            // A file that changed after it was surveyed: the copy is not what the survey says.
            const bool changed = !source.stamp.empty() && stamp_of(from / path) != source.stamp;
            copied[path] = changed ? "" : source.identity;
        }
        return result;
    } catch (const fs::filesystem_error& error) {
        if (const int number = error.code().value(); is_of_this_machine(number))
            throw Error(machine_failure(number, "copy the sources to the build tree"));
        throw_invalid(fmt::format("cannot copy the sources to the build tree: {}",
                                  text::visible(error.what())));
    }
}

} // namespace acapctl::builder
