#include "fleet/selector.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

using Kind = Term::Kind;
using Order = Term::Order;

struct Fact {
    const char* key;
    const char* words;
};

constexpr Fact facts_known[] = {{"arch", "architecture"},
                                {"soc", "chip"},
                                {"model", "model"},
                                {"serial", "serial number"},
                                {"axisos", "AXIS OS version"},
                                {"app", "list of applications"}};

[[noreturn]] void malformed(std::string_view text, const std::string& why,
                            const std::string& hint = {}) {
    throw_usage(fmt::format("target '{}': {}", text::visible(text), why), hint);
}

// What is known of one fact; empty: nothing.
std::vector<std::string> values_of(const KnownFacts& facts, std::string_view key) {
    if (key == "soc") return facts.soc;
    if (key == "app") return facts.applications.value_or(std::vector<std::string>{});
    const std::string& value = key == "arch"     ? facts.architecture
                               : key == "model"  ? facts.model
                               : key == "serial" ? facts.serial
                                                 : facts.axis_os;
    return value.empty() ? std::vector<std::string>{} : std::vector{value};
}

bool is_known(const KnownFacts& facts, std::string_view key) {
    return key == "app" ? facts.applications.has_value() : !values_of(facts, key).empty();
}

// Letters and digits in small, so that artpec8, ARTPEC-8 and "Axis Artpec-8" are one chip; what
// makes a glob stays.
std::string folded_chip(std::string_view name) {
    std::string folded;
    for (const char c : text::lower(name))
        if (ascii::is_letter_or_digit(c) || c == '*' || c == '?') folded += c;
    return folded.starts_with("axis") ? folded.substr(4) : folded;
}

bool is_value(std::string_view key, std::string_view wanted, std::string_view value) {
    if (key == "soc") return fits_glob(folded_chip(wanted), folded_chip(value));
    return fits_glob(text::lower(wanted), text::lower(value));
}

bool holds(Order order, std::strong_ordering seen) {
    switch (order) {
    case Order::equal:
        return seen == 0;
    case Order::less:
        return seen < 0;
    case Order::less_or_equal:
        return seen <= 0;
    case Order::greater:
        return seen > 0;
    case Order::greater_or_equal:
        return seen >= 0;
    }
    return false;
}

// By as many numbers as were written. Nothing: the device has told something that is no version.
std::optional<bool> is_version(const Term& term, std::string_view told) {
    const auto wanted = DottedVersion::parse(term.value);
    const auto version = DottedVersion::parse(told);
    if (!wanted || !version) return std::nullopt;
    for (std::size_t i = 0; i < wanted->size(); ++i)
        if (const auto seen = (*version)[i] <=> (*wanted)[i]; seen != 0 || i + 1 == wanted->size())
            return holds(term.order, seen);
    return std::nullopt;
}

Match match_fact(const Term& term, const KnownFacts& facts) {
    if (!is_known(facts, term.key)) return Match::unknown;
    const std::vector<std::string> values = values_of(facts, term.key);
    if (term.key == "axisos" && !is_glob(term.value)) {
        const auto answer = is_version(term, values.front());
        return !answer ? Match::unknown : *answer ? Match::yes : Match::no;
    }
    const bool any = std::ranges::any_of(
        values, [&](const std::string& value) { return is_value(term.key, term.value, value); });
    return any ? Match::yes : Match::no;
}

bool matches_inventory(const Term& term, const InventoryDevice& device) {
    switch (term.kind) {
    case Kind::name:
        return term.value == device.name;
    case Kind::names:
        return fits_glob(term.value, device.name);
    case Kind::group:
        return std::ranges::any_of(
            device.groups, [&](const std::string& group) { return fits_glob(term.value, group); });
    case Kind::tag: {
        const auto tag = device.tags.find(term.key);
        return tag != device.tags.end() && fits_glob(term.value, tag->second);
    }
    default:
        return true;
    }
}

struct Sign {
    std::string_view text;
    Order order;
    bool negates = false;
};

// The longer before those that they begin with.
constexpr Sign signs[] = {{"!=", Order::equal, true},
                          {"==", Order::equal},
                          {">=", Order::greater_or_equal},
                          {"<=", Order::less_or_equal},
                          {"=", Order::equal},
                          {">", Order::greater},
                          {"<", Order::less}};

void check_condition(const Term& term, std::string_view text) {
    if (term.value.empty()) malformed(text, "nothing stands behind the sign", "write KEY=VALUE");
    const bool version = term.kind == Kind::fact && term.key == "axisos";
    if (term.order != Order::equal && !version)
        malformed(text, fmt::format("'{}' has no order", text::visible(term.key)),
                  "<, <=, > and >= are for axisos, as in axisos>=12.0");
    const bool glob = term.order == Order::equal && is_glob(term.value);
    if (version && !glob && !DottedVersion::parse(term.value))
        malformed(text, "that is no AXIS OS version", "write one as in axisos>=12.0");
}

