#include "sdk/sentence.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

std::string named(const Requirement& need) {
    return need.kind == RequirementKind::declared ? "what the manifest declares"
                                                  : fmt::format("{} ({})", need.what, need.because);
}

// The needs that move a bound of `allows`: without one of them it would be another set.
std::vector<std::string> decisive(const Compatibility& compatibility) {
    std::vector<std::string> names;
    const std::string all = describe(compatibility.allows);
    const auto add = [&](const Requirement& left_out) {
        AxisOsSet others = every_axis_os();
        for (const Requirement& need : compatibility.requirements)
            if (&need != &left_out) others = intersection(others, need.allows);
        if (describe(others) != all) text::add_once(names, named(left_out));
    };
    // Symbols first: they are what nobody sees in the manifest.
    for (const Requirement& need : compatibility.requirements)
        if (need.kind == RequirementKind::symbol) add(need);
    for (const Requirement& need : compatibility.requirements)
        if (need.kind != RequirementKind::symbol) add(need);
    return names;
}

// What is proven only for a part of where it is allowed, or nowhere.
std::vector<std::string> doubts(const Compatibility& compatibility) {
    std::vector<std::string> phrases;
    for (const Requirement& need : compatibility.requirements) {
        if (need.kind == RequirementKind::program) {
            text::add_once(phrases, fmt::format("{}: {}", need.because, need.doubt));
            continue;
        }
        const AxisOsSet proven = intersection(compatibility.allows, need.proven);
        if (describe(proven) == describe(intersection(compatibility.allows, need.allows))) continue;
        text::add_once(phrases,
                       proven.empty()
                           ? fmt::format("not known which AXIS OS has {}", named(need))
                           : fmt::format("{} is known for {} only", named(need), describe(proven)));
    }
    return phrases;
}

std::string chip_words(const Compatibility& compatibility) {
    std::vector<std::string> labels;
    for (const Chip& chip : compatibility.chips) labels.push_back(chip.label);
    std::string architecture = text::visible(compatibility.architecture);
    if (architecture == "all") architecture = "every architecture";
    if (architecture.empty()) architecture = "an architecture that is not known";
    return fmt::format("{}: {}", architecture,
                       labels.empty() ? "no chip known here" : text::join(labels, ", "));
}

} // namespace

std::string sentence(const Compatibility& compatibility) {
    std::vector<std::string> needs = decisive(compatibility);
    for (const Requirement& need : compatibility.requirements)
        if (need.chips) text::add_once(needs, named(need));
    std::string words =
        needs.empty() ? "needs nothing special" : "needs " + text::join(needs, " and ");
    words += " -> " + describe(compatibility.allows);
    for (const std::string& doubt : doubts(compatibility)) words += " (" + doubt + ")";
    return words + "; " + chip_words(compatibility);
}

} // namespace acapctl::sdk
