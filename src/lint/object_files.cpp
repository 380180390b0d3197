#include "lint/object_files.hpp"

#include "acapctl/error.hpp"
#include "package/elf.hpp"
#include "support/inside.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace fs = std::filesystem;

namespace {

// A project is a stranger's: these end the search in a monstrous one.
constexpr int deepest_directory = 12;
constexpr std::size_t most_looked_at = 20'000;
constexpr std::uint64_t largest_object = 16U << 20U;
constexpr std::uint64_t most_bytes = 256U << 20U;
constexpr int parents_of_package = 3; // build/NAME.eap, or deeper

bool is_project(const fs::path& directory) {
    std::error_code ignored;
    return fs::exists(directory / "manifest.json", ignored) ||
           fs::exists(directory / "app/manifest.json", ignored);
}

fs::path project_of(const Subject& subject) {
    if (subject.kind == SubjectKind::project) return subject.directory;
    if (subject.kind != SubjectKind::package) return {};
    std::error_code ignored;
    fs::path directory = fs::absolute(subject.directory, ignored).lexically_normal();
    for (int i = 0; i < parents_of_package && !directory.empty(); ++i) {
        if (is_project(directory)) return directory;
        directory = directory.parent_path();
    }
    return {};
}

// What may not be read, as a container's user may leave it, tells nothing; the rest does.
std::vector<std::string> names_in(const Inside& root, const fs::path& directory) {
    try {
        return root.names_in(directory);
    } catch (const Error&) {
        return {};
    }
}

std::vector<std::string> symbols_of(const Inside& root, const fs::path& object) {
    try {
        return undefined_symbols(root.read(object, largest_object));
    } catch (const Error&) {
        return {};
    }
}

} // namespace

ObjectFiles::ObjectFiles(const Subject& subject) : project_(project_of(subject)) {}

void ObjectFiles::read_directory(const Inside& root, const fs::path& below, int depth) const {
    if (depth > deepest_directory) return;
    for (const std::string& name : names_in(root, below)) {
        const fs::path path = (below / name).lexically_normal();
        if (++files_ > most_looked_at || bytes_ > most_bytes) return;
        const auto status = root.status(path);
        if (!status) continue;
        if (S_ISDIR(status->st_mode) && name != ".git") read_directory(root, path, depth + 1);
        const auto size = static_cast<std::uint64_t>(status->st_size);
        if (!S_ISREG(status->st_mode) || !name.ends_with(".o") || size > largest_object) continue;
        bytes_ += size;
        for (const std::string& symbol : symbols_of(root, path))
            users_[symbol].insert(path.string());
    }
}

void ObjectFiles::read() const {
    if (read_) return;
    read_ = true;
    if (project_.empty()) return;
    read_directory(Inside(project_), ".", 0);
}

std::string ObjectFiles::bringing(const std::vector<std::string>& functions) const {
    read();
    std::set<std::string> objects;
    for (const std::string& function : functions)
        if (const auto found = users_.find(function); found != users_.end())
            objects.insert(found->second.begin(), found->second.end());
    if (objects.empty()) return {};
    return "brought in by " + text::some_of({objects.begin(), objects.end()});
}

} // namespace acapctl::lint
