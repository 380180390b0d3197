#pragma once
// Versions as texts, read and compared. Pure. There are three rules, and a type for each.

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// Numbers with dots between them: versions of AXIS OS, of manifest schemas and of symbols. One to
// four numbers, each below 2^32 - 1; missing ones are 0: 12.10 and 12.10.0 are equal.
class DottedVersion {
  public:
    DottedVersion() = default;                                   // no number at all, which is 0
    DottedVersion(std::initializer_list<std::uint32_t> numbers); // four at most

    // Nothing if the text is anything else.
    static std::optional<DottedVersion> parse(std::string_view text);
    // Where a part that is no number counts as 0, and a fifth is not looked at.
    static DottedVersion parse_leniently(std::string_view text);

    std::size_t size() const { return size_; } // how many numbers it was written with
    std::uint32_t operator[](std::size_t i) const { return numbers_[i]; } // i below 4
    std::string str() const;

    // The first version later than everything within this one: 12.11 for 12.10.
    DottedVersion beyond() const;

    friend std::strong_ordering operator<=>(const DottedVersion& left, const DottedVersion& right);
    friend bool operator==(const DottedVersion& left, const DottedVersion& right);

  private:
    std::array<std::uint32_t, 4> numbers_{};
    std::size_t size_ = 0;
};

// The order of two such texts; nothing if one of them is none.
std::optional<std::strong_ordering> compare_dotted(std::string_view left, std::string_view right);

// As semver.org has it; what follows a '-' or '+' is kept as text.
struct SemanticVersion {
    std::uint64_t major = 1, minor = 0, patch = 0;
    std::string rest{}; // "-alpha+7" or empty
};
std::optional<SemanticVersion> parse_semantic_version(std::string_view text);

// The version of an application, however its author wrote it or a device shows it: numbers and
// words, whatever stands between them and in whichever case, so that "1.0-0" is 1.0.0. What follows
// a '+' does not count. A missing number is 0, and a word comes before a number: 1.0-alpha < 1.0.
class ApplicationVersion {
  public:
    explicit ApplicationVersion(std::string_view text);

    bool empty() const { return parts_.empty(); }
    bool has_word() const;
    // What stands in front of the first word: 1.0 of 1.0-alpha.2.
    ApplicationVersion without_words() const;

    friend std::strong_ordering operator<=>(const ApplicationVersion& left,
                                            const ApplicationVersion& right);
    friend bool operator==(const ApplicationVersion& left, const ApplicationVersion& right);

  private:
    void drop_zeros();

    std::vector<std::string> parts_{}; // numbers without leading zeros, words in small letters
};

} // namespace acapctl
