// `acapctl shell`: a shell, or one command, in the SDK at the project.
#include "builder/shell.hpp"

#include "cli/app/verbs.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/edges.hpp"

#include <unistd.h>

namespace acapctl::cli {

namespace {

struct ShellOptions {
    BuildOptions build;
    std::vector<std::string> words; // the command
};

ExitCode run_shell(ShellOptions options, Context& context) {
    if (context.terminal.json())
        throw_usage("shell prints what the command prints, which is no JSON document",
                    "leave out --json");
    // "shell -- make": both positionals are optional, and CLI11 does not tell where the "--" was.
    std::error_code ignored;
    if (!std::filesystem::is_directory(options.build.directory, ignored)) {
        options.words.insert(options.words.begin(), options.build.directory);
        options.build.directory = ".";
    }
    if (options.words.empty() && ::isatty(STDIN_FILENO) != 1)
        throw_usage("a shell needs a terminal", "name a command: acapctl shell DIR -- make clean");
    settle_target(options.build, context);
    const sdk::Catalog& catalog = context.edges.catalog();
    const builder::Outcome outcome =
        builder::shell(build_request(options.build, catalog), options.words, catalog,
                       build_observer(context.terminal), context.stop);
    return static_cast<ExitCode>(outcome.status);
}

} // namespace

void add_shell(Verbs& verbs) {
    auto options = Verbs::options<ShellOptions>();
    Command verb = verbs.add("shell", "Open the SDK at the project, or run a command there",
                             [options](Context& context) { return run_shell(*options, context); });
    verb.add_option("DIR", options->build.directory, "The project; default: the current directory");
    verb.add_option("CMD", options->words,
                    "A command and its arguments, after --; default: a shell");
    add_target_options(verb, options->build);
    add_engine_options(verb, options->build);
    verb.footer("It runs on the build tree, where the compiler runs, and ends with the command's "
                "exit status. A first word that is no directory is the command's.\n\n"
                "Examples:\n"
                "  acapctl shell\n"
                "  acapctl shell . --arch armv7hf -- make clean");
}

} // namespace acapctl::cli
