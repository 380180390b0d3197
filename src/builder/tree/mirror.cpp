#include "builder/tree/mirror.hpp"

#include "acapctl/error.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <algorithm>

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

namespace {

// In any directory: one includes the other.
bool says_how_to_build(const fs::path& path) {
    constexpr std::string_view names[] = {"Makefile",       "makefile",          "GNUmakefile",
                                          "CMakeLists.txt", "meson.build",       "meson.options",
                                          "configure",      "meson_options.txt", "build.ninja"};
    constexpr std::string_view endings[] = {".mk", ".mak", ".cmake"};
    return std::ranges::find(names, path.filename()) != std::end(names) ||
           std::ranges::find(endings, path.extension()) != std::end(endings);
}

} // namespace

std::string outdated_by(const Copied& copied, const Sources& sources) {
    if (copied.empty()) return {};
    for (const auto& [path, identity] : copied) {
        const auto now = sources.find(path);
        // What is packed as it is, is of no compiler's making.
        if (now == sources.end() && path != "html" && !path.starts_with("html/")) return path;
        if (now != sources.end() && now->second.identity != identity && says_how_to_build(path))
            return path;
    }
    for (const auto& [path, source] : sources)
        if (says_how_to_build(path) && !copied.contains(path)) return path;
    return {};
}

} // namespace acapctl::builder
