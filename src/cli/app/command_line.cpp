#include "cli/app/command_line.hpp"

#include "cli/app/settings.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// A verb's help ends with the options that belong to every verb.
class HelpFormatter : public CLI::Formatter {
  public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override {
        std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
        // CLI11 puts two empty lines between groups.
        for (auto at = help.find("\n\n\n"); at != std::string::npos; at = help.find("\n\n\n"))
            help.erase(at, 1);
        if (app->get_parent() == nullptr) return help;
        const CLI::App* root = app;
        while (root->get_parent() != nullptr) root = root->get_parent();
        const auto is_global = [](const CLI::Option* option) {
            return option->get_group() == "Everywhere";
        };
        help += make_group("Everywhere", false, root->get_options(is_global));
        return help;
    }
};

// CLI11's own words for these speak of subcommands, or are hard to read.
std::string message_of(const CLI::App& root, const Command& verb, const CLI::ParseError& error) {
    const bool wants_verb = !verb.sub_verbs().empty();
    if (wants_verb && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return fmt::format("'{}' needs a verb", verb.full_name());
    const std::vector<std::string> extra = root.remaining(true);
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extra.empty())
        return fmt::format("unexpected argument '{}'", text::visible(extra.front()));
    for (const CLI::Option* option : verb.app().get_options())
        if (error.what() == option->get_name() + " is required")
            return fmt::format("{} is missing: {}", option->get_name(), option->get_description());
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    return message;
}

ColorMode color_mode(const std::string& when) {
    if (when == "always") return ColorMode::always;
    return when == "never" ? ColorMode::never : ColorMode::automatic;
}

} // namespace

CommandLine::CommandLine(int argc, char** argv)
    : argc_(argc), argv_(argv), app_(std::make_unique<CLI::App>("", "acapctl")), root_(*app_),
      verbs_(root_) {
    auto formatter = std::make_shared<HelpFormatter>();
    formatter->column_width(34);
    app_->formatter(formatter);
    app_->description("acapctl builds, packs, checks, deploys and observes ACAP applications on "
                      "Axis devices.");
    app_->require_subcommand(1);
    declare_globals(root_, globals_);
    app_->set_version_flag("--version", "acapctl " ACAPCTL_VERSION, "Print the version");
    app_->set_help_flag("-h,--help", "Print help"); // verbs inherit it, so before them
    declare_verbs(verbs_, argc, argv);
}

CommandLine::~CommandLine() = default;

std::optional<std::string> CommandLine::parse() {
    try {
        app_->parse(argc_, argv_);
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        return std::string(text::trim(help_page(chosen_verb(root_, argc_, argv_))));
    } catch (const CLI::CallForVersion& version) {
        return version.what();
    } catch (const CLI::ParseError& error) {
        throw usage_error(message_of(*app_, chosen_verb(root_, argc_, argv_), error));
    }
}

Error CommandLine::usage_error(const std::string& message) const {
    const Command verb = chosen_verb(root_, argc_, argv_);
    Failure failure{.kind = ErrorKind::usage,
                    .message = message,
                    .hint = fmt::format("see '{} --help'", verb.full_name())};
    if (const auto unknown = unknown_word(verb, argc_, argv_)) {
        failure.message =
            fmt::format("unknown {} '{}'", unknown->kind, text::visible(unknown->word));
        if (!unknown->suggestion.empty()) failure.hint = unknown->suggestion;
    }
    return Error(std::move(failure));
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

std::string help_page(const Command& verb) {
    const CLI::App& app = verb.app();
    // Not app.help(): of an ancestor of the verb that runs, that is the page of the one that runs.
    return app.get_formatter()->make_help(&app, verb.full_name(), CLI::AppFormatMode::Normal);
}

Terminal::Options guess_options(int argc, char** argv) {
    Terminal::Options options;
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
        if (std::string_view(argv[i]) == "--json") options.json = true;
    return options;
}

} // namespace acapctl::cli
