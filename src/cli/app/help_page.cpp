#include "cli/app/habits.hpp"
#include "cli/app/page.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr std::size_t widest_left = 30; // what is longer has its text on the next line

struct HelpRow {
    std::string left;
    std::string right;
};

struct HelpSection {
    std::string title;
    std::vector<HelpRow> rows{};
};

// "[APP]", "EAP...": what a person may, and what a person must write.
std::string argument_shown(const OptionFacts& argument) {
    if (argument.value.find('[') != std::string::npos) return argument.value;
    const std::string more = argument.many ? "..." : "";
    return (argument.required ? argument.value : "[" + argument.value + "]") + more;
}

std::string usage(const Command& verb) {
    std::string line = fmt::format("Usage: {}", verb.full_name());
    const auto options = verb.options();
    for (const OptionFacts& option : options)
        if (!option.positional && option.required)
            line += fmt::format(" {} {}", option.names.back(), option.value);
    line += " [OPTIONS]";
    for (const OptionFacts& option : options)
        if (option.positional) line += " " + argument_shown(option);
    return verb.sub_verbs().empty() ? line : line + " VERB";
}

std::string names_shown(const OptionFacts& option) {
    if (option.positional) return option.value;
    const bool only_long = option.names.front().starts_with("--");
    return (only_long ? "    " : "") + text::join(option.names, ", ") +
           (option.value.empty() ? "" : " " + option.value);
}

std::string explained(const OptionFacts& option) {
    std::vector<std::string> notes;
    if (!option.given.empty()) notes.push_back("default: " + option.given);
    if (!option.environment.empty()) notes.push_back("or " + option.environment);
    if (!option.excluded.empty()) notes.push_back("not with " + text::join(option.excluded, ", "));
    if (notes.empty()) return option.description;
    return fmt::format("{} ({})", option.description, text::join(notes, "; "));
}

void add_options(const Command& verb, bool everywhere, std::vector<HelpSection>& sections) {
    for (const OptionFacts& option : verb.options()) {
        if (option.hidden() || option.everywhere() != everywhere) continue;
        const std::string title = option.positional ? "Arguments" : option.group;
        auto section = std::ranges::find(sections, title, &HelpSection::title);
        if (section == sections.end()) section = sections.insert(section, {title});
        section->rows.push_back({names_shown(option), explained(option)});
    }
}

std::vector<HelpSection> sections_of(const Command& verb) {
    std::vector<HelpSection> sections{{"Arguments"}, {"Verbs"}, {"Options"}};
    for (const Command& sub : verb.sub_verbs())
        sections[1].rows.push_back({sub.name(), sub.description()});
    add_options(verb, false, sections);
    Command root = verb;
    while (!root.is_root()) root = root.parent();
    add_options(root, true, sections);
    return sections;
}

std::string shown(const HelpSection& section, std::size_t column) {
    std::string text = fmt::format("\n{}:\n", section.title);
    for (const auto& [left, right] : section.rows) {
        const bool fits = left.size() + 2 <= column;
        text += fits ? fmt::format("  {:<{}}{}\n", left, column, right)
                     : fmt::format("  {}\n  {:<{}}{}\n", left, "", column, right);
    }
    return text;
}

} // namespace

std::string topic_of(const Command& verb) {
    const bool below_root = !verb.is_root() && !verb.parent().is_root();
    return below_root ? topic_of(verb.parent()) + " " + verb.name() : verb.name();
}

std::string help_page(const Command& verb) {
    std::string page = fmt::format("{}\n\n{}\n", verb.description(), usage(verb));
    const auto also = other_names(verb.name());
    if (!also.empty()) page += fmt::format("Also called: {}\n", text::join(also, ", "));
    const std::vector<HelpSection> sections = sections_of(verb);
    std::size_t column = 0;
    for (const HelpSection& section : sections)
        for (const HelpRow& row : section.rows)
            if (row.left.size() <= widest_left) column = std::max(column, row.left.size() + 2);
    for (const HelpSection& section : sections)
        if (!section.rows.empty()) page += shown(section, column);
    return verb.footer().empty() ? page : fmt::format("{}\n{}\n", page, verb.footer());
}

} // namespace acapctl::cli
