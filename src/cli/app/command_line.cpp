#include "cli/app/command_line.hpp"

#include "cli/app/habits.hpp"
#include "cli/app/page.hpp"
#include "cli/app/settings.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr int excluded = static_cast<int>(CLI::ExitCodes::ExcludesError);

// CLI11's own words for these are hard to read.
std::string message_of(const Command& verb, const CLI::ParseError& error) {
    for (const CLI::Option* option : verb.app().get_options())
        if (error.what() == option->get_name() + " is required")
            return fmt::format("{} is missing: {}", option->get_name(), option->get_description());
        else if (error.what() == fmt::format("{}: 1 required {} missing", option->get_name(),
                                             option->get_type_name()))
            return fmt::format("{} needs a value: {}", option->get_name(),
                               option->get_description());
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    constexpr std::string_view excludes = " excludes ";
    const auto between = message.find(excludes);
    if (between == std::string::npos || error.get_exit_code() != excluded) return message;
    return fmt::format("{} and {} exclude each other", message.substr(0, between),
                       message.substr(between + excludes.size()));
}

ColorMode color_mode(const std::string& when) {
    if (when == "always") return ColorMode::always;
    return when == "never" ? ColorMode::never : ColorMode::automatic;
}

std::vector<std::string> words_of(int argc, char** argv) {
    return {argv + std::min(argc, 1), argv + argc};
}

} // namespace

CommandLine::CommandLine(int argc, char** argv)
    : app_(std::make_unique<CLI::App>("", "acapctl")), root_(*app_), verbs_(root_),
      line_(read_line(root_, {})) {
    app_->description("acapctl builds, packs, checks, deploys and observes ACAP applications on "
                      "Axis devices.");
    app_->footer("'acapctl VERB --help' tells the options of a verb, with an example.\n"
                 "Example: acapctl new hello && acapctl build hello");
    app_->require_subcommand(1);
    declare_globals(root_, globals_);
    app_->set_version_flag("-V,--version", ACAPCTL_VERSION, "Print the version");
    app_->set_help_flag("-h,--help", "Print help"); // verbs inherit it, so before them
    const std::vector<std::string> words = words_of(argc, argv);
    const bool asks_version = words == std::vector<std::string>{"--version"};
    if (!asks_version) declare_verbs(verbs_, first_plain_word(root_, words));
    line_ = read_line(root_, words);
}

CommandLine::~CommandLine() = default;

void CommandLine::parse(bool at_terminal) {
    globals_.terminal.json = line_.has_option("--json"); // CLI11 settles nothing before help
    explains_ = line_.has_option("-h") || line_.has_option("--help") || line_.has_option("-V") ||
                line_.has_option("--version");
    check_words();
    if (!explains_ && !line_.verb.sub_verbs().empty()) {
        if (!at_terminal) refuse(fmt::format("'{}' needs a verb", line_.verb.full_name()));
        return show_help();
    }
    try {
        std::vector<std::string> words = line_.for_parser();
        std::ranges::reverse(words); // as CLI11 wants them
        app_->parse(std::move(words));
        chosen_ = verbs_.chosen();
    } catch (const CLI::CallForHelp&) {
        show_help();
    } catch (const CLI::CallForVersion&) {
        chosen_ = [](Context& context) {
            print_version(context.terminal);
            return ExitCode::done;
        };
    } catch (const CLI::ParseError& error) {
        refuse(message_of(line_.verb, error));
    }
}

// What CLI11 would misunderstand, or say in words that are hard to read.
void CommandLine::check_words() const {
    for (const Word& word : line_.words)
        if (word.kind == Word::Kind::option && names_password(word.option_name()) &&
            word.text.find('=') != std::string::npos)
            refuse(fmt::format("{} takes no value", word.option_name()),
                   option_hint(line_.verb, word.option_name()));
    // Of a verb that is there, help is shown whatever is wrong.
    if (explains_ && line_.verb.sub_verbs().empty()) return;
    if (const auto unknown = unknown_word(line_)) refuse(unknown->message, unknown->hint);
    if (explains_) return;
    if (const auto missing = missing_value(line_)) refuse(missing->message, missing->hint);
    if (const auto repeated = repeated_option(line_)) refuse(repeated->message, repeated->hint);
    for (const Word& word : line_.words) // CLI11 would take the next word as the value
        if (word.kind == Word::Kind::option && word.text == word.option_name() + "=")
            refuse(fmt::format("{} is empty", word.text), "give it a value, or leave it out");
    if (const auto extra = extra_argument(line_)) refuse(extra->message, extra->hint);
}

void CommandLine::show_help() {
    explains_ = true;
    chosen_ = [verb = line_.verb](Context& context) {
        print_help(context.terminal, topic_of(verb), text::trim(help_page(verb)));
        return ExitCode::done;
    };
}

void CommandLine::refuse(const std::string& message, const std::string& hint) const {
    throw_usage(message,
                hint.empty() ? fmt::format("see '{} --help'", line_.verb.full_name()) : hint);
}

Terminal::Options CommandLine::terminal_options(const Settings& settings) const {
    Terminal::Options options = globals_.terminal;
    options.color = color_mode(globals_.color);
    if (globals_.color.empty()) options.settled_color = color_mode(settings.color);
    return options;
}

Command Verbs::add(const std::string& name, const std::string& summary, Action action,
                   const std::optional<Command>& parent) {
    CLI::App& verb = *parent.value_or(root_).app().add_subcommand(name, summary);
    verb.fallthrough();
    verb.group("Verbs");
    verb.callback([this, action = std::move(action)] { chosen_ = action; });
    return Command(verb);
}

Command Verbs::add_group(const std::string& name, const std::string& summary) {
    CLI::App& verb = *root_.app().add_subcommand(name, summary);
    verb.fallthrough();
    verb.group("Verbs");
    verb.require_subcommand(1);
    return Command(verb);
}

Terminal::Options guess_options(int argc, char** argv) {
    Terminal::Options options;
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
        if (std::string_view(argv[i]) == "--json") options.json = true;
    return options;
}

} // namespace acapctl::cli
