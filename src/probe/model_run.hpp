#pragma once
// A model that a probe takes along to a device, to be run and timed there.

#include "model/model.hpp"
#include "probe/choice.hpp"
#include "support/files.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

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

// The model as it was read, once for all devices: what is named, judged and sent are the same
// bytes.
class ModelPackages {
  public:
    // Throws as check_model_run does, and invalid_input, code "damaged-model", for what is no sound
    // model of its format. Of formats that cannot be read here nothing is said.
    ModelPackages(ModelRun run, const std::stop_token& stop);

    const model::ModelFacts& facts() const { return facts_; }
    nlohmann::json identity() const; // for a report: name, size, sha256, format
    // A copy of the package that takes the model along, made for the first device that asks.
    // Several may ask at a time.
    std::filesystem::path with(const Offer& offer, const std::stop_token& stop);

  private:
    std::filesystem::path copy() const;
    std::filesystem::path pack(const Offer& offer, const std::stop_token& stop) const;

    ModelRun run_;
    TempDir room_{};
    std::string sha256_{};
    model::ModelFacts facts_{};
    std::mutex mutex_{};
    std::map<std::filesystem::path, std::filesystem::path> packages_{}; // by that of the offer
};

} // namespace acapctl::probe
