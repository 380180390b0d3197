#pragma once
// What a room below the command line tells the user beside its result: a note or a warning.

#include "acapctl/advice.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl {

struct Notice {
    // Most have no advice: any text is one.
    template <std::convertible_to<std::string_view> Text>
    Notice(const Text& plain, std::vector<Advice> next = {}) // NOLINT(google-explicit-constructor)
        : text(std::string_view(plain)), advice(std::move(next)) {}

    std::string text;
    std::vector<Advice> advice;
};

} // namespace acapctl
