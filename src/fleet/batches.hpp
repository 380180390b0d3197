#pragma once
// In which order a rollout serves its devices: canaries first, then batches. Pure: the same devices
// give the same batches, and they are fixed when a rollout starts.

#include "fleet/share.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

struct Canary {
    enum class By { none, kinds, number };
    By by = By::none;
    std::size_t number = 0;

    // "kinds" or a number from 1. Throws a usage error that names `option`.
    static Canary parse(std::string_view text, const std::string& option);
    std::string text() const; // as it was written; "none"
};

// What is rolled out to together.
struct Batch {
    bool canary = false;
    std::vector<std::size_t> devices{}; // by index, in the order in which they were named
};

// One batch of canaries, if wanted, and the others in batches of `size`, or in one. `kinds`: of
// each device its kind, as "artpec8 aarch64 AXIS OS 12"; empty where it is not known. A device of
// no known kind is no canary of its kind: nobody knows for which others it would speak.
std::vector<Batch> plan_batches(const std::vector<std::string>& kinds, const Canary& canary,
                                const std::optional<Share>& size);

// Why a device is in its batch: "the first artpec8 aarch64 AXIS OS 12", "batch 2 of 5".
std::string reason_of(const std::vector<Batch>& batches, std::size_t batch, const Canary& canary,
                      const std::string& kind);

} // namespace acapctl::fleet
