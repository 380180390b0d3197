#pragma once
// The probe's packages: those that came with this acapctl, and copies with something changed.

#include "probe/choice.hpp"
#include "support/files.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::probe {

// The files that came with this acapctl; those for programs are missing if it was built without
// cross compilers.
std::vector<std::filesystem::path> bundled_packages();
// Throws as read_package does.
std::vector<Offer> read_offers(const std::vector<std::filesystem::path>& files, bool bundled,
                               const std::stop_token& stop);

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
// A copy of the package that runs the model, in `directory`. The model is read once, here.
std::filesystem::path with_model(const Offer& offer, const ModelRun& run,
                                 const std::filesystem::path& directory,
                                 const std::stop_token& stop);

// Who signs the probe as an application of their own.
struct Vendor {
    std::string name{};
    std::string id{}; // 10 hex digits, of the ACAP Signing Service or the partner's portal
};
// Copies of the packages under that vendor, ready to be signed. Of several with one file name, for
// several manifest schemas, each gets a directory of its own: schema1, schema2.
std::vector<std::filesystem::path> export_packages(const std::vector<Offer>& offers,
                                                   const Vendor& vendor,
                                                   const std::filesystem::path& directory,
                                                   const std::stop_token& stop);

} // namespace acapctl::probe
