#pragma once
// A rollout: batch after batch, until its end or until too much has failed.

#include "acapctl/error.hpp"
#include "fleet/batches.hpp"
#include "fleet/share.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::fleet {

struct RolloutRules {
    Canary canary{};
    std::optional<Share> batch{}; // nothing: all that are no canaries at once
    Share max_fail{};             // of all devices; the rollout stops when more have failed
    std::string max_fail_name{"a limit of"}; // as the user knows it, before its value
    std::chrono::milliseconds pause{0};      // between batches
};

struct RolloutObserver {
    std::function<void(std::size_t batch, const Batch& devices)> on_batch{};
    std::function<void(std::chrono::milliseconds pause)> on_pause{};
};

struct RolloutResult {
    // By device. Those that were not touched have one of the code "rollout-stopped".
    std::vector<std::optional<Failure>> failures{};
    std::string stopped{};                   // why; empty: it went to its end
    std::optional<std::size_t> last_batch{}; // in which it stopped
};

// Serves the devices of `batches` but those that are `done`, at most `jobs` at a time. A failed
// canary stops it whatever max_fail says: it speaks for all that come after it. Work that has begun
// is brought to its end; nothing new is begun.
RolloutResult roll_out(const std::vector<std::string>& names, const std::vector<Batch>& batches,
                       const std::vector<bool>& done, const RolloutRules& rules, std::size_t jobs,
                       const std::function<void(std::size_t device)>& work,
                       const std::stop_token& stop, const RolloutObserver& observer = {});

} // namespace acapctl::fleet