// "KEY=VALUE"; nothing if the text is something else, as the address of a host.
std::optional<Term> condition_of(std::string_view text) {
    const auto at = text.find_first_of("=<>!");
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    Term term;
    term.key = text::trim(text.substr(0, at));
    if (!ascii::is_made_of(term.key, "._-")) return std::nullopt;
    const std::string_view rest = text.substr(at);
    const auto sign =
        std::ranges::find_if(signs, [&](const Sign& each) { return rest.starts_with(each.text); });
    if (sign == std::end(signs)) return std::nullopt;
    term.kind = text::contains(fact_keys(), term.key) ? Kind::fact : Kind::tag;
    term.order = sign->order;
    term.negated = sign->negates;
    term.value = text::trim(rest.substr(sign->text.size()));
    check_condition(term, text);
    return term;
}

Term parse_term(std::string_view written) {
    std::string_view text = text::trim(written);
    Term term;
    const bool negated = text.starts_with('!');
    if (negated) text = text::trim(text.substr(1));
    if (text.empty()) malformed(written, "a part of it is empty");
    if (text.starts_with('!')) malformed(written, "'!' stands there twice");
    const bool address = text.find("://") != std::string_view::npos;
    const auto condition = address ? std::nullopt : condition_of(text);
    if (condition) {
        term = *condition;
    } else if (text == "all") {
        term.kind = Kind::everything;
    } else if (text.starts_with('@')) {
        term.kind = Kind::group;
        term.value = text.substr(1);
    } else {
        term.kind = !address && is_glob(text) ? Kind::names : Kind::name;
        term.value = text;
    }
    term.negated = term.negated != negated;
    term.text = text::trim(written);
    return term;
}

Alternative parse_alternative(const std::string& text) {
    Alternative alternative{.text = text};
    for (const std::string& part : text::split(text, '&'))
        alternative.terms.push_back(parse_term(part));
    return alternative;
}

// Who knows kubectl would expect fewer devices than such a text means.
void refuse_ambiguous(const std::string& text, const std::vector<Alternative>& alternatives) {
    if (text.find('&') != std::string::npos) return;
    const Term* first = nullptr;
    for (const Alternative& alternative : alternatives) {
        const Term& term = alternative.terms.front();
        if (term.negated || (term.kind != Kind::tag && term.kind != Kind::fact)) continue;
        const bool same =
            first == nullptr ||
            (first->key == term.key && first->order == Order::equal && term.order == Order::equal);
        if (!same)
            malformed(text, "a comma means 'or', and both may be meant",
                      fmt::format("write '{}&{}' for devices of which both are true, or two "
                                  "targets for those of which one is",
                                  text::visible(first->text), text::visible(term.text)));
        first = &term;
    }
}

} // namespace

const std::vector<std::string>& fact_keys() {
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> all;
        for (const Fact& fact : facts_known) all.emplace_back(fact.key);
        return all;
    }();
    return keys;
}

bool is_glob(std::string_view text) {
    return text.find_first_of("*?") != std::string_view::npos;
}

// Without recursion: at a difference it goes back to the last '*', which takes one character more.
bool fits_glob(std::string_view glob, std::string_view text) {
    std::size_t at = 0, star = std::string_view::npos, from = 0, i = 0;
    while (i < text.size()) {
        if (at < glob.size() && glob[at] == '*') {
            star = at++;
            from = i;
        } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[i])) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (at < glob.size() && glob[at] == '*') ++at;
    return at == glob.size();
}

Match Term::match(const InventoryDevice& device, const KnownFacts& facts) const {
    const Match match = kind == Kind::fact                 ? match_fact(*this, facts)
                        : matches_inventory(*this, device) ? Match::yes
                                                           : Match::no;
    if (!negated || match == Match::unknown) return match;
    return match == Match::yes ? Match::no : Match::yes;
}

Match Alternative::match(const InventoryDevice& device, const KnownFacts& facts) const {
    Match all = Match::yes;
    for (const Term& term : terms) all = std::min(all, term.match(device, facts));
    return all;
}

Selector::Selector(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        std::vector<Alternative> parts;
        for (const std::string& part : text::split(text, ','))
            parts.push_back(parse_alternative(part));
        refuse_ambiguous(text, parts);
        std::ranges::move(parts, std::back_inserter(alternatives_));
    }
}

std::vector<const Term*> Selector::terms() const {
    std::vector<const Term*> all;
    for (const Alternative& alternative : alternatives_)
        for (const Term& term : alternative.terms) all.push_back(&term);
    return all;
}

bool Selector::asks_facts() const {
    return std::ranges::any_of(terms(), [](const Term* term) { return term->kind == Kind::fact; });
}

std::vector<std::string> Selector::unknown_of(const KnownFacts& facts) const {
    std::vector<std::string> unknown;
    for (const Term* term : terms()) {
        if (term->kind != Kind::fact) continue;
        const auto fact = std::ranges::find(facts_known, term->key, &Fact::key);
        if (match_fact(*term, facts) == Match::unknown) text::add_once(unknown, fact->words);
    }
    return unknown;
}

} // namespace acapctl::fleet
