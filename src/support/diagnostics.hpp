#pragma once
// What the program does, for those who want to be told (-v, -vv). Every room speaks through here
// and none knows who listens; spdlog stands behind it, in diagnostics.cpp. A Secret is written as
// ***. Safe to call from several threads at a time.

#include "support/secret.hpp"

#include <functional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

template <>
struct fmt::formatter<acapctl::Secret> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const acapctl::Secret&, Context& context) const {
        return fmt::formatter<std::string_view>::format("***", context);
    }
};

namespace acapctl::diagnostics {

enum class Level {
    detail, // -v: what was decided, and why
    trace   // -vv: requests, replies and the programs that are started
};

// While it lives, what is said up to `most` goes to `sink`, one call at a time, a line each.
class Listener {
  public:
    using Sink = std::function<void(std::string_view line)>;
    Listener(Level most, Sink sink);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
};

bool wanted(Level level);
void write(Level level, std::string_view line);

// Nothing is formatted for nobody.
template <typename... Parts>
void detail(fmt::format_string<Parts...> format, Parts&&... parts) {
    if (wanted(Level::detail))
        write(Level::detail, fmt::format(format, std::forward<Parts>(parts)...));
}

template <typename... Parts>
void trace(fmt::format_string<Parts...> format, Parts&&... parts) {
    if (wanted(Level::trace))
        write(Level::trace, fmt::format(format, std::forward<Parts>(parts)...));
}

} // namespace acapctl::diagnostics
