#include "cli/device_options.hpp"

#include "cli/password.hpp"
#include "device/curl_transport.hpp"
#include "support/environment.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

std::vector<std::string> target_texts(const DeviceOptions& options) {
    std::vector<std::string> texts;
    for (const std::string& text : options.targets)
        if (std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
    if (texts.empty())
        for (const char* name : {"ACAPCTL_TARGET", "AXIS_DEVICE_IP"})
            if (const auto value = environment(name); value && texts.empty())
                texts.push_back(*value);
    if (texts.empty())
        throw_usage("no device named", "use -t HOST, or set ACAPCTL_TARGET or AXIS_DEVICE_IP");
    for (const std::string& text : texts)
        if (text.starts_with('@') || text == "all")
            throw_usage(
                fmt::format("target '{}': there is no inventory with groups", text::visible(text)),
                "name each device with -t");
    return texts;
}

std::string curl_command(const device::Target& target, const device::Request& request) {
    std::vector<std::string> words{"curl", "--config", "-", "--fail-with-body"};
    words.push_back(target.tls ? "--anyauth" : target.basic_over_http ? "--basic" : "--digest");
    if (target.tls && target.accept_any_certificate) words.push_back("--insecure");
    if (target.is_loopback()) words.insert(words.end(), {"--noproxy", "*"});
    if (!request.upload.empty()) {
        const device::UploadFile& file = request.upload.front();
        words.insert(words.end(),
                     {"--form", fmt::format("{}=@{};filename={};type=application/octet-"
                                            "stream",
                                            file.field, file.path.string(), file.file_name)});
    } else if (!request.body.empty()) {
        words.insert(words.end(),
                     {"--header", "Content-Type: " + request.content_type, "--data", request.body});
    } else if (request.method != "GET") {
        words.insert(words.end(), {"--request", request.method});
    }
    words.push_back(target.origin() + request.path_and_query());
    const std::string user = target.user.empty() ? "root" : target.user;
    // printf is the shell's own, so the password is on no command line.
    return fmt::format("printf 'user = \"%s:%s\"\\n' {} \"$AXIS_DEVICE_PASS\" | {}",
                       shell_quoted({user}), shell_quoted(words));
}

std::string request_line(const device::Target& target, const device::Request& request) {
    std::string line =
        fmt::format("{} {}{}", request.method, target.origin(), request.path_and_query());
    if (!request.upload.empty()) line += " < " + request.upload.front().path.string();
    return text::visible(line);
}

} // namespace

void add_device_options(CLI::App& verb, DeviceOptions& options) {
    const auto grouped = [](CLI::Option* option) { option->group("Devices"); };
    grouped(add_repeatable(verb, "-t,--target", options.targets,
                           "Device: host[:port] or http(s)://[user@]host[:port]; repeatable")
                ->type_name("TARGET"));
    grouped(verb.add_option("-j,--jobs", options.jobs, "Devices served at a time (default: 8)")
                ->check(CLI::Range(1, 256).description(""))
                ->type_name("N"));
    grouped(verb.add_option("--timeout", options.timeout,
                            "Longest time for one request to a device, such as 30s or 5m")
                ->type_name("T"));
    grouped(verb.add_option("--retries", options.retries,
                            "Repeat requests that change nothing when the device is unreachable")
                ->check(CLI::Range(0, 100).description(""))
                ->type_name("N"));
    grouped(verb.add_flag("--password-stdin", options.password_stdin,
                          "Read the password from the first line of standard input"));
    grouped(verb.add_flag("--basic-over-http", options.basic_over_http,
                          "Allow Basic authentication without TLS: the password travels readable"));
    grouped(verb.add_flag("--dry-run", options.dry_run, "Show the requests, send none"));
    grouped(verb.add_flag("--curl", options.curl, "Show the requests as curl commands, send none"));
}

std::vector<device::Target> resolve_targets(const DeviceOptions& options) {
    std::vector<device::Target> targets;
    for (const std::string& text : target_texts(options)) {
        targets.push_back(device::complete_target(text, environment));
        targets.back().basic_over_http = options.basic_over_http;
    }
    if (options.only_shows()) return targets;
    Secret given;
    if (options.password_stdin) given = password_from_stdin();
    for (device::Target& target : targets) {
        if (!given.empty())
            target.password = given;
        else if (target.password.empty())
            complete_from_netrc(target);
    }
    return targets;
}

device::Session open_session(const device::Target& target, const DeviceOptions& options,
                             Context& context) {
    device::SessionOptions session;
    if (!options.timeout.empty())
        session.timeout = text::parse_duration(options.timeout, "--timeout");
    session.retries = options.retries;
    session.ask_password = [&context](const device::Target& who) {
        return ask_password(who, context);
    };
    session.warn = [&context](const std::string& text) { context.terminal.warn(text); };
    std::function<void(const std::string&)> trace;
    if (context.terminal.options().verbosity > 1)
        trace = [&context](const std::string& text) { context.terminal.detail(text); };
    return {target, std::make_unique<device::CurlTransport>(target, std::move(trace)),
            std::move(session), context.stop};
}

ExitCode show_requests(Context& context, const DeviceOptions& options, const std::string& verb,
                       const std::vector<device::Request>& requests) {
    std::vector<nlohmann::json> devices;
    for (const device::Target& target : resolve_targets(options)) {
        nlohmann::json lines = nlohmann::json::array();
        for (const device::Request& request : requests)
            lines.push_back(options.curl ? curl_command(target, request)
                                         : request_line(target, request));
        if (!context.terminal.json())
            for (const auto& line : lines) context.terminal.print(line.get<std::string>());
        devices.push_back(
            device_object(target.name, {{options.curl ? "curl" : "requests", lines}}, {}));
    }
    if (context.terminal.json()) context.terminal.print_document(devices_document(verb, devices));
    return ExitCode::done;
}

nlohmann::json device_object(const std::string& device, nlohmann::json fields,
                             const std::optional<Failure>& failure) {
    nlohmann::json object = std::move(fields);
    object["device"] = device;
    object["ok"] = !failure.has_value();
    object["error"] = failure ? error_object(*failure) : nlohmann::json(nullptr);
    return object;
}

nlohmann::json devices_document(const std::string& verb, std::vector<nlohmann::json> devices) {
    const std::size_t total = devices.size();
    const auto ok = static_cast<std::size_t>(
        std::ranges::count_if(devices, [](const auto& device) { return device["ok"] == true; }));
    return {{"kind", "acapctl." + verb + "/v1"},
            {"devices", std::move(devices)},
            {"summary", {{"total", total}, {"ok", ok}, {"failed", total - ok}}}};
}

nlohmann::json or_null(const std::string& text) {
    return text.empty() ? nlohmann::json(nullptr) : nlohmann::json(text);
}

} // namespace acapctl::cli
