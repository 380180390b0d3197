#pragma once
// The one bounded worker pool, for fleets and for builds side by side.

#include <cstddef>
#include <functional>

namespace acapctl {

// Calls work(0) ... work(count - 1) on at most `jobs` threads and returns when all have returned.
// The first exception thrown by any of them is rethrown, after all have ended.
void for_each_index(std::size_t count, std::size_t jobs,
                    const std::function<void(std::size_t)>& work);

} // namespace acapctl
