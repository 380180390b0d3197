#include "cli/shared/request_output.hpp"

#include "cli/shared/device_options.hpp"
#include "device/session/trust_store.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// As curl reads a quoted value in its configuration.
std::string config_quoted(const std::string& text) {
    std::string quoted;
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted;
}

// curl knows no pins, so it must not take another certificate for a pinned one.
bool accepts_unknown(const device::Target& target) {
    return target.tls && target.accept_unknown_certificate &&
           !device::TrustStore(trust_file()).find(target);
}

std::string curl_command(const device::Target& target, const device::Request& request) {
    std::vector<std::string> words{"curl", "--config", "-", "--fail-with-body"};
    words.push_back(target.tls ? "--anyauth" : target.basic_over_http ? "--basic" : "--digest");
    if (accepts_unknown(target)) words.push_back("--insecure");
    if (target.tls && !target.client_certificate.empty()) {
        words.insert(words.end(), {"--cert", target.client_certificate});
        if (!target.client_key.empty()) words.insert(words.end(), {"--key", target.client_key});
    }
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
    const std::string user = config_quoted(target.user.empty() ? "root" : target.user);
    // printf is the shell's own, so the password is on no command line.
    return fmt::format(
        R"sh(printf 'user = "%s:%s"\n' {} "$(printf %s "$AXIS_DEVICE_PASS" | sed 's/["\\]/\\&/g')" | {})sh",
        shell_shown({user}), shell_shown(words));
}

nlohmann::json lines_of(const device::Target& target, const std::vector<device::Request>& requests,
                        bool curl) {
    nlohmann::json lines = nlohmann::json::array();
    for (const device::Request& request : requests)
        lines.push_back(curl ? curl_command(target, request) : request_line(target, request));
    return lines;
}

} // namespace

std::string request_line(const device::Target& target, const device::Request& request) {
    std::string line =
        fmt::format("{} {}{}", request.method, target.origin(), request.path_and_query());
    if (!request.upload.empty()) line += " < " + request.upload.front().path.string();
    return text::visible(line);
}

ExitCode show_requests(Context& context, const DeviceOptions& options, const std::string& verb,
                       const std::vector<device::Request>& requests) {
    return show_requests(context, options, verb, [&](const device::Target&) {
        return std::vector<PossibleRequests>{{.requests = requests}};
    });
}

ExitCode show_requests(
    Context& context, const DeviceOptions& options, const std::string& verb,
    const std::function<std::vector<PossibleRequests>(const device::Target& target)>& possible) {
    const char* key = options.curl ? "curl" : "requests";
    std::vector<nlohmann::json> devices;
    for (const device::Target& target : resolve_targets(options, context)) {
        nlohmann::json fields{{key, nullptr}}; // of the first, as where there is one alone
        for (const PossibleRequests& each : possible(target)) {
            const nlohmann::json lines = lines_of(target, each.requests, options.curl);
            if (!context.terminal.json() && !each.label.empty())
                context.terminal.print("# " + each.label);
            if (!context.terminal.json())
                for (const auto& line : lines) context.terminal.print(line.get<std::string>());
            if (!each.label.empty())
                fields["possible"].push_back({{"label", each.label}, {key, lines}});
            if (fields[key].is_null()) fields[key] = lines;
        }
        devices.push_back(device_object(target.name, std::move(fields), {}));
    }
    if (context.terminal.json()) context.terminal.print_document(devices_document(verb, devices));
    return ExitCode::done;
}

} // namespace acapctl::cli
