#include "cli/app.hpp"

#include "cli/option_tree.hpp"
#include "cli/verbs.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/private_files.hpp"
#include "support/private_memory.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// Before the options are parsed, an error about them must already know whether to be JSON.
Terminal::Options guess_options(int argc, char** argv) {
    Terminal::Options options;
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
        if (std::string_view(argv[i]) == "--json") options.json = true;
    return options;
}

// CLI11's own words for these speak of subcommands, or are hard to read.
std::string message_of(const CLI::App& root, const CLI::App& verb, const CLI::ParseError& error) {
    const bool wants_verb = !sub_verbs(verb).empty();
    if (wants_verb && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return fmt::format("'{}' needs a verb", full_name(verb));
    const std::vector<std::string> extra = root.remaining(true);
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extra.empty())
        return fmt::format("unexpected argument '{}'", text::visible(extra.front()));
    for (const CLI::Option* option : verb.get_options())
        if (error.what() == option->get_name() + " is required")
            return fmt::format("{} is missing: {}", option->get_name(), option->get_description());
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    return message;
}

Error usage_error(const CLI::App& root, const CLI::ParseError& error, int argc, char** argv) {
    const CLI::App& verb = chosen_verb(root, argc, argv);
    Failure failure{.exit = ExitCode::usage,
                    .hint = fmt::format("see '{} --help'", full_name(verb))};
    if (const auto unknown = unknown_word(verb, argc, argv)) {
        failure.message =
            fmt::format("unknown {} '{}'", unknown->kind, text::visible(unknown->word));
        if (!unknown->suggestion.empty()) failure.hint = unknown->suggestion;
    } else {
        failure.message = message_of(root, verb, error);
    }
    return Error(std::move(failure));
}

int report(Terminal& terminal, const Failure& failure) {
    terminal.error(failure);
    return static_cast<int>(failure.exit);
}

int print_page(std::string_view page) {
    Terminal terminal({});
    try {
        terminal.print_page(page);
        return 0;
    } catch (const Error& error) {
        return report(terminal, error.failure());
    }
}

int serve(int argc, char** argv, const std::stop_token& stop) {
    keep_memory_private();
    CLI::App root("", "acapctl");
    GlobalOptions globals;
    Verbs verbs(root);
    declare_options(root, globals, verbs, argc, argv);
    try {
        root.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return print_page(text::trim(help_page(chosen_verb(root, argc, argv))));
    } catch (const CLI::CallForVersion& version) {
        return print_page(version.what());
    } catch (const CLI::ParseError& error) {
        Terminal terminal(guess_options(argc, argv));
        return report(terminal, usage_error(root, error, argc, argv).failure());
    }

    Terminal terminal(globals.terminal);
    try {
        Context context{terminal, stop, root};
        on_private_file_warning([&](const std::string& text) { terminal.warn(text); });
        return static_cast<int>(verbs.chosen()(context));
    } catch (const Error& error) {
        return report(terminal, error.failure());
    } catch (const std::exception& error) {
        return report(terminal, unforeseen(error));
    }
}

} // namespace

int run_app(int argc, char** argv) {
    try {
        return serve(argc, argv, stop_on_signals());
    } catch (const std::exception& error) { // no thread could be started for the signals
        Terminal terminal(guess_options(argc, argv));
        return report(terminal, unforeseen(error));
    }
}

} // namespace acapctl::cli
