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
constexpr std::uint64_t largest_file = 64U << 20U;
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

std::string content(const Inside& root, const fs::path& file, std::uint64_t limit) {
    try {
        return root.read(file, limit);
    } catch (const Error&) {
        return {};
    }
}

// The program that was linked, with the names that stripping takes away: as the project has it, or
// as a build kept it.
std::vector<fs::path> unstripped_places(const Subject& subject) {
    std::vector<fs::path> places;
    for (const FileFact& file : subject.files) {
        if (!file.elf) continue;
        if (!file.elf->build_id.empty())
            places.push_back(fs::path("build/.acapctl/symbols") /
                             build_id_place(file.elf->build_id));
        if (subject.kind == SubjectKind::project && !file.elf->stripped)
            places.push_back(
                (fs::path(subject.name) / file.path).lexically_relative(subject.directory));
    }
    return places;
}

// A member of an archive as linkers name it.
std::string name_in_archive(const std::string& archive, const std::string& member) {
    return fmt::format("{}({})", archive, member);
}

bool is_temporary(const std::string& file) {
    return file.starts_with("/tmp/") || file.starts_with("/var/tmp/");
}

} // namespace

ObjectFiles::ObjectFiles(const Subject& subject)
    : project_(project_of(subject)), unstripped_(unstripped_places(subject)) {}

void ObjectFiles::read_directory(const Inside& root, const fs::path& below, int depth,
                                 Found& found) const {
    if (depth > deepest_directory) return;
    for (const std::string& name : names_in(root, below)) {
        const fs::path path = (below / name).lexically_normal();
        if (++files_ > most_looked_at || bytes_ > most_bytes) return;
        const auto status = root.status(path);
        if (!status) continue;
        if (S_ISDIR(status->st_mode) && name != ".git")
            read_directory(root, path, depth + 1, found);
        if (S_ISREG(status->st_mode))
            read_file(root, path, static_cast<std::uint64_t>(status->st_size), found);
    }
}

void ObjectFiles::read_file(const Inside& root, const fs::path& path, std::uint64_t size,
                            Found& found) const {
    const std::string kind = path.extension();
    const bool object = kind == ".o" || kind == ".a";
    if ((!object && kind != ".map") || size > largest_file) return;
    bytes_ += size;
    const std::string bytes = content(root, path, largest_file);
    if (object)
        for (ObjectSymbols& symbols : object_symbols(bytes))
            found.objects.push_back({path.string(), std::move(symbols)});
    if (kind != ".map") return;
    LinkerMap map = parse_linker_map(bytes);
    for (auto& [symbol, files] : map.users) found.map.users[symbol].merge(files);
    found.map.archives.merge(map.archives);
    found.map.members.merge(map.members);
}

void ObjectFiles::read_program(const Inside& root, Found& found) const {
    for (const fs::path& place : unstripped_) {
        if (bytes_ > most_bytes) return;
        const std::string bytes = content(root, place, largest_file);
        bytes_ += bytes.size();
        for (const ObjectSymbols& symbols : object_symbols(bytes)) {
            found.in_program.insert(symbols.defined.begin(), symbols.defined.end());
            sources_.insert(symbols.sources.begin(), symbols.sources.end());
        }
    }
}

// Of an archive a linker takes the members that it needs. Which these were, the map tells, or what
// the program that was not stripped defines.
bool ObjectFiles::Found::is_linked(const Object& object) const {
    if (object.symbols.member.empty()) return true;
    const std::string archive = fs::path(object.file).filename();
    if (map.archives.contains(archive))
        return map.members.contains(name_in_archive(archive, object.symbols.member));
    return in_program.empty() ||
           std::ranges::any_of(object.symbols.defined,
                               [&](const std::string& name) { return in_program.contains(name); });
}

void ObjectFiles::read() const {
    if (read_) return;
    read_ = true;
    if (project_.empty()) return;
    const Inside root(project_);
    Found found;
    read_directory(root, ".", 0, found);
    read_program(root, found);
    for (const Object& object : found.objects) {
        if (!found.is_linked(object)) continue;
        const std::string& member = object.symbols.member;
        const std::string name =
            member.empty() ? object.file : name_in_archive(object.file, member);
        for (const std::string& function : object.symbols.undefined) users_[function].insert(name);
    }
    // A map names files as its linker did; what lies here is told as it lies here.
    for (auto& [function, files] : found.map.users) {
        std::erase_if(files, is_temporary);
        if (!files.empty()) users_.try_emplace(function, std::move(files));
    }
}

std::string ObjectFiles::bringing(const std::vector<std::string>& functions) const {
    read();
    std::set<std::string> files;
    for (const std::string& function : functions)
        if (const auto found = users_.find(function); found != users_.end())
            files.insert(found->second.begin(), found->second.end());
    // What was compiled and linked at once has left no object file.
    if (files.empty() && sources_.size() == 1) files = sources_;
    if (files.empty()) return {};
    return "brought in by " + text::some_of({files.begin(), files.end()});
}

} // namespace acapctl::lint
