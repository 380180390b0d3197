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
constexpr std::size_t most_told = 3;
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

} // namespace

ObjectFiles::ObjectFiles(const Subject& subject) : project_(project_of(subject)) {}

void ObjectFiles::read_directory(const Inside& root, const fs::path& below, int depth) const {
    if (depth > deepest_directory) return;
    for (const std::string& name : root.names_in(below)) {
        const fs::path path = (below / name).lexically_normal();
        const auto status = root.status(path);
        if (!status || ++files_ > most_looked_at || bytes_ > most_bytes) return;
        if (S_ISDIR(status->st_mode) && name != ".git") read_directory(root, path, depth + 1);
        const auto size = static_cast<std::uint64_t>(status->st_size);
        if (!S_ISREG(status->st_mode) || !name.ends_with(".o") || size > largest_object) continue;
        bytes_ += size;
        for (const std::string& symbol : undefined_symbols(root.read(path, largest_object)))
            users_[symbol].insert(path.string());
    }
}

void ObjectFiles::read() const {
    if (read_) return;
    read_ = true;
    if (project_.empty()) return;
    try {
        read_directory(Inside(project_), ".", 0);
    } catch (const Error& error) { // what may not be read tells nothing
        if (error.failure().kind == ErrorKind::interrupted) throw;
    }
}

std::string ObjectFiles::bringing(const std::vector<std::string>& functions) const {
    read();
    std::set<std::string> objects;
    for (const std::string& function : functions)
        if (const auto found = users_.find(function); found != users_.end())
            objects.insert(found->second.begin(), found->second.end());
    if (objects.empty()) return {};
    return "brought in by " + few_of({objects.begin(), objects.end()});
}

std::string few_of(const std::vector<std::string>& names) {
    std::vector<std::string> some;
    for (const std::string& name : names)
        if (some.size() < most_told) some.push_back(text::visible(name));
    std::string words = text::join(some, ", ");
    if (names.size() > most_told) words += fmt::format(" and {} more", names.size() - most_told);
    return words;
}

} // namespace acapctl::lint
