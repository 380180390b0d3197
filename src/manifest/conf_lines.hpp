#pragma once
// The assignments of package.conf with their places.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// One assignment.
struct ConfLine {
    std::string key{};
    std::string value{};    // unquoted
    std::size_t line = 0;   // from 1
    std::size_t column = 0; // of the key, from 1
};

// In their order. Understands and leaves out what parse_package_conf does.
std::vector<ConfLine> package_conf_lines(std::string_view text);

} // namespace acapctl
