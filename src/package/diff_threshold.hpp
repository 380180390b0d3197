#pragma once
// How much two packages may differ.

#include "package/diff.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// What must not change too much: "size>5%", "size>100kB", "files", "files>10", "manifest",
// "manifest>3", "elf", "elf>2", "floor", "any".
class Threshold {
  public:
    static constexpr const char* grammar =
        "size>N% or size>N[kB|MB], manifest, files or elf alone or with >N, floor, any";

    static std::vector<std::string> without_limit(); // "manifest", "floor", ...

    // Throws a usage error.
    static Threshold parse(std::string_view text);
    const std::string& text() const { return text_; }
    // Why it is exceeded ("the package grew by 7.1 %"); nothing if it is not.
    std::optional<std::string> exceeded(const PackageDiff& diff) const;

  private:
    std::optional<std::string> size_exceeded(const PackageDiff& diff) const;

    std::string text_{};
    std::string subject_{};
    double limit_ = 0;
    bool percent_ = false;
};

} // namespace acapctl
