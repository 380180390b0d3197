#include "builder/clean.hpp"

#include "acapctl/error.hpp"
#include "builder/record/made_packages.hpp"
#include "builder/record/record.hpp"
#include "builder/workspace/workspace.hpp"
#include "package/package_name.hpp"
#include "support/digest.hpp"
#include "support/interrupt.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr int deepest = 6; // one more than projects below a directory, for app/

// As deep as a tree is removed: one that is nested deeper was made to be in the way.
constexpr int deepest_counted = 500;

std::uint64_t size_of(const fs::path& path, const std::stop_token& stop) {
    std::error_code error;
    const auto size_in = [](const fs::path& file) {
        std::error_code unknown;
        const std::uintmax_t bytes = fs::file_size(file, unknown);
        return unknown ? 0 : bytes;
    };
    if (fs::is_regular_file(fs::symlink_status(path, error))) return size_in(path);
    std::uint64_t size = 0;
    for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        check(stop);
        if (entry.depth() == deepest_counted) entry.disable_recursion_pending();
        std::error_code ignored;
        if (entry->symlink_status(ignored).type() == fs::file_type::regular)
            size += size_in(entry->path());
    }
    return size;
}

bool may_hold_built(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    return !name.starts_with('.') && name != "build" && name != "node_modules" &&
           entry.symlink_status(ignored).type() == fs::file_type::directory;
}

void find_built(const fs::path& directory, int depth, std::vector<fs::path>& found,
                const std::stop_token& stop) {
    check(stop);
    if (Workspace::find(directory)) found.push_back(directory);
    if (depth == deepest) return;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error))
        if (may_hold_built(*entry)) find_built(entry->path(), depth + 1, found, stop);
}

// As the user names the project, if it is in there.
fs::path in_project(const fs::path& path, const fs::path& project) {
    const fs::path below = fs::absolute(path).lexically_normal().lexically_relative(
        fs::absolute(project).lexically_normal());
    return below.empty() || *below.begin() == ".." ? path.lexically_proximate(fs::current_path())
                                                   : project / below;
}

// Whether a file is the package with something behind it, as a signing service gives it back.
bool is_signed_copy(const fs::path& file, const MadePackage& package, const std::stop_token& stop) {
    std::error_code missing; // and a pipe would be waited for
    if (!fs::is_regular_file(fs::symlink_status(file, missing))) return false;
    std::ifstream stream(file, std::ios::binary);
    Sha256 hash;
    std::string buffer(1U << 16U, '\0');
    for (std::uint64_t left = package.size; left > 0;) {
        check(stop);
        const auto wanted = std::min<std::uint64_t>(left, buffer.size());
        if (!stream.read(buffer.data(), static_cast<std::streamsize>(wanted))) return false;
        hash.add(std::string_view(buffer).substr(0, wanted));
        left -= wanted;
    }
    return hash.finish() == package.sha256;
}

// NAME_1_0_0_LICENSE.txt of NAME_1_0_0_aarch64.eap, as acap-build puts it there.
fs::path licence_beside(const fs::path& package) {
    const std::string stem = package.stem().string();
    return package.parent_path() / (stem.substr(0, stem.rfind('_')) + "_LICENSE.txt");
}

// No record names it: so it goes only where the project has the same text.
bool is_copy_of_licence(const fs::path& file, const fs::path& project) {
    constexpr std::uint64_t largest = 4U << 20U;
    const auto text = Beneath(file.parent_path()).read(file.filename(), largest);
    if (!text) return false;
    const Beneath sources(project);
    return sources.read("LICENSE", largest) == text || sources.read("app/LICENSE", largest) == text;
}

class Cleaner {
  public:
    Cleaner(bool only_tell, const Observer& observer, const std::stop_token& stop)
        : only_tell_(only_tell), observer_(observer), stop_(stop) {}

    void clean(const fs::path& project) {
        const auto workspace = Workspace::find(project);
        if (!workspace) return;
        const auto locks = take_locks(*workspace);
        take_packages(project, *workspace); // while their records are there
        take(own_directory(project), [&] {
            const Beneath build = Beneath(project).find("build").value();
            build.remove_all(own_directory(project).filename());
        });
        if (!only_tell_) Beneath(project).remove("build"); // if it is empty
    }

