#pragma once
// AXIS OS versions and sets of them. A set is a list of ranges, because LTS tracks get features
// that stand much later on the active track: schema 2.0 is understood from 12.10 and
// from 11.11.205.

#include "support/version.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

class AxisOs {
  public:
    // One to four numbers: "12", "12.10", "12.10.68", "13.0.0.12110022"; what a preview puts
    // behind them ("13.0.0-preview") is ignored. Nothing if `text` is no version.
    static std::optional<AxisOs> parse(std::string_view text);
    // The same as the name of what a device has. "12.10" is then a release with all its patches,
    // which is what people mean by it, and reaches 12.10.68.
    static std::optional<AxisOs> parse_release(std::string_view text);
    // A value a person gave: throws a usage error.
    static AxisOs from_user(std::string_view text);

    std::string str() const { return numbers_.str(); }
    // Missing numbers are 0: 12.10 and 12.10.0 are equal.
    friend std::strong_ordering operator<=>(const AxisOs& left, const AxisOs& right) {
        return left.numbers_ <=> right.numbers_;
    }
    friend bool operator==(const AxisOs& left, const AxisOs& right) {
        return left.numbers_ == right.numbers_;
    }

    // Whether it is `min` or later; a release, if it is so with all its patches.
    bool reaches(const AxisOs& min) const;
    // Whether it belongs to a release or track named by fewer numbers: 12.10.68 is within 12.10
    // and 12.
    bool within(const AxisOs& track) const;
    // Whether it names a release with all its patches; and the first of these.
    bool is_release() const { return all_patches_; }
    AxisOs first() const { return AxisOs(numbers_); }
    // The first version that is beyond everything within this one: 12.11 for 12.10.
    AxisOs beyond() const { return AxisOs(numbers_.beyond()); }

  private:
    explicit AxisOs(const DottedVersion& numbers) : numbers_(numbers) {}

    DottedVersion numbers_{};
    bool all_patches_ = false;
};

// As in a manifest's compatibleOsVersions: `max` holds with everything within it, so that "12"
// includes 12.11.72. A missing bound is no bound.
struct AxisOsRange {
    std::optional<AxisOs> min{};
    std::optional<AxisOs> max{};

    bool contains(const AxisOs& version) const;
};

using AxisOsSet = std::vector<AxisOsRange>; // empty: no version at all

AxisOsSet every_axis_os();
bool contains(const AxisOsSet& set, const AxisOs& version);
AxisOsSet intersection(const AxisOsSet& left, const AxisOsSet& right);

// "AXIS OS 11.11.205 or later on 11.11; or 12.10 or later".
std::string describe(const AxisOsSet& set);

} // namespace acapctl::sdk
