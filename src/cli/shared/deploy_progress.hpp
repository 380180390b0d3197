#pragma once
// What a person sees while a package goes to a device, and may permit it to replace.

#include "cli/app/command.hpp"
#include "cli/shared/device_options.hpp"
#include "device/deploy/deploy.hpp"
#include "support/rate_limit.hpp"
#include "terminal/terminal.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::cli {

// Steps as notes, the upload as a status line, the last log lines of an application that did not
// come up. `many`: several devices at a time, which share notes and the status line, and whose log
// lines say whose they are. Those are also kept in `log`, if given.
device::DeployObserver deploy_observer(Terminal& terminal, const std::string& device, bool many,
                                       std::vector<std::string>* log = nullptr);

// The same, whose uploads share the rate with those of all other devices. It must outlive it.
device::DeployObserver paced(device::DeployObserver observer, RateLimit& rate,
                             const std::stop_token& stop);

// How long a device may take, and how often it is asked, as --timeout and --retries say.
void give_bounds(const DeviceOptions& devices, device::DeployOptions& how);

// Those of the options for it that every verb has which deploys.
void add_permit_options(const Command& verb, device::Permitted& permitted);

} // namespace acapctl::cli