    Cleaned cleaned() { return std::move(cleaned_); }

  private:
    // Of every plan that was ever built there: who builds holds one.
    std::vector<std::unique_ptr<FileLock>> take_locks(const Workspace& workspace) {
        std::vector<std::unique_ptr<FileLock>> locks;
        if (only_tell_) return locks;
        std::error_code error;
        for (fs::directory_iterator entry(workspace.files().path(), error), end;
             !error && entry != end; entry.increment(error)) {
            const fs::path& file = entry->path();
            if (file.extension() == ".lock" && entry->is_regular_file(error))
                locks.push_back(std::make_unique<FileLock>(workspace.lock(file.stem().string()),
                                                           observer_.note, stop_));
        }
        return locks;
    }

    void take_packages(const fs::path& project, const Workspace& workspace) {
        // Several plans may have built to one place, and what the last one did is there.
        std::map<fs::path, std::vector<MadePackage>> places;
        for (MadePackage& made : made_packages(workspace))
            places[made.path].push_back(std::move(made));
        std::set<fs::path> licences; // of packages for several architectures
        for (const auto& [place, packages] : places) {
            take_package(place, packages, project);
            licences.insert(licence_beside(place));
        }
        for (const fs::path& licence : licences)
            if (is_copy_of_licence(licence, project)) take_file(licence, project, true, "");
        if (const auto last = last_build(project); last && last->elsewhere)
            cleaned_.kept.push_back({project / "build",
                                     "a record there is not of this user and place: packages that "
                                     "it names stay"});
    }

    // And its signed copy.
    void take_package(const fs::path& place, const std::vector<MadePackage>& packages,
                      const fs::path& project) {
        const fs::path copy = signed_name(place);
        const bool is_signed = std::ranges::any_of(
            packages, [&](const MadePackage& made) { return is_signed_copy(copy, made, stop_); });
        take_file(copy, project, is_signed, "it does not begin with what was built");
        const bool is_ours = std::ranges::any_of(packages, [&](const MadePackage& made) {
            return is_as_built(place, made.sha256, hashes_);
        });
        take_file(place, project, is_ours, "it is not what was built");
    }

    // A file of a build, if there is one of that name.
    void take_file(const fs::path& file, const fs::path& project, bool ours,
                   const std::string& else_why) {
        std::error_code missing;
        const fs::file_status status = fs::symlink_status(file, missing);
        if (!fs::exists(status)) return;
        if (ours && fs::is_regular_file(status))
            take(in_project(file, project), [&] { fs::remove(file); });
        else
            cleaned_.kept.push_back({in_project(file, project), else_why});
    }

    template <typename Remove>
    void take(const fs::path& path, const Remove& remove) {
        check(stop_);
        const fs::path shown = path.lexically_normal();
        cleaned_.removed.push_back({shown, size_of(path, stop_)});
        if (only_tell_) return;
        try {
            remove();
        } catch (const fs::filesystem_error&) { // told below, as what is still there
        }
        std::error_code error;
        if (fs::exists(fs::symlink_status(path, error)))
            throw_invalid(
                fmt::format("{} cannot be removed", text::visible(shown.string())),
                "see who may write there; directories that are nested some hundred deep are left, "
                "too");
    }

    bool only_tell_;
    const Observer& observer_;
    const std::stop_token& stop_;
    HashCache hashes_{};
    Cleaned cleaned_{};
};

} // namespace

Cleaned clean(const fs::path& directory, bool only_tell, const Observer& observer,
              const std::stop_token& stop) {
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored))
        throw_invalid(fmt::format("{} is not a directory", text::visible(directory.string())));
    std::vector<fs::path> built;
    find_built(directory, 0, built, stop);
    std::ranges::sort(built);
    Cleaner cleaner(only_tell, observer, stop);
    for (const fs::path& project : built) cleaner.clean(project);
    return cleaner.cleaned();
}

} // namespace acapctl::builder
