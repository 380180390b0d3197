#pragma once
// One thread that waits for descriptors and times, and runs what others ask of it. What throws
// there is told on standard error, and the loop goes on.

#include "support/descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace acapctl::emulator {

class EventLoop {
  public:
    using Clock = std::chrono::steady_clock;
    using Task = std::function<void()>;

    EventLoop();
    ~EventLoop(); // runs what was posted before, then ends
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    void post(Task task);

    // Runs `work` in the loop's thread and waits for its result.
    template <typename Work>
    auto call(const Work& work) {
        using Result = std::invoke_result_t<Work>;
        std::promise<Result> promise;
        post([&] {
            try {
                if constexpr (std::is_void_v<Result>) {
                    work();
                    promise.set_value();
                } else {
                    promise.set_value(work());
                }
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        });
        return promise.get_future().get();
    }

    // From the loop's thread only. Readers are called while `descriptor` is readable.
    void watch(int descriptor, Task reader);
    void forget(int descriptor);
    std::uint64_t at(Clock::time_point time, Task task); // returns a handle for cancel()
    void cancel(std::uint64_t timer);

  private:
    struct Timer {
        Clock::time_point time;
        Task task;
    };

    void run();
    void run_posted();
    void run_timers();
    int timeout() const; // milliseconds for epoll_wait

    Descriptor epoll_;
    Descriptor wake_;
    bool ending_ = false;
    std::map<int, Task> readers_;
    std::map<std::uint64_t, Timer> timers_;
    std::uint64_t next_timer_ = 1;
    std::vector<Task> posted_;
    std::mutex mutex_; // of posted_
    std::thread thread_;
};

} // namespace acapctl::emulator
