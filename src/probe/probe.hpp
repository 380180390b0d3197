#pragma once
// What a device can do, by three witnesses: the probe application running on it, VAPIX, and the
// catalog. Every value says which of them it comes from.

#include "device/deploy/deploy.hpp"
#include "device/vapix/facts.hpp"
#include "sdk/knowledge.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

struct ProbeOptions {
    std::vector<std::filesystem::path> packages{}; // probe packages, one per architecture
    bool allow_unsigned = false;
    std::chrono::milliseconds wait{60'000}; // from the start of the probe to its last line
    std::string assumed_architecture{};     // of a device that does not tell; empty: none
    bool without_app = false;               // install nothing: what VAPIX and the catalog know
};

// The probe packages that came with this acapctl; empty if it was built without cross compilers.
std::vector<std::filesystem::path> bundled_packages();

// What a probe with the first of `packages` would send, for a dry run.
std::vector<device::Request> requests(const ProbeOptions& options);

// One flat object of values and, under "source", the witness for each: on-camera, vapix or catalog.
nlohmann::json merge(const nlohmann::json& on_camera, const device::Facts& facts,
                     const std::map<std::string, std::vector<std::string>>& apis,
                     const sdk::Catalog& catalog);

// The names of the larod devices in a report; nothing if it lists none.
std::vector<std::string> larod_devices(const nlohmann::json& larod);

// All of it for one device, into `report`. Where the probe cannot be installed or says nothing, it
// throws why, and `report` has what VAPIX and the catalog know.
void probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, nlohmann::json& report,
           const device::Clock& clock = {});

} // namespace acapctl::probe
