#pragma once
// The same work on many devices: bounded workers, one outcome per device, one exit code for all.

#include "acapctl/error.hpp"
#include "device/http/target.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace acapctl::fleet {

// What came of one device. A failed one may still have a partly filled value.
template <typename T>
struct Outcome {
    std::string device{};
    T value{};
    std::optional<Failure> failure{};
    std::string same_as{}; // the name under which this very device is served; empty: this one
};

// Which of the devices of a command are one, though they have several names: by the serial numbers
// that the inventory has of them. What a device tells of itself could hide another one.
class SameDevices {
  public:
    static constexpr const char* code = "same-device"; // of the Error

    SameDevices() = default; // each is one of its own
    explicit SameDevices(const std::vector<device::Target>& targets);

    // The name before it under which the device is served; empty: under this one.
    std::string first_name(const std::string& name) const;
    // Throws for a name whose device is served under another.
    void check(const std::string& name) const;

  private:
    std::map<std::string, std::string> first_names_{};
};

// An outcome that failed for that alone has not failed.
template <typename T>
void put_aside(const SameDevices& same, Outcome<T>& outcome) {
    if (!outcome.failure || outcome.failure->code != SameDevices::code) return;
    outcome.same_as = same.first_name(outcome.device);
    outcome.failure.reset();
}

// done if nothing failed; the common code if all failed with it; else mixed. An interruption
// anywhere wins.
ExitCode common_exit_code(const std::vector<ExitCode>& codes);
ExitCode exit_code(const std::vector<const std::optional<Failure>*>& results);

// Of work on one device: nothing if it went well.
std::optional<Failure> failure_of(const std::string& device, const std::function<void()>& work);

// Calls work(i) for every target on at most `jobs` threads. The failure of each, if any, by index.
std::vector<std::optional<Failure>> run_on(const std::vector<device::Target>& targets,
                                           std::size_t jobs,
                                           const std::function<void(std::size_t)>& work);

template <typename T>
std::vector<Outcome<T>>
for_each_device(const std::vector<device::Target>& targets, std::size_t jobs,
                const std::function<void(const device::Target& target, T& value)>& work) {
    std::vector<Outcome<T>> outcomes(targets.size());
    auto failures =
        run_on(targets, jobs, [&](std::size_t i) { work(targets[i], outcomes[i].value); });
    for (std::size_t i = 0; i < targets.size(); ++i) {
        outcomes[i].device = targets[i].name;
        outcomes[i].failure = std::move(failures[i]);
    }
    return outcomes;
}

template <typename T>
ExitCode exit_code(const std::vector<Outcome<T>>& outcomes) {
    std::vector<const std::optional<Failure>*> results;
    for (const Outcome<T>& outcome : outcomes)
        if (outcome.same_as.empty()) results.push_back(&outcome.failure);
    return exit_code(results);
}

} // namespace acapctl::fleet
