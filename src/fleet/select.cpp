#include "fleet/select.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

[[noreturn]] void nothing_meant(std::string_view text, std::string_view why, std::string hint = {},
                                std::vector<Advice> advice = {}) {
    throw_usage(fmt::format("target '{}': {}", text::visible(text), why), std::move(hint),
                std::move(advice));
}

[[noreturn]] void empty_inventory(std::string_view text) {
    nothing_meant(text, "the inventory has no devices", {}, {{Advice::add_device}});
}

[[noreturn]] void no_such_group(const std::string& text, const Inventory& inventory) {
    if (inventory.devices.empty()) empty_inventory(text);
    std::vector<std::string> groups;
    for (const std::string& group : inventory.groups()) groups.push_back("@" + group);
    std::string hint = text::did_you_mean(text, groups);
    if (hint.empty() && !groups.empty()) hint = "groups: " + text::join(groups, ", ");
    nothing_meant(text, "no device of the inventory is in that group", hint);
}

[[noreturn]] void no_such_tag(const Term& term, const Inventory& inventory) {
    std::vector<std::string> keys = fact_keys();
    for (const InventoryDevice& device : inventory.devices)
        for (const auto& [key, value] : device.tags) text::add_once(keys, key);
    std::string hint = text::did_you_mean(term.key == "chip" ? "soc" : term.key, keys);
    if (hint.empty()) hint = "known: " + text::join(keys, ", ");
    nothing_meant(term.text, fmt::format("no device has a tag '{}'", text::visible(term.key)),
                  hint);
}

std::string digits_of(std::string_view word) {
    std::string digits;
    std::ranges::copy_if(word, std::back_inserter(digits), ascii::is_digit);
    return digits;
}

// Whether words differ in one letter or sign, or in case alone. Another number, as in cam1 and
// cam2, and any greater distance, as that of lab1 and cam1, is between names too.
bool is_slip(std::string_view one, std::string_view other) {
    if (text::lower(one) == text::lower(other)) return true;
    if (digits_of(one) != digits_of(other)) return false;
    if (one.size() > other.size()) std::swap(one, other);
    if (one.size() < 3) return false;
    std::size_t same = 0;
    while (same < one.size() && one[same] == other[same]) ++same;
    const std::string_view rest = other.substr(std::min(same + 1, other.size()));
    return rest == one.substr(std::min(one.size() == other.size() ? same + 1 : same, one.size()));
}

// A device that a command may mean, with what is known of it.
struct Candidate {
    InventoryDevice device{};
    device::Target target{};
    KnownFacts facts{};
    bool of_inventory = true;
};

class Choice {
  public:
    Choice(const std::vector<std::string>& texts, const Inventory& inventory,
           const device::Lookup& environment, const FactsOf& facts)
        : selector_(texts), inventory_(inventory) {
        for (const InventoryDevice& device : inventory.devices)
            candidates_.push_back({device, target_of(device, environment)});
        add_hosts(environment);
        for (Candidate& candidate : candidates_)
            if (selector_.asks_facts() && facts) candidate.facts = facts(candidate.target);
        for (const Term* term : selector_.terms()) check(*term);
    }

    Selection make() {
        bool only_removes = true;
        for (const Alternative& alternative : selector_.alternatives()) {
            if (alternative.removes()) continue;
            only_removes = false;
            add(alternative);
        }
        if (only_removes)
            for (const Candidate& candidate : candidates_) take(candidate);
        for (const Candidate& candidate : candidates_) leave_out(candidate);
        if (selection_.targets.empty()) none_left();
        return std::move(selection_);
    }

  private:
    // What is no name of the inventory, and not taken away, is a host.
    void add_hosts(const device::Lookup& environment) {
        for (const Term* term : selector_.terms()) {
            if (term->kind != Term::Kind::name || term->negated || has(term->value)) continue;
            refuse_typo(*term);
            device::Target target = device::complete_target(term->value, environment);
            recognise(target);
            target.similar_name = text::nearest(term->value, inventory_.names()).value_or("");
            candidates_.push_back({{.name = term->value, .address = term->value},
                                   std::move(target),
                                   {},
                                   /*of_inventory=*/false});
        }
    }

    // An address that the inventory has is that device, whoever names it so.
    void recognise(device::Target& target) const {
        target.known_as = device::place_of(target);
        for (const Candidate& candidate : candidates_) {
            if (!candidate.of_inventory || device::place_of(candidate.target) != target.known_as)
                continue;
            target.known_as = candidate.device.name;
            target.serial = candidate.device.serial;
            return;
        }
    }

    // All others would be served, and the device that is meant would not.
    void refuse_typo(const Term& term) const {
        if (!is_bare_word(term.value)) return;
        if (text::contains(inventory_.groups(), term.value))
            nothing_meant(term.text, "the inventory has no such device, but a group of that name",
                          fmt::format("Did you mean '@{}'? A host of that name is written "
                                      "https://{}",
                                      term.value, term.value));
        for (const InventoryDevice& device : inventory_.devices)
            if (is_slip(term.value, device.name))
                nothing_meant(
                    term.text, "the inventory has no such device",
                    fmt::format("Did you mean '{}'? A host of that name is written https://{}",
                                device.name, term.value));
    }

