#pragma once
// Which devices a text means. Pure: what is known of them comes in, nothing is asked.
//
//   texts        one text for each -t; a device is meant if any of them means it
//   text         alternative ["," alternative]...     any of them
//   alternative  term ["&" term]...                   all of them
//   term         ["!"] what
//   what         all                  every device of the inventory
//                NAME                 a device of the inventory, else a host
//                GLOB                 names; '*' stands for any text, '?' for one character
//                @GROUP               a group, or those that a glob fits
//                KEY=VALUE            a tag, or a fact; VALUE may be a glob, KEY!=VALUE is
//                !KEY=VALUE axisos OP VERSION    =, !=, <, <=, >, >=
//
// An alternative that is one negated term takes devices away from what all others mean; where there
// are no others, from all. Facts are arch, soc, model, serial, axisos and app, as the device was
// when last asked, whatever their case. Of an AXIS OS version as many numbers count as are written:
// axisos=12.11 is any 12.11.x, axisos>12.11 begins with 12.12.
//
// kubectl's "a=1,b=2" means both, where a comma here is "or": that text is refused, with what to
// write instead. Its "a!=1,b!=2" means the same in both.

#include "fleet/inventory.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

// What is known of a device without asking it. Empty: that is not known.
struct KnownFacts {
    std::string architecture{};
    std::vector<std::string> soc{}; // all names of the chip: "Axis Artpec-8", "artpec8"
    std::string model{};
    std::string serial{};
    std::string axis_os{};
    std::optional<std::vector<std::string>> applications{}; // their names
};

// The keys of facts, which are not the name of a tag.
const std::vector<std::string>& fact_keys();

// Ordered, so that "and" is the least and "or" the greatest of several.
enum class Match { no, unknown, yes };

struct Term {
    enum class Kind { everything, name, names, group, tag, fact };
    enum class Order { equal, less, less_or_equal, greater, greater_or_equal };
    Kind kind{};
    bool negated = false;
    Order order = Order::equal;
    std::string key{};   // of a tag or a fact
    std::string value{}; // name, glob, group, value
    std::string text{};  // as it was written

    Match match(const InventoryDevice& device, const KnownFacts& facts) const;
};

struct Alternative {
    std::vector<Term> terms{}; // all hold
    std::string text{};

    bool removes() const { return terms.size() == 1 && terms[0].negated; }
    Match match(const InventoryDevice& device, const KnownFacts& facts) const;
};

class Selector {
  public:
    // Throws a usage error.
    explicit Selector(const std::vector<std::string>& texts);

    // In the order in which they were written.
    const std::vector<Alternative>& alternatives() const { return alternatives_; }
    std::vector<const Term*> terms() const;
    bool asks_facts() const; // without, no facts need be looked up
    // What it asks for that is not known of this device, in words: "chip", "AXIS OS version".
    std::vector<std::string> unknown_of(const KnownFacts& facts) const;

  private:
    std::vector<Alternative> alternatives_{};
};

bool is_glob(std::string_view text);
bool fits_glob(std::string_view glob, std::string_view text);

} // namespace acapctl::fleet
