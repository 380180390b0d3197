// `acapctl device trust`: which certificates are trusted although no authority vouches for them.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/known_devices.hpp"
#include "cli/shared/trust.hpp"
#include "device/http/certificate.hpp"
#include "device/session/trust_store.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::Certificate;
using device::TrustStore;

struct TrustOptions {
    std::vector<std::string> targets;
    std::string fingerprint;
    bool remove = false;
    bool list = false;
    bool trust_new = false;
};

struct Trusted {
    std::string place{};
    std::string fingerprint{};
    std::string subject{}; // known only if the device was asked
    std::string outcome{}; // trusted, already trusted, vouched for, removed, was not trusted
};
using TrustOutcomes = Outcomes<Trusted>;
using Pins = std::vector<device::Pin>;

// The certificate the device shows now; nothing but a request without credentials is sent.
Certificate look_at(device::Target target, Context& context) {
    target.accept_unknown_certificate = false;
    auto transport = context.edges.connect(target);
    device::Request request;
    request.path = "/";
    const auto result = transport->send(request, context.stop);
    if (const auto seen = transport->certificate()) return *seen;
    const device::Session session(target, std::move(transport), {}, context.stop);
    throw session.fault_error(std::get<device::Fault>(result), request);
}

[[noreturn]] void not_confirmed(const device::Target& target, const Certificate& seen) {
    throw Error({.kind = ErrorKind::untrusted,
                 .code = seen.pinned.empty() ? "" : "certificate-changed",
                 .message = fmt::format(
                     "{}shows SHA-256 {} ({})",
                     seen.pinned.empty() ? "nobody has confirmed its certificate: it "
                                         : fmt::format("trusted is SHA-256 {}, it ", seen.pinned),
                     seen.fingerprint, text::visible(seen.subject)),
                 .advice = {{Advice::trust_certificate, {target.name, seen.fingerprint}}}});
}

void trust_what_it_shows(const TrustStore& store, const device::Target& target,
                         const TrustOptions& options, Context& context, Trusted& result) {
    device::Target pinned = target;
    pinned.pinned_certificate = store.find(target).value_or("");
    const Certificate seen = look_at(pinned, context);
    result.fingerprint = seen.fingerprint;
    result.subject = seen.subject;
    if (seen.trusted()) {
        result.outcome = seen.pinned.empty() ? "vouched for" : "already trusted";
        return;
    }
    const bool unasked = options.trust_new && seen.pinned.empty();
    if (!unasked && !ask_to_trust(pinned, seen, context)) not_confirmed(target, seen);
    if (!unasked)
        store.trust(target, seen.fingerprint);
    else if (pinned.pinned_certificate = store.trust_first(target, seen.fingerprint);
             pinned.pinned_certificate != seen.fingerprint)
        not_confirmed(target, seen);
    result.outcome = "trusted";
}

void trust_one(const device::Target& target, const TrustOptions& options, Context& context,
               Trusted& result) {
    const TrustStore store(trust_file());
    result.place = device::place_of(target);
    if (!target.tls)
        throw_usage("a device named by http:// shows no certificate", "name it with https://");
    if (options.remove) {
        result.outcome = store.remove(target) ? "removed" : "was not trusted";
    } else if (!options.fingerprint.empty()) {
        const auto fingerprint = device::parse_fingerprint(options.fingerprint);
        if (!fingerprint)
            throw_usage("--fingerprint: not a SHA-256 fingerprint",
                        "64 hexadecimal digits, with or without colons");
        store.trust(target, *fingerprint);
        result.fingerprint = *fingerprint;
        result.outcome = "trusted";
    } else {
        trust_what_it_shows(store, target, options, context, result);
    }
}

TrustOutcomes run_trust(const TrustOptions& options, Context& context) {
    if (options.targets.empty())
        throw_usage("no device named", "acapctl device trust HOST, or --list");
    const fleet::Selection selection =
        select_devices(options.targets, fleet::load_inventory(), context);
    warn_of_left_out(selection, context.terminal);
    const std::vector<device::Target>& targets = selection.targets;
    if (targets.size() > 1 && !options.fingerprint.empty())
        throw_usage("--fingerprint is that of one device", "name one");
    SideBySide together(context.terminal, "devices", names_of(targets));
    return fleet::for_each_device<Trusted>(targets, 8,
                                           [&](const device::Target& target, Trusted& result) {
                                               const SideBySide::Turn turn(together, target.name);
                                               trust_one(target, options, context, result);
                                           });
}

Pins run_trust_list() {
    return TrustStore(trust_file()).all();
}

void print_pins(const Pins& pins, Terminal& terminal) {
    nlohmann::json list = nlohmann::json::array();
    Table table({"PLACE", "SINCE", "SHA-256"});
    table.keep_whole("SHA-256");
    for (const device::Pin& pin : pins) {
        list.push_back({{"place", pin.place},
                        {"fingerprint", pin.fingerprint},
                        {"since", or_null(pin.since)}});
        table.add({pin.place, Table::or_dash(pin.since), pin.fingerprint});
    }
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.device-trust/v1"}, {"pins", list}});
    else if (!table.empty())
        table.print(terminal);
    else
        terminal.note("no certificate is trusted by its fingerprint");
}

nlohmann::json trust_fields(const Trusted& trusted) {
    return {{"place", or_null(trusted.place)},
            {"fingerprint", or_null(trusted.fingerprint)},
            {"subject", or_null(trusted.subject)},
            {"outcome", or_null(trusted.outcome)}};
}

ExitCode print(const TrustOutcomes& outcomes, Terminal& terminal) {
    for (const auto& outcome : outcomes) {
        const Trusted& trusted = outcome.value;
        if (!outcome.failure && !terminal.json())
            terminal.note(fmt::format(
                "{}: {}{}", outcome.device, trusted.outcome,
                trusted.fingerprint.empty() ? "" : " (SHA-256 " + trusted.fingerprint + ")"));
    }
    return print_devices(terminal, "device-trust", outcomes, trust_fields, Table({}));
}

ExitCode trust_verb(const TrustOptions& options, Context& context) {
    if (!options.list) return print(run_trust(options, context), context.terminal);
    print_pins(run_trust_list(), context.terminal);
    return ExitCode::done;
}

} // namespace

void add_device_trust(Verbs& verbs, const Command& device) {
    auto options = Verbs::options<TrustOptions>();
    Command verb = verbs.add(
        "trust", "Trust the certificates that devices show, or no longer",
        [options](Context& c) { return trust_verb(*options, c); }, device);
    verb.add_option("TARGET", options->targets, "Devices, as -t takes them");
    verb.add_option("--fingerprint", options->fingerprint,
                    "Trust this SHA-256 fingerprint, without asking the device")
        .type_name("F")
        .not_empty();
    verb.add_flag("--trust-new", options->trust_new,
                  "Trust what devices seen for the first time show, without asking you");
    verb.add_flag("--remove", options->remove, "Trust it no longer");
    verb.add_flag("--list", options->list, "List what is trusted");
    verb.footer("Example: acapctl device trust door");
}

} // namespace acapctl::cli