    bool has(std::string_view name) const {
        return std::ranges::any_of(
            candidates_, [&](const Candidate& candidate) { return candidate.device.name == name; });
    }

    // What cannot be true of any device is a mistake, also where it takes devices away.
    void check(const Term& term) const {
        const auto fits = [&](const Candidate& candidate) {
            const Match match = term.match(candidate.device, {});
            return candidate.of_inventory && match == (term.negated ? Match::no : Match::yes);
        };
        if (term.kind == Term::Kind::name && !has(term.value))
            nothing_meant(term.text, "the inventory has no such device",
                          text::did_you_mean(term.value, inventory_.names()));
        if (term.kind == Term::Kind::group && std::ranges::none_of(candidates_, fits))
            no_such_group("@" + term.value, inventory_);
        const auto tagged = [&](const InventoryDevice& device) {
            return device.tags.contains(term.key);
        };
        if (term.kind == Term::Kind::tag && std::ranges::none_of(inventory_.devices, tagged))
            no_such_tag(term, inventory_);
    }

    // A host is meant where it is named, not by "all" or what is true of it.
    bool may_mean(const Alternative& alternative, const Candidate& candidate) const {
        return candidate.of_inventory ||
               std::ranges::any_of(alternative.terms, [&](const Term& term) {
                   return term.kind == Term::Kind::name && term.value == candidate.device.name;
               });
    }

    void add(const Alternative& alternative) {
        bool any = false;
        for (const Candidate& candidate : candidates_) {
            if (!may_mean(alternative, candidate)) continue;
            const Match match = alternative.match(candidate.device, candidate.facts);
            any = any || match != Match::no;
            if (match == Match::yes) take(candidate);
            if (match == Match::unknown) doubtful_.insert(candidate.device.name);
        }
        if (!any && inventory_.devices.empty()) empty_inventory(alternative.text);
        if (!any) nothing_meant(alternative.text, "that is true of no device of the inventory");
    }

    // The least of what the removals say: yes if none takes the device away.
    Match kept(const Candidate& candidate) const {
        Match all = Match::yes;
        for (const Alternative& alternative : selector_.alternatives())
            if (alternative.removes())
                all = std::min(all, alternative.match(candidate.device, candidate.facts));
        return all;
    }

    void take(const Candidate& candidate) {
        if (!meant_.insert(candidate.device.name).second) return;
        if (kept(candidate) == Match::yes) selection_.targets.push_back(candidate.target);
    }

    void leave_out(const Candidate& candidate) {
        const bool meant = meant_.contains(candidate.device.name);
        const bool doubtful = doubtful_.contains(candidate.device.name);
        const Match kept_match = kept(candidate);
        if (!(meant ? kept_match == Match::unknown : doubtful && kept_match != Match::no)) return;
        selection_.left_out.push_back(candidate.device.name);
        for (const std::string& what : selector_.unknown_of(candidate.facts))
            text::add_once(selection_.unknown, what);
    }

    [[noreturn]] void none_left() const {
        if (candidates_.empty()) empty_inventory(selector_.alternatives().front().text);
        if (selection_.left_out.empty())
            throw_usage("no device is left of those that are meant", {}, {{Advice::list_devices}});
        throw_usage(fmt::format("no device is known to be meant: the {} of {} is not known",
                                text::join(selection_.unknown, " or the "),
                                text::some_of(selection_.left_out)),
                    {}, selection_.advice());
    }

    Selector selector_;
    const Inventory& inventory_;
    std::vector<Candidate> candidates_{}; // of the inventory in its order, then hosts
    std::set<std::string> meant_{};
    std::set<std::string> doubtful_{};
    Selection selection_{};
};

} // namespace

bool is_bare_word(std::string_view target) {
    return ascii::is_made_of(target, "_-");
}

std::vector<Advice> Selection::advice() const {
    const bool few = left_out.size() <= 10;
    return {{Advice::ask_devices, {few ? text::join(left_out, ",") : "all"}}};
}

// What the inventory says of the device wins over the environment, which is the same for all.
device::Target target_of(const InventoryDevice& device, const device::Lookup& environment) {
    device::Target target = device::complete_target(device.address, environment);
    target.name = target.known_as = device.name;
    target.serial = device.serial;
    const bool user_in_address = device::parse_target(device.address).user.has_value();
    if (!device.user.empty() && !user_in_address) target.user = device.user;
    if (!device.password.empty() || !device.password_command.empty()) {
        target.password = device.password;
        target.password_command = device.password_command;
    }
    if (!device.client_certificate.empty())
        target.client_certificate = file_of_inventory(device.client_certificate);
    if (!device.client_key.empty()) target.client_key = file_of_inventory(device.client_key);
    return target;
}

Selection select(const std::vector<std::string>& texts, const Inventory& inventory,
                 const device::Lookup& environment, const FactsOf& facts) {
    if (!texts.empty()) return Choice(texts, inventory, environment, facts).make();
    const InventoryDevice* chosen = inventory.find(inventory.default_device);
    if (chosen == nullptr)
        throw_usage("no device named",
                    "use -t HOST, set ACAPCTL_TARGET or AXIS_DEVICE_IP, or name a default "
                    "device in the inventory");
    return {.targets = {target_of(*chosen, environment)}};
}

} // namespace acapctl::fleet
