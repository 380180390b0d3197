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

    struct Result {
        nlohmann::json report{};
        std::optional<Failure> lacking{}; // why the last parts of it are not there
        std::string loss{};               // the same as a phrase, for what is lacking
    };
    // Starts the probe and waits for its report. Where lines stop coming before they are all there,
    // the log has cut or lost some, or the probe has ended: it is started again, and writes a new
    // report at once. What came of one before that may be all there is. Throws `condition`:
    // "probe-not-started", "probe-silent", "probe-incomplete", "probe-ended", "probe-unusable",
    // "probe-too-long".
    Result run(const Tell& tell);

  private:
    void start();
    void fetch();
    // Nothing: no more lines come, or time is up.
    std::optional<nlohmann::json> wait(const Tell& tell);
    bool out_of_time() const;
    void tell_what_it_does(const Tell& tell);
    bool has_said_anything() const;
    bool is_running();
    // Whether it runs no more: one that does not will not write the rest of its report. Asks the
    // device now and then, when nothing was heard.
    bool has_ended();
    void note_life();
    // Nothing: it is not whole, and never will be.
    std::optional<nlohmann::json> report_of_ended();
    Result without_the_rest(Failure why) const;
    [[noreturn]] void throw_not_started(const std::string& why) const;
    [[noreturn]] void throw_too_long() const;
    Failure silent() const;
    Failure incomplete(int attempts) const;
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
    bool ended_ = false;                        // before its report was whole
    std::string how_it_ended_{};                // by a line of the device's log; empty: none tells
    std::optional<nlohmann::json> beginning_{}; // of a report, the newest
};

} // namespace acapctl::probe
