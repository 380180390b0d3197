#pragma once
// What is known of several things that are worked on side by side, and how one line or a table
// tells it. The time comes with each call.

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace acapctl {

class AtWork {
  public:
    using Time = std::chrono::steady_clock::time_point;
    enum class End { done, failed, skipped };

    explicit AtWork(std::size_t total) : total_(total) {}

    void begin(const std::string& name, Time now);
    // A sign of life: what it does now, as "uploading 43 %".
    void doing(const std::string& name, const std::string& what, Time now); // empty: not waited for
    void end(const std::string& name, End how = End::done);

    // "3 of 12 devices done; waiting for gate (12 s)"; of a single one what it does, or that it is
    // waited for. Empty: there is nothing to tell yet. `things` is what they are: "devices".
    std::string line(const std::string& things, Time now) const;

    // The same of many, in at most `most` lines: how many are done, have failed, are worked on and
    // wait, then those that are worked on, the longest first: since when, and what they do. Empty:
    // nothing is waited for.
    std::vector<std::string> table(const std::string& things, Time now, std::size_t most) const;

  private:
    struct One {
        Time began{};
        Time since{}; // its last sign of life
        std::string what{};
        bool waited_for = true;
    };
    using Busy = std::pair<const std::string, One>;
    std::vector<const Busy*> waited_for() const; // the longest without a sign of life first
    std::string waiting(Time now) const;
    std::size_t ended(End how) const;
    std::string counts(const std::string& things) const;

    std::size_t total_;
    std::map<std::string, One> busy_{};
    std::map<std::string, End> ended_{}; // those whose turn is over
};

// Names in a sentence: "a, b and 10 others", with at most `most` of them written out.
std::string names_in_short(const std::vector<std::string>& names, std::size_t most);

} // namespace acapctl
