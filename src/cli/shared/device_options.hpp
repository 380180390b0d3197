#pragma once
// What every device verb shares: which devices, how long, how many at a time, and the document they
// print.

#include "cli/app/advice.hpp"
#include "cli/app/verb.hpp"
#include "cli/shared/device_session.hpp"
#include "cli/shared/request_output.hpp"
#include "fleet/fleet.hpp"
#include "support/json.hpp"

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

namespace acapctl::cli {

struct DeviceOptions {
    std::vector<std::string> targets{};
    std::string timeout{};
    int retries = 0;
    std::size_t jobs = 8;
    bool dry_run = false;
    bool curl = false;
    bool password_stdin = false;
    bool basic_over_http = false;
    bool trust_new = false;
    std::string client_certificate{};
    std::string client_key{};
    bool one_operation = true; // which --timeout bounds; false: each step is one
    bool settles = true;       // switches off what a killed deploy has left on

    bool only_shows() const { return dry_run || curl; }
};

void add_device_options(const Command& verb, DeviceOptions& options);
// Those of them that a verb needs which only asks one device something.
void add_connection_options(const Command& verb, DeviceOptions& options);

// --timeout; nothing: not given. Throws a usage error.
std::optional<std::chrono::milliseconds> timeout_of(const DeviceOptions& options);

// -t, else ACAPCTL_TARGET, else AXIS_DEVICE_IP, else the inventory's default device; completed by
// inventory, environment, netrc and standard input. Throws a usage error when nothing names a
// device.
std::vector<device::Target> resolve_targets(const DeviceOptions& options, const Context& context);

// How many devices that is; asks for no password. With more than one, each line of output says
// which one it is about.
std::size_t count_targets(const DeviceOptions& options, const Context& context);

// What came of every device, in the order in which they were named.
template <typename T>
using Outcomes = std::vector<fleet::Outcome<T>>;

// Runs `work` on every target of the options.
template <typename T>
Outcomes<T> on_devices(const DeviceOptions& options, Context& context,
                       const std::function<void(device::Session& session, T& value)>& work) {
    const auto targets = resolve_targets(options, context);
    return fleet::for_each_device<T>(
        targets, options.jobs, [&](const device::Target& target, T& value) {
            device::Session session = open_session(target, options, context);
            work(session, value);
        });
}

// One element of "devices": the value's own fields, with device, ok and error around them.
nlohmann::json device_object(const std::string& device, nlohmann::json fields,
                             const std::optional<Failure>& failure);
nlohmann::json devices_document(const std::string& verb, std::vector<nlohmann::json> devices);

// Prints outcomes, as the JSON document or by `print_one` and an error line per failed device.
// Gives the exit code of the verb.
template <typename T>
ExitCode print_devices(
    Terminal& terminal, const std::string& verb, const Outcomes<T>& outcomes,
    const std::function<nlohmann::json(const std::type_identity_t<T>&)>& fields,
    const std::function<void(const fleet::Outcome<std::type_identity_t<T>>&)>& print_one = {}) {
    std::vector<nlohmann::json> devices;
    for (const fleet::Outcome<T>& outcome : outcomes) {
        if (terminal.json()) {
            devices.push_back(
                device_object(outcome.device, fields(outcome.value), outcome.failure));
        } else {
            if (!outcome.failure && print_one) print_one(outcome);
            if (outcome.failure) terminal.error(advised(*outcome.failure));
        }
    }
    if (terminal.json()) terminal.print_document(devices_document(verb, std::move(devices)));
    return fleet::exit_code(outcomes);
}

} // namespace acapctl::cli
