#pragma once
// The environment variables whose values nobody but acapctl and its emulator may know. Whatever is
// started, a project's make as well as git or an engine, does without them (subprocess.cpp), and
// none of them becomes a build argument.

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace acapctl {

// Those that the user's settings name. Written when these are read, before anything is started.
inline std::set<std::string, std::less<>>& configured_secret_variables() {
    static std::set<std::string, std::less<>> names;
    return names;
}

inline bool is_secret_variable(std::string_view name) {
    constexpr std::array<std::string_view, 4> names{"AXIS_DEVICE_PASS", "ACAPCTL_BUILD_KEY",
                                                    "ACAPCTL_EMULATOR_PASSWORD",
                                                    "ACAPCTL_CLIENT_KEY_PASS"};
    return std::ranges::find(names, name) != names.end() ||
           configured_secret_variables().contains(name);
}

} // namespace acapctl
