#pragma once
// A regular expression with the meaning it has in Python's re.search, which is what Axis' build
// tool applies to a manifest.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::manifest {

class Pattern {
  public:
    // Throws unexpected if PCRE2 cannot compile it: patterns come from our own tables.
    explicit Pattern(std::string source);

    // Of a pattern from elsewhere: what Python and PCRE2 may read differently in it, as a phrase.
    static std::optional<std::string> problem(const std::string& source);

    // One text for patterns that differ only in how they write a class or a group: needless
    // escapes, the order of characters, (?:...) for (...).
    static std::string canonical(std::string_view source);

    const std::string& source() const { return source_; }
    // Whether it is found anywhere in `text`, UTF-8 in which a lone surrogate may stand in its
    // three-byte form. A search that exceeds its limits counts as not found.
    bool found_in(std::string_view text) const;

    // The same, compiled once per process.
    static const Pattern& cached(const std::string& source);

  private:
    std::string source_;
    std::shared_ptr<void> code_;
};

} // namespace acapctl::manifest
