#pragma once
// A model that a probe takes along to a device, to be run and timed there.

#include "probe/choice.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::probe {

// A model to be run on larod devices.
struct ModelRun {
    std::filesystem::path model{};      // empty: none is run
    std::vector<std::string> devices{}; // empty: every one that could take it
    unsigned runs = 20;                 // after the warm-ups
    bool wanted() const { return !model.empty(); }
};
inline constexpr std::uint64_t largest_model = 256U << 20U; // bytes; a camera has less room

// Throws invalid_input for a model that is no regular file, empty or too large, and usage for what
// the probe could not read as the name of a device.
void check_model_run(const ModelRun& run);
// What the package's program reads beside itself (probe.conf).
std::string probe_conf(const ModelRun& run);
// A copy of the package that runs the model, in `directory`. The model is read here.
std::filesystem::path with_model(const Offer& offer, const ModelRun& run,
                                 const std::filesystem::path& directory,
                                 const std::stop_token& stop);

} // namespace acapctl::probe
