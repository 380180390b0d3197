#pragma once
// Measures which symbol versions the libraries of an SDK offer, so that nobody types them by hand:
// from a sysroot on disk, or from an SDK image through docker or podman.

#include "sdk/catalog.hpp"
#include "sdk/symbol_versions.hpp"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

struct ScanRequest {
    std::string source{};       // an image name or a directory
    bool sysroot = false;       // the directory is a sysroot itself, not an SDK's root
    std::string engine{};       // docker or podman; empty: the first that is there
    std::string axis_os{};      // overrides what the image says of itself
    std::string architecture{}; // only this one; empty: all that are there
};

// One scan for each architecture found. Throws engine_unavailable if an image is asked for and
// there is no engine or no such image, invalid_input if there is nothing to measure.
std::vector<SymbolScan> scan_sdk(const ScanRequest& request, const Catalog& catalog,
                                 const std::function<void(std::string_view)>& note,
                                 std::stop_token stop);

// Puts the scans into the user's own table, where SymbolTable::with_users() finds them, and returns
// its file. Throws invalid_input if that is there and no such table.
std::filesystem::path save_scans(const std::vector<SymbolScan>& scans);

} // namespace acapctl::sdk
