#include "cli/app/command.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr const char* one_of_mark = "one of ";
constexpr const char* any_value = "VALUE"; // instead of CLI11's TEXT, INT and UINT

// What one_of() has set. CLI11 throws where an option has no check.
std::vector<std::string> allowed_values(CLI::Option& option) {
    try {
        const std::string name = option.get_validator()->get_name();
        if (name.starts_with(one_of_mark))
            return text::split(std::string_view(name).substr(std::strlen(one_of_mark)), '|');
    } catch (const CLI::OptionNotFound&) { // any value is allowed
    }
    return {};
}

std::string shown_name(const CLI::Option& option) {
    return option.get_positional() ? option.get_name(true, false) : option.get_name(false, false);
}

std::vector<std::string> names_of(const CLI::Option& option) {
    if (option.get_positional()) return {shown_name(option)};
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

std::string value_word(const CLI::Option& option) {
    if (option.get_expected_max() == 0 || option.get_type_size() == 0) return "";
    const std::string word = option.get_type_name();
    return option.get_positional() && word == any_value ? shown_name(option) : word;
}

OptionFacts facts_of(CLI::Option& option) {
    OptionFacts facts{.names = names_of(option),
                      .description = option.get_description(),
                      .group = option.get_group(),
                      .value = value_word(option),
                      .values = allowed_values(option),
                      .given = option.get_default_str(),
                      .environment = option.get_envname(),
                      .positional = option.get_positional(),
                      .required = option.get_required(),
                      .many = option.get_items_expected_max() > 1,
                      .once = option.get_items_expected_max() == 1 &&
                              option.get_multi_option_policy() == CLI::MultiOptionPolicy::Throw};
    for (const CLI::Option* other : option.get_excludes())
        facts.excluded.push_back(shown_name(*other));
    std::ranges::sort(facts.excluded);
    return facts;
}

} // namespace

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
    // The name of a check is ours to use: options() finds the values there.
    const std::string name = one_of_mark + text::join(values, "|");
    option_->check(CLI::IsMember(std::move(values)).description("").name(name));
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
    return Option(*app_->add_option(names, value, help)->type_name(any_value));
}

Option Command::add_option(const std::string& names, int& value, const std::string& help) const {
    return Option(*app_->add_option(names, value, help)->type_name(any_value));
}

Option Command::add_option(const std::string& names, unsigned& value,
                           const std::string& help) const {
    return Option(*app_->add_option(names, value, help)->type_name(any_value));
}

Option Command::add_option(const std::string& names, std::size_t& value,
                           const std::string& help) const {
    return Option(*app_->add_option(names, value, help)->type_name(any_value));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& values,
                           const std::string& help) const {
    return Option(*app_->add_option(names, values, help)->type_name(any_value));
}

Option Command::add_repeatable(const std::string& names, std::vector<std::string>& values,
                               const std::string& help) const {
    return Option(*app_->add_option(names, values, help)
                       ->type_name(any_value)
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

void Command::footer(std::function<std::string()> text) const {
    app_->footer(std::string()); // what it has from the root
    app_->footer(std::move(text));
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

std::string Command::footer() const {
    return std::string(text::trim(app_->get_footer()));
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
    for (CLI::Option* option : app_->get_options()) all.push_back(facts_of(*option));
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
