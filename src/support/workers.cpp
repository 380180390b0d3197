#include "support/workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace acapctl {

void for_each_index(std::size_t count, std::size_t jobs,
                    const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr first;
    const auto serve = [&] {
        for (std::size_t index; (index = next++) < count;) {
            try {
                work(index);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!first) first = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t wanted = std::min(count, std::max<std::size_t>(jobs, 1));
        try {
            for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(serve);
        } catch (const std::system_error&) { // no more threads: those there are do the work
        }
        serve();
    }
    if (first) std::rethrow_exception(first);
}

} // namespace acapctl
