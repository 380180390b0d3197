#pragma once
// What is known of several things that are worked on side by side, and how one line tells it. The
// time comes with each call.

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace acapctl {

class AtWork {
  public:
    using Time = std::chrono::steady_clock::time_point;

    explicit AtWork(std::size_t total) : total_(total) {}

    void begin(const std::string& name, Time now);
    // A sign of life: what it does now, as "uploading 43 %".
    void doing(const std::string& name, const std::string& what, Time now); // empty: not waited for
    void end(const std::string& name);

    // "3 of 12 devices done; waiting for gate (12 s)"; of a single one what it does, or that it is
    // waited for. Empty: there is nothing to tell yet. `things` is what they are: "devices".
    std::string line(const std::string& things, Time now) const;

  private:
    struct One {
        Time since{}; // its last sign of life
        std::string what{};
    };
    std::string waiting(Time now) const;

    std::size_t total_;
    std::size_t done_ = 0;
    std::map<std::string, One> busy_{};
};

// Names in a sentence: "a, b and 10 others", with at most `most` of them written out.
std::string names_in_short(const std::vector<std::string>& names, std::size_t most);

} // namespace acapctl
