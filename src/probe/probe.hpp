#pragma once
// What a device can do: the probe is chosen, installed, read and removed again, and what it found
// is put beside what VAPIX and the catalog know.

#include "device/deploy/deploy.hpp"
#include "probe/cache.hpp"
#include "probe/choice.hpp"
#include "probe/merge.hpp"
#include "probe/model_run.hpp"
#include "sdk/knowledge.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

struct ProbeOptions {
    std::vector<Offer> offers{};
    bool allow_unsigned = false;
    std::chrono::milliseconds wait{60'000}; // that the probe may say nothing
    std::string assumed_architecture{};     // of a device that does not tell; empty: none
    bool without_app = false;               // install nothing: what VAPIX and the catalog know
    bool keep = false;                      // leave the probe on the device
    ModelRun model{};
    std::shared_ptr<ModelPackages> packages{}; // of the model, where one is to be run
    // Asked before a model is run where applications have the deep learning processor.
    std::function<bool(const std::vector<std::string>& lines)> may_share{};
    Cache cache{std::filesystem::path()}; // where what was measured is kept
};

struct ProbeResult {
    nlohmann::json report = nlohmann::json::object(); // of merge(), and of how it was measured
    std::vector<Failure> warnings{};                  // why something was not measured
};

// What a probe would do.
struct ProbePlan {
    std::vector<device::Request> requests{}; // in their order
    const Offer* offer = nullptr;            // of the options; nullptr: nothing is installed
    std::string why{};                       // this one, as Chosen has it; empty: not asked
    std::string sharing{};                   // who uses what the model would run on; empty: nobody
    std::string no_larod{};                  // why a model would run nowhere; empty: none is known
    std::vector<Failure> warnings{};         // why nothing is installed though it was wanted
};
// Asks the device as probe() does, chooses as that does, fails where that would before it changes
// something, and changes nothing.
ProbePlan plan(device::Session& session, const ProbeOptions& options,
               const sdk::Knowledge& knowledge, const device::Clock& clock = {});
// The same without asking, by what is `known` of the device; its members may be empty.
ProbePlan plan_unasked(const ProbeOptions& options, const sdk::Knowledge& knowledge,
                       const device::Facts& known);

// All of it for one device. Of the probes that came with acapctl, a policy that refuses them or an
// AXIS OS for which none is made is a warning; so it is not where a model was to be run. For every
// other reason why nothing was measured it throws, and where the probe could not be removed again
// ("probe-left", of the kind of what kept it). `result` then has what is known.
void probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, ProbeResult& result,
           const device::Clock& clock = {});

} // namespace acapctl::probe
