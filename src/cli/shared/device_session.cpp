#include "cli/shared/device_session.hpp"

#include "cli/app/advice.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/password.hpp"
#include "cli/shared/trust.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "probe/visit.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

bool trust_unknown(const device::Target& target, const device::Certificate& seen, bool unasked,
                   Context& context) {
    if (!unasked) return ask_to_trust(target, seen, context);
    context.terminal.note_of(
        target.name,
        fmt::format("its certificate is trusted from now on (SHA-256 {})", seen.fingerprint));
    return true;
}

// What a device is said to have begins with its name, which is to be told apart.
void warn_of(const std::string& device, const Notice& notice, Terminal& terminal) {
    std::string text = advised(notice);
    const std::string prefix = text::visible(device) + ": ";
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
    terminal.warn_of(device, text);
}

} // namespace

std::filesystem::path device_cache_directory() {
    return cache_directory() / "devices";
}

std::filesystem::path trust_file() {
    return config_directory() / "known_devices";
}

device::Session open_session(const device::Target& named, const DeviceOptions& options,
                             Context& context,
                             std::function<Secret(const device::Target& who)> password) {
    device::Target target = named;
    if (target.password.empty() && !target.password_command.empty())
        complete_from_command(target, context);
    device::SessionOptions session;
    session.timeout = timeout_of(options);
    session.one_operation = options.one_operation;
    session.retries = retries_of(options);
    session.ask_password = std::move(password);
    if (!session.ask_password)
        session.ask_password = [&context](const device::Target& who) {
            return ask_password(who, context);
        };
    session.warn = [&context, name = target.name](const Notice& notice) {
        warn_of(name, notice, context.terminal);
    };
    session.cache_directory = device_cache_directory();
    session.trust_file = trust_file();
    session.trust_new = [&context, unasked = options.trust_new](const device::Target& who,
                                                                const device::Certificate& seen) {
        return trust_unknown(who, seen, unasked, context);
    };
    session.policy_directory = device::PolicyNotes::default_directory();
    session.clock = context.edges.clock;
    if (options.settles)
        session.on_meeting = [policies = policies_of(context)](device::Session& met) {
            const bool reached = device::settle_left_policies(met, policies);
            if (reached) probe::tell_left_probe(met);
            return reached;
        };
    return {target, context.edges.connect(target), std::move(session), context.stop};
}

std::function<const sdk::Policies&()> policies_of(const Context& context) {
    return
        [&edges = context.edges]() -> const sdk::Policies& { return edges.catalog().policies(); };
}

} // namespace acapctl::cli
