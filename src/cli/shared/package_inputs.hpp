#pragma once
// The packages a verb is given: files, or the directory of a project that was built.

#include "cli/app/verb.hpp"
#include "device/deploy/preflight.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

struct DeviceOptions;

struct PackageInputs {
    std::vector<device::Candidate> candidates{};
    std::map<std::string, bool> sources_changed{}; // since it was built; by file, where it is known
    std::map<std::string, std::string> behind{};   // what to say of those, by file

    std::optional<bool> sources_changed_since(const std::string& file) const {
        const auto known = sources_changed.find(file);
        return known == sources_changed.end() ? std::nullopt : std::optional(known->second);
    }
};

// Reads .eap files, and of a directory the newest package per architecture in DIR/build (else in
// DIR), or its signed copy if there is one; nothing given means ".". All must be of one
// application; for several devices those of directories must be of one version, for else what a
// device gets would depend on its architecture. Throws invalid_input.
PackageInputs read_packages(const std::vector<std::string>& inputs, const DeviceOptions& devices,
                            Context& context);

} // namespace acapctl::cli
