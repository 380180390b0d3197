#include "builder/workspace/workspace.hpp"

#include "acapctl/error.hpp"
#include "builder/workspace/seal.hpp"

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

const fs::path below_project = fs::path("build") / ".acapctl";

} // namespace

fs::path own_directory(const fs::path& project) {
    return project / below_project;
}

std::optional<Workspace> Workspace::find(const fs::path& project) {
    try {
        auto files = Beneath(project).find(below_project);
        if (files) return Workspace(std::move(*files));
    } catch (const Error&) { // a link: whatever lies there is nothing of ours
    }
    return std::nullopt;
}

void Workspace::check(const fs::path& project) {
    Beneath(project).find(below_project);
}

Workspace Workspace::make(const fs::path& project) {
    Workspace workspace(Beneath(project).make(below_project));
    workspace.files_.remove_unfinished();
    workspace.put(".gitignore", "*\n");
    workspace.put("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    return workspace;
}

void Workspace::put(const char* name, std::string_view text) const {
    const auto info = files_.status(name);
    if (!info || !S_ISREG(info->st_mode) || info->st_size != static_cast<off_t>(text.size()))
        files_.write(name, text);
}

Beneath Workspace::directory(const std::string& name) const {
    if (const auto info = files_.status(name); info && !S_ISDIR(info->st_mode)) files_.remove(name);
    return files_.make(name);
}

// A link of the lock's own name would make it another's.
fs::path Workspace::lock(const std::string& key) const {
    const std::string name = key + ".lock";
    if (const auto info = files_.status(name); info && !S_ISREG(info->st_mode)) files_.remove(name);
    return path(key);
}

std::optional<std::string> Workspace::read(const std::string& name) const {
    const auto content = files_.read(name);
    return content ? unsealed(path(name), *content) : std::nullopt;
}

void Workspace::write(const std::string& name, std::string_view text) const {
    files_.write(name, sealed(path(name), text));
}

} // namespace acapctl::builder
