#pragma once
// The packages a verb is given: files, an index of them, or the directory of a project that was
// built.

#include "cli/app/verb.hpp"
#include "device/deploy/preflight.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <span>
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

// What was built last in a project: of each architecture the package in DIR/build (else the newest
// in DIR), or its signed copy if there is one. Nothing is built. Throws invalid_input.
void add_build(const std::filesystem::path& directory, PackageInputs& result, Context& context);

// What an index of packages names, each proved to be what it says. Throws invalid_input.
void add_index(const std::filesystem::path& file, PackageInputs& result, const Context& context);

// Packages that nobody named by their files must be of one version for `many` devices, for else
// what a device gets would depend on its architecture. Throws invalid_input; for one it warns.
void check_versions(std::span<const device::Candidate> candidates, bool many, Context& context);

// One package given twice, as by an index and by its file, is one: the same bytes, by their
// SHA-256.
void drop_same(std::vector<device::Candidate>& candidates);

// Reads .eap files, indexes (.json) and directories of projects; nothing given means ".". All must
// be of one application, those of directories and indexes of one version. Throws invalid_input.
PackageInputs read_packages(const std::vector<std::string>& inputs, const DeviceOptions& devices,
                            Context& context);

} // namespace acapctl::cli
