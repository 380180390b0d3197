#pragma once
// More of the same at the end of a list, as words of a command line.

#include <type_traits>
#include <vector>

namespace acapctl {

template <typename Item>
void append(std::vector<Item>& items, const std::type_identity_t<std::vector<Item>>& more) {
    items.insert(items.end(), more.begin(), more.end());
}

} // namespace acapctl
