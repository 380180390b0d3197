#pragma once
// What every device verb shares: which devices, how long, how many at a time.

#include "cli/app/verb.hpp"
#include "cli/shared/device_report.hpp"
#include "cli/shared/device_session.hpp"
#include "cli/shared/password.hpp"
#include "cli/shared/request_output.hpp"
#include "terminal/side_by_side.hpp"

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace acapctl::cli {

struct DeviceOptions {
    std::vector<std::string> targets{};
    std::string timeout{};
    int retries = -1; // -1: not given
    std::size_t jobs = 16;
    std::string shard{}; // "I/N" or "auto"; empty: all
    bool dry_run = false;
    bool curl = false;
    bool password_stdin = false;
    bool basic_over_http = false;
    bool trust_new = false;
    std::string client_certificate{};
    std::string client_key{};
    bool one_operation = true;  // which --timeout bounds; false: each step is one
    bool settles = true;        // switches off what a killed deploy has left on
    bool all_at_once = false;   // whatever `jobs` says
    bool once = false;          // a device with two names is served under one
    bool tells_failures = true; // at once, where a table shows the work
    bool shows_work = true;     // a status line while it lasts; false: its output comes as it goes

    bool only_shows() const { return dry_run || curl; }
};

void add_device_options(const Command& verb, DeviceOptions& options);
// Those of them that say which devices.
void add_target_options(const Command& verb, DeviceOptions& options);
// Those of them that a verb needs which only asks one device something.
void add_connection_options(const Command& verb, DeviceOptions& options);

// --timeout; nothing: not given. Throws a usage error.
std::optional<std::chrono::milliseconds> timeout_of(const DeviceOptions& options);

// --retries; nothing: not given.
std::optional<int> retries_of(const DeviceOptions& options);

// -t, else ACAPCTL_TARGET, else AXIS_DEVICE_IP, else the inventory's default device; completed by
// inventory, environment, netrc and standard input. Throws a usage error when nothing names a
// device.
std::vector<device::Target> resolve_targets(const DeviceOptions& options, const Context& context,
                                            std::optional<ShardOfSelection>* shard = nullptr);

std::vector<std::string> names_of(const std::vector<device::Target>& targets);

// How many devices that is; asks for no password. With more than one, each line of output says
// which one it is about.
std::size_t count_targets(const DeviceOptions& options, const Context& context);

// What the devices of one command share while they are served: the question for a password, the
// table of what is under way, the notes, and which of them are one.
class Served {
  public:
    Served(const DeviceOptions& options, Context& context);

    const std::vector<device::Target>& targets() const { return targets_; }
    const std::optional<ShardOfSelection>& shard() const { return shard_; }
    bool many() const { return targets_.size() > 1; }
    std::size_t jobs() const { return options_.all_at_once ? targets_.size() : options_.jobs; }
    // Serves one of them, on a thread of its own.
    void serve(const device::Target& target, const std::function<void()>& work);
    device::Session open(const device::Target& target);
    const fleet::SameDevices& same() const { return same_; }

  private:
    // Throws for a device that is served under another name, and says so.
    void check_once(const device::Target& target);

    const DeviceOptions& options_;
    Context& context_;
    std::optional<ShardOfSelection> shard_{}; // of the targets, whose selection fills it in
    std::vector<device::Target> targets_;
    Passwords passwords_;
    fleet::SameDevices same_;
    std::optional<SideBySide> side_by_side_{};
};

// Runs `work` on every target of the options.
template <typename T>
Outcomes<T> on_targets(const DeviceOptions& options, Context& context,
                       const std::function<void(Served&, const device::Target&,
                                                std::type_identity_t<T>& value)>& work) {
    Served served(options, context);
    Outcomes<T> outcomes = fleet::for_each_device<T>(
        served.targets(), served.jobs(), [&](const device::Target& target, T& value) {
            served.serve(target, [&] { work(served, target, value); });
        });
    for (auto& outcome : outcomes) fleet::put_aside(served.same(), outcome);
    outcomes.shard = served.shard();
    return outcomes;
}

// The same with a session.
template <typename T>
Outcomes<T> on_devices(const DeviceOptions& options, Context& context,
                       const std::function<void(device::Session& session, T& value)>& work) {
    return on_targets<T>(options, context,
                         [&](Served& served, const device::Target& target, T& value) {
                             device::Session session = served.open(target);
                             work(session, value);
                         });
}

} // namespace acapctl::cli
