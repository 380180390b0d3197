// The user's own settings stay in force, above all safe.directory: checkouts in CI often belong to
// somebody else. What is said with -c wins over them and over the repository's.
#include "builder/workspace/git.hpp"

#include "support/subprocess.hpp"
#include "support/text.hpp"

namespace acapctl::builder {

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

} // namespace

std::string git_description(const std::filesystem::path& directory, const std::stop_token& stop) {
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
                                      .without = not_inherited},
                                     stop);
    return result.status == 0 ? std::string(text::trim(result.output)) : "";
}

} // namespace acapctl::builder
