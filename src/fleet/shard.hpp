#pragma once
// A part of the devices of a command, for a machine of several that do the same command. Pure.

#include "device/http/target.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

struct Shard {
    std::size_t index = 1; // from 1
    std::size_t count = 1;

    // "2/8", or "auto": of SLURM_ARRAY_TASK_ID with _MIN and _COUNT, or of JOB_COMPLETION_INDEX
    // (Kubernetes, from 0) with ACAPCTL_SHARD_COUNT. Throws a usage error that names `option`.
    static Shard parse(std::string_view text, const std::string& option,
                       const device::Lookup& environment);

    // The places of its devices among `total`: every count-th one, so that what was named together
    // is spread.
    std::vector<std::size_t> of(std::size_t total) const;
};

} // namespace acapctl::fleet
