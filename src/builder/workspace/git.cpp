// The user's own settings stay in force, above all safe.directory: checkouts in CI often belong to
// somebody else. What is said with -c wins over them and over the repository's.
#include "builder/workspace/git.hpp"

#include "acapctl/error.hpp"
#include "support/beneath.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <chrono>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// Of the settings of a repository that name a program, those that describe could come to.
const std::vector<std::string> harmless = {
    // A repository without .git, buried among the files of a clone, is none (git 2.38).
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    // A clone that says it is partial would have git fetch what is missing, by a program it names.
    "protocol.allow=never",
};

// Where a hook or another git has set them, they name another repository.
const std::vector<std::string> not_inherited = {
    "GIT_DIR",        "GIT_WORK_TREE",        "GIT_INDEX_FILE",
    "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",  "GIT_EXTERNAL_DIFF"};

constexpr std::uint64_t largest_file = 1U << 20U;
constexpr std::chrono::seconds patience{5};
constexpr std::size_t longest_description = 4096;

// What git reads before anything else. A FIFO makes it wait, and an include reads files of others.
bool is_plain(const Beneath& repository) {
    for (const char* name : {"HEAD", "config", "config.worktree", "commondir", "packed-refs"})
        if (const auto info = repository.status(name); info && !S_ISREG(info->st_mode))
            return false;
    for (const char* name : {"config", "config.worktree"})
        if (text::lower(repository.read(name, largest_file).value_or("")).find("[include") !=
            std::string::npos)
            return false;
    return true;
}

// A work tree has a file in the place of .git, which names the directory.
fs::path repository_of(const fs::path& work_tree) {
    const std::string text = Beneath(work_tree).read(".git", largest_file).value_or("");
    constexpr std::string_view key = "gitdir:";
    if (!text.starts_with(key)) return work_tree / ".git";
    return work_tree / text::trim(std::string_view(text).substr(key.size()));
}

bool may_be_asked(const fs::path& work_tree) {
    const fs::path directory = repository_of(work_tree);
    const Beneath repository(directory);
    const auto common = repository.read("commondir", largest_file);
    return is_plain(repository) && (!common || is_plain(Beneath(directory / text::trim(*common))));
}

// Whether the repository that git would find is there, and one that it may be asked about.
bool has_plain_repository(const fs::path& directory) {
    fs::path at = fs::canonical(directory);
    while (!fs::exists(fs::symlink_status(at / ".git"))) {
        if (at == at.root_path()) return false;
        at = at.parent_path();
    }
    return may_be_asked(at);
}

std::string ask_git(const fs::path& directory, const std::stop_token& stop) {
    std::vector<std::string> arguments = {"git"};
    for (const std::string& setting : harmless) {
        arguments.emplace_back("-c");
        arguments.push_back(setting);
    }
    arguments.insert(arguments.end(), {"-C", directory.string(), "describe", "--always", "--tags"});
    const CommandResult result = run({.arguments = arguments,
                                      .environment = {{"GIT_OPTIONAL_LOCKS", "0"},
                                                      {"GIT_NO_LAZY_FETCH", "1"},
                                                      {"GIT_ALLOW_PROTOCOL", "none"},
                                                      {"GIT_TERMINAL_PROMPT", "0"}},
                                      .without = not_inherited,
                                      .output_limit = longest_description,
                                      .time_limit = patience},
                                     stop);
    return result.status == 0 ? std::string(text::trim(result.output)) : "";
}

} // namespace

std::string git_description(const fs::path& directory, const std::stop_token& stop) {
    try {
        return has_plain_repository(directory) ? ask_git(directory, stop) : "";
    } catch (const Error& error) { // too much of an answer, or a repository that cannot be read
        if (error.kind() == ErrorKind::interrupted) throw;
    } catch (const fs::filesystem_error&) {
    }
    return {};
}

} // namespace acapctl::builder
