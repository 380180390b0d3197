#pragma once
// A probe that is installed: started, and its report read from the application's log.

#include "device/deploy/deploy.hpp"
#include "device/http/clock.hpp"
#include "device/log/log_reader.hpp"
#include "device/session/session.hpp"
#include "probe/collector.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

class Reading {
  public:
    using Tell = std::function<void(const std::string&)>;

    // What the log has now is the answer to an earlier probe. `patience`: how long the probe may
    // say nothing; what it tells that it does, gives it as long again, ten times at most.
    Reading(device::Session& session, std::string app, std::chrono::milliseconds patience,
            const device::Clock& clock);

    // Starts the probe and waits for its report. One whose lines stop coming before they are all
    // there has been cut by the log, or lost some to it; it writes a new report at once, and
    // another one would be as late. Throws `condition`: "probe-not-started", "probe-silent",
    // "probe-incomplete", "probe-too-long".
    nlohmann::json run(const Tell& tell);

  private:
    void start();
    void fetch();
    // Nothing: no more lines come, or time is up.
    std::optional<nlohmann::json> wait(const Tell& tell);
    bool out_of_time() const;
    void tell_what_it_does(const Tell& tell);
    bool has_ended();
    [[noreturn]] void throw_not_started(const std::string& why) const;
    [[noreturn]] void throw_too_long() const;
    [[noreturn]] void throw_silent() const;
    [[noreturn]] void throw_lost_lines() const;
    std::string loss() const; // what is wrong with what arrived

    device::Session& session_;
    std::string app_;
    std::chrono::milliseconds patience_;
    const device::Clock& clock_;
    device::LogReader log_;
    Collector collector_{};
    std::unordered_set<std::string> old_lines_{};
    std::vector<std::string> lines_{}; // of the last fetch, without the old ones
    device::Clock::Time started_{};
    device::Clock::Time deadline_{}; // of the next sign of life
    device::Clock::Time end_{};      // of all
    device::Clock::Time looked_{};   // whether it runs, or heard it say something
    std::size_t told_ = 0;           // of what it does
    int seen_stopped_ = 0;
    bool ended_ = false; // before its report
};

} // namespace acapctl::probe
