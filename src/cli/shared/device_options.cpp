#include "cli/shared/device_options.hpp"

#include "cli/shared/client_certificate.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/known_devices.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

std::vector<std::string> target_texts(const DeviceOptions& options, const Context& context) {
    if (!options.targets.empty()) return options.targets;
    for (const char* name : {"ACAPCTL_TARGET", "AXIS_DEVICE_IP"})
        if (const auto value = context.edges.environment(name)) return {*value};
    return {};
}

fleet::Selection select_targets(const DeviceOptions& options, const Context& context,
                                std::optional<ShardOfSelection>* shard = nullptr) {
    fleet::Selection all =
        select_devices(target_texts(options, context), fleet::load_inventory(), context);
    if (options.shard.empty()) return all;
    const auto part = fleet::Shard::parse(options.shard, "--shard", context.edges.environment);
    if (shard != nullptr)
        *shard = {.shard = part,
                  .total = all.targets.size(),
                  .selection = sha256(text::join(names_of(all.targets), "\n"))};
    std::vector<device::Target> targets;
    for (const std::size_t place : part.of(all.targets.size()))
        targets.push_back(all.targets[place]);
    all.targets = std::move(targets);
    return all;
}

} // namespace

void add_target_options(const Command& verb, DeviceOptions& options) {
    const OptionGroup group(verb, "Devices");
    verb.add_repeatable("-t,--target", options.targets,
                        "Device: NAME, @GROUP, all, a condition as arch=aarch64, host[:port] or "
                        "http(s)://[user@]host[:port]; repeatable ('acapctl help targets')")
        .type_name("TARGET");
    verb.add_option("-j,--jobs", options.jobs, "Devices served at a time (default: 16)")
        .between(1, 512)
        .type_name("N");
    verb.add_option(
            "--shard", options.shard,
            "Only the I-th of N parts of the devices, for one of N machines; auto: as Slurm or "
            "Kubernetes says")
        .type_name("I/N|auto");
}

void add_device_options(const Command& verb, DeviceOptions& options) {
    const OptionGroup group(verb, "Devices");
    add_target_options(verb, options);
    add_connection_options(verb, options);
    verb.add_flag("--dry-run", options.dry_run, "Show the requests, send none");
    verb.add_flag("--curl", options.curl, "Show the requests as curl commands, send none");
}

void add_connection_options(const Command& verb, DeviceOptions& options) {
    const OptionGroup group(verb, "Devices");
    verb.add_option("--timeout", options.timeout,
                    "Longest time for one operation on a device, such as 30s or 5m")
        .type_name("T");
    verb.add_option("--retries", options.retries,
                    "Repeat requests that failed without changing anything on the device; without: "
                    "questions to a busy one (HTTP 503), three times")
        .between(0, 100)
        .type_name("N");
    verb.add_flag("--password-stdin", options.password_stdin,
                  "Read the password from the first line of standard input");
    verb.add_flag("--trust-new", options.trust_new,
                  "Trust the certificate of a device seen for the first time");
    verb.add_option("--client-cert", options.client_certificate,
                    "PEM file with a certificate of yours, for a device that asks for one")
        .type_name("FILE")
        .not_empty();
    verb.add_option("--client-key", options.client_key,
                    "PEM file with its key, if that is another; its passphrase is "
                    "ACAPCTL_CLIENT_KEY_PASS")
        .type_name("FILE")
        .not_empty();
    verb.add_flag("--basic-over-http", options.basic_over_http,
                  "Allow Basic authentication without TLS: the password travels readable");
}

std::optional<std::chrono::milliseconds> timeout_of(const DeviceOptions& options) {
    if (options.timeout.empty()) return std::nullopt;
    const auto timeout = text::parse_duration(options.timeout, "--timeout");
    if (timeout.count() == 0) throw_usage("--timeout is 0, in which no device answers");
    return timeout;
}

std::optional<int> retries_of(const DeviceOptions& options) {
    return options.retries < 0 ? std::nullopt : std::optional(options.retries);
}

std::vector<device::Target> resolve_targets(const DeviceOptions& options, const Context& context,
                                            std::optional<ShardOfSelection>* shard) {
    timeout_of(options); // wrong usage is told before a device is asked
    fleet::Selection selection = select_targets(options, context, shard);
    warn_of_left_out(selection, context.terminal);
    std::vector<device::Target>& targets = selection.targets;
    give_client_certificate(targets, options.client_certificate, options.client_key);
    for (device::Target& target : targets) target.basic_over_http = options.basic_over_http;
    if (options.only_shows()) return std::move(targets);
    Secret given;
    if (options.password_stdin) given = password_from_stdin(context);
    for (device::Target& target : targets) {
        check_client_certificate(target);
        if (!given.empty())
            target.password = given;
        else if (target.password.empty() && target.password_command.empty())
            complete_from_netrc(target, context.edges.environment);
    }
    return std::move(targets);
}

std::vector<std::string> names_of(const std::vector<device::Target>& targets) {
    std::vector<std::string> names;
    for (const device::Target& target : targets) names.push_back(target.name);
    return names;
}

std::size_t count_targets(const DeviceOptions& options, const Context& context) {
    return select_targets(options, context).targets.size();
}

Served::Served(const DeviceOptions& options, Context& context)
    : options_(options), context_(context), targets_(resolve_targets(options, context, &shard_)),
      passwords_(targets_),
      same_(options.once ? fleet::SameDevices(targets_) : fleet::SameDevices()) {
    if (shard_ && targets_.empty())
        context.terminal.note(
            fmt::format("shard {} of {} has none of the {} devices: nothing to do",
                        shard_->shard.index, shard_->shard.count, shard_->total));
    if (options.shows_work) side_by_side_.emplace(context.terminal, "devices", names_of(targets_));
}

void Served::serve(const device::Target& target, const std::function<void()>& work) {
    if (!side_by_side_) return work();
    SideBySide::Turn turn(*side_by_side_, target.name);
    try {
        work();
    } catch (const Error& error) {
        const bool interrupted = error.kind() == ErrorKind::interrupted;
        if (error.failure().code == fleet::SameDevices::code)
            turn.skipped();
        else
            turn.failed(interrupted || !options_.tells_failures ? "" : error.failure().message);
        throw;
    }
}

void Served::check_once(const device::Target& target) {
    try {
        same_.check(target.name);
    } catch (const Error& error) {
        context_.terminal.warn_of(target.name, error.failure().message +
                                                   fmt::format(", by its serial number {}: skipped",
                                                               text::visible(target.serial)));
        throw;
    }
}

device::Session Served::open(const device::Target& target) {
    check_once(target);
    return open_session(target, options_, context_, [this](const device::Target& who) {
        return passwords_.ask(who, context_);
    });
}

} // namespace acapctl::cli
