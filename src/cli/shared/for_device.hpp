#pragma once
// `--for DEVICE`, `--axis-os` and `--chip`: what a verb about packages is narrowed to.

#include "cli/shared/device_options.hpp"
#include "device/vapix/facts.hpp"
#include "probe/cache.hpp"
#include "sdk/judgement.hpp"

#include <optional>
#include <string>

namespace acapctl::cli {

struct NarrowOptions {
    std::string axis_os{};
    std::string chip{};
    std::string device{}; // as -t takes it elsewhere
    DeviceOptions connection{};

    bool given() const { return !axis_os.empty() || !chip.empty() || !device.empty(); }
};

void add_narrow_options(const Command& verb, NarrowOptions& options);
// The same without --axis-os.
void add_chip_options(const Command& verb, NarrowOptions& options);

// Empty: any.
struct Narrowed {
    std::string axis_os{};      // "12.11.77"
    std::string chip{};         // of the catalog
    std::string architecture{}; // of the chip, or of a device whose chip the catalog does not have
    std::string soc{};          // what such a device calls its chip
    bool device = false;        // one was asked: what is empty it does not tell
    std::optional<sdk::Measured> measured{}; // by its last probe from here
};

// What the sdk's judge asks of it.
sdk::DeviceFacts facts_of(const Narrowed& target, const sdk::Catalog& catalog);

// AXIS_DEVICE_ARCH, for a device that does not tell; empty: not set. A usage error if it is no
// word.
std::string assumed_architecture(const Context& context);

// What the last probe from here has found on it; nothing: it was not probed, or since then got
// another AXIS OS.
std::optional<probe::Cache::Entry> last_probe(const device::Target& target,
                                              const device::Facts& facts);
std::optional<sdk::Measured> last_measured(const device::Target& target, const device::Facts& facts,
                                           const Context& context);

// What a device says it is; a note tells the user.
Narrowed narrowed_to(const device::Target& target, const device::Facts& facts, Context& context);

// Asks the device, if one is named; --axis-os and --chip win over what it says. Throws usage errors
// for an unknown chip and a malformed version.
Narrowed narrowed(const NarrowOptions& options, Context& context);

} // namespace acapctl::cli
