#include "emulator/process/event_loop.hpp"

#include "emulator/support/guard.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace acapctl::emulator {

EventLoop::EventLoop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!epoll_ || !wake_) throw std::system_error(errno, std::generic_category(), "no event loop");
    watch(wake_.get(), [this] { run_posted(); });
    thread_ = std::thread([this] { run(); });
}

EventLoop::~EventLoop() {
    post([this] { ending_ = true; });
    thread_.join();
}

void EventLoop::post(Task task) {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
    const std::uint64_t one = 1;
    (void)!::write(wake_.get(), &one, sizeof one);
}

void EventLoop::watch(int descriptor, Task reader) {
    readers_[descriptor] = std::move(reader);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event);
}

void EventLoop::forget(int descriptor) {
    if (readers_.erase(descriptor) > 0)
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

std::uint64_t EventLoop::at(Clock::time_point time, Task task) {
    timers_.emplace(next_timer_, Timer{time, std::move(task)});
    return next_timer_++;
}

void EventLoop::cancel(std::uint64_t timer) {
    timers_.erase(timer);
}

int EventLoop::timeout() const {
    if (timers_.empty()) return -1;
    const auto first =
        std::ranges::min_element(timers_, {}, [](const auto& entry) { return entry.second.time; });
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(first->second.time - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

void EventLoop::run() {
    std::array<epoll_event, 64> events{};
    while (!ending_) {
        const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), timeout());
        for (int i = 0; i < count; ++i) {
            // One reader may have removed another one.
            const auto reader = readers_.find(events[static_cast<std::size_t>(i)].data.fd);
            if (reader == readers_.end()) continue;
            const Task task = reader->second;
            guarded(task);
        }
        run_timers();
    }
}

void EventLoop::run_posted() {
    std::uint64_t count = 0;
    (void)!::read(wake_.get(), &count, sizeof count);
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(posted_);
    }
    for (const Task& task : tasks) guarded(task);
}

void EventLoop::run_timers() {
    const auto now = Clock::now();
    std::vector<std::uint64_t> due;
    for (const auto& [handle, timer] : timers_)
        if (timer.time <= now) due.push_back(handle);
    for (const std::uint64_t handle : due) {
        auto timer = timers_.extract(handle);
        if (!timer.empty()) guarded(timer.mapped().task);
    }
}

} // namespace acapctl::emulator
