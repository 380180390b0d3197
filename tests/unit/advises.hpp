#pragma once
// What a failure, a check or a warning advises.

#include "acapctl/advice.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace acapctl {

inline bool advises(const std::vector<Advice>& advice, Advice::Kind kind,
                    const std::vector<std::string>& words = {}) {
    return std::ranges::find(advice, Advice{kind, words}) != advice.end();
}

} // namespace acapctl
