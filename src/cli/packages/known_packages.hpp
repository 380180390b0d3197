#pragma once
// Packages of what is installed on devices: given by the user, or kept since they were deployed
// from here. One of the same name and version proves the version, not that it is the very build.

#include "acapctl/package.hpp"
#include "device/deploy/history.hpp"
#include "device/vapix/replies.hpp"
#include "sdk/package_needs.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace acapctl::cli {

struct KnownPackage {
    std::filesystem::path file{};
    bool given = false; // else it was deployed from here
};

class KnownPackages {
  public:
    // `directory` has packages somewhere below it; empty: none. Throws invalid_input if it is none.
    KnownPackages(const std::string& directory, std::stop_token stop);

    // The one that this device would take: first of those given, then of those that it got from
    // here, then of those that others got.
    std::optional<KnownPackage> of(const device::Application& app, const device::Identity& who,
                                   const sdk::DeviceFacts& device) const;
    // What it needs, read once for all devices. Throws as scan_package does.
    sdk::CompatibilityInput contents(const std::filesystem::path& file) const;

  private:
    void add(const std::filesystem::path& file);
    // The records of all devices, which are read once for each application.
    std::vector<device::Deployed> on_any_device(const std::string& app) const;
    // A kept package that is still what it was.
    std::optional<Package> kept(const device::Deployed& entry) const;
    std::optional<std::filesystem::path> deployed(const device::Application& app,
                                                  const device::Identity& who,
                                                  const sdk::DeviceFacts& device) const;

    std::stop_token stop_;
    std::multimap<std::string, Package> given_{}; // by the application's name
    device::History history_{};
    // Read once for all devices, which are served side by side.
    mutable std::map<std::string, std::vector<device::Deployed>> on_any_device_{};
    mutable std::mutex mutex_{};
    mutable std::map<std::string, std::optional<Package>> kept_{}; // by SHA-256
    mutable std::map<std::filesystem::path, sdk::CompatibilityInput> contents_{};
};

} // namespace acapctl::cli
