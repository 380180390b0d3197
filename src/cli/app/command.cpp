#include "cli/app/command.hpp"

#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace acapctl::cli {

Option& Option::type_name(const std::string& name) {
    option_->type_name(name);
    return *this;
}

Option& Option::description(const std::string& text) {
    option_->description(text);
    return *this;
}

Option& Option::group(const std::string& title) {
    option_->group(title);
    return *this;
}

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::show_default() {
    option_->capture_default_str();
    return *this;
}

Option& Option::one_of(std::vector<std::string> values) {
    // The check's own words would stand in the help beside the description.
    option_->check(CLI::IsMember(std::move(values)).description(""));
    return *this;
}

Option& Option::between(int lowest, int highest) {
    // Not CLI::Range: its words differ from version to version.
    option_->check([lowest, highest](const std::string& word) {
        int value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        const bool whole = error == std::errc{} && end == word.data() + word.size();
        return whole && lowest <= value && value <= highest
                   ? std::string()
                   : fmt::format("Value {} not in range {} to {}", word, lowest, highest);
    });
    return *this;
}

Option& Option::not_empty() {
    option_->check([](const std::string& value) { return value.empty() ? "it is empty" : ""; });
    return *this;
}

Option& Option::environment(const std::string& variable) {
    option_->envname(variable);
    return *this;
}

Option& Option::excludes(const Option& other) {
    option_->excludes(other.option_);
    return *this;
}

Option Command::add_option(const std::string& names, std::string& value,
                           const std::string& help) const {
    return Option(*app_->add_option(names, value, help));
}

Option Command::add_option(const std::string& names, int& value, const std::string& help) const {
    return Option(*app_->add_option(names, value, help));
}

Option Command::add_option(const std::string& names, unsigned& value,
                           const std::string& help) const {
    return Option(*app_->add_option(names, value, help));
}

Option Command::add_option(const std::string& names, std::size_t& value,
                           const std::string& help) const {
    return Option(*app_->add_option(names, value, help));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& values,
                           const std::string& help) const {
    return Option(*app_->add_option(names, values, help));
}

Option Command::add_repeatable(const std::string& names, std::vector<std::string>& values,
                               const std::string& help) const {
    return Option(*app_->add_option(names, values, help)
                       ->expected(1)
                       ->allow_extra_args(false)
                       ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

Option Command::add_flag(const std::string& names, bool& value, const std::string& help) const {
    return Option(*app_->add_flag(names, value, help));
}

Option Command::add_counted_flag(const std::string& names, int& times,
                                 const std::string& help) const {
    return Option(*app_->add_flag(names, times, help));
}

Option Command::option(const std::string& name) const {
    return Option(*app_->get_option(name));
}

void Command::footer(const std::string& text) const {
    app_->footer(text);
}

std::string Command::name() const {
    return app_->get_name();
}

std::string Command::full_name() const {
    return is_root() ? name() : parent().full_name() + " " + name();
}

std::string Command::description() const {
    return app_->get_description();
}

bool Command::is_root() const {
    return app_->get_parent() == nullptr;
}

Command Command::parent() const {
    return Command(*app_->get_parent());
}

std::vector<Command> Command::sub_verbs() const {
    std::vector<Command> verbs;
    for (CLI::App* sub : app_->get_subcommands([](CLI::App*) { return true; }))
        if (!sub->get_group().empty()) verbs.emplace_back(*sub);
    return verbs;
}

std::vector<OptionFacts> Command::options() const {
    std::vector<OptionFacts> all;
    for (const CLI::Option* option : std::as_const(*app_).get_options())
        all.push_back(
            {.short_names = option->get_snames(),
             .long_names = option->get_lnames(),
             .description = option->get_description(),
             .positional = option->get_positional(),
             .everywhere = option->get_group() == "Everywhere",
             .hidden = option->get_group().empty(),
             .takes_value = option->get_expected_max() > 0 && option->get_type_size() > 0});
    return all;
}

OptionGroup::OptionGroup(const Command& verb, const std::string& title)
    : verb_(verb), before_(verb.app().option_defaults()->get_group()) {
    verb_.app().option_defaults()->group(title);
}

OptionGroup::~OptionGroup() {
    verb_.app().option_defaults()->group(before_);
}

} // namespace acapctl::cli
