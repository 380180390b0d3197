#pragma once
// A session with one device, as the options, the inventory and the person at the terminal want it.

#include "cli/app/verb.hpp"
#include "device/session/session.hpp"
#include "sdk/catalog.hpp"

#include <filesystem>
#include <functional>

namespace acapctl::cli {

struct DeviceOptions;

// What is remembered of devices, and which certificates are trusted.
std::filesystem::path device_cache_directory();
std::filesystem::path trust_file();

// `password` is asked for one where the target has none; without, the person at the terminal is.
device::Session open_session(const device::Target& target, const DeviceOptions& options,
                             Context& context,
                             std::function<Secret(const device::Target& who)> password = {});

// Those of the catalog, which is read when they are asked for.
std::function<const sdk::Policies&()> policies_of(const Context& context);

} // namespace acapctl::cli
