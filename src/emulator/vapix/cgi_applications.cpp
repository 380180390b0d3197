// list.cgi, control.cgi and config.cgi below /axis-cgi/applications.
#include "emulator/state/device.hpp"
#include "emulator/support/guard.hpp"
#include "emulator/vapix/application_list.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/return_page.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// The code a fault answers with in place of the action.
std::optional<unsigned> fault_of(Faults& faults, const std::string& action) {
    if (action == "start") return faults.take(Fault::start_error, "control.cgi");
    if (action == "stop") return faults.take(Fault::stop_error, "control.cgi");
    if (action == "remove") return faults.take(Fault::remove_error, "control.cgi");
    if (action != "restart") return std::nullopt;
    const auto stop = faults.take(Fault::stop_error, "control.cgi");
    return stop ? stop : faults.take(Fault::start_error, "control.cgi");
}

std::optional<Refusal> control(Applications& applications, const std::string& action,
                               const std::string& package) {
    if (package.empty()) return Refusal{Code::invalid_package};
    if (action == "start") return applications.start(package);
    if (action == "stop") return applications.stop(package);
    if (action == "restart") return applications.restart(package);
    if (action == "remove") return applications.remove(package);
    return Refusal{Code::unspecified};
}

Reply carry_out(Device& device, const Request& request) {
    const std::string action = value_of(request, "action");
    if (const auto code = fault_of(device.faults(), action))
        return error_code(static_cast<int>(*code));
    const auto refused = has_bad_return_page(request)
                             ? Refusal{Code::invalid_package}
                             : control(device.applications(), action, value_of(request, "package"));
    return refused ? error_code(static_cast<int>(refused->code)) : ok();
}

// From AXIS OS 12.2 on an error of config.cgi has its own HTTP status.
Reply config_error(const Device& device, const std::string& message) {
    const int status = device.profile().os.config_error;
    if (status == 404) return error_page(404, "The requested URL was not found on this server.");
    return {.status = status,
            .type = "text/xml",
            .body = fmt::format("<reply result=\"error\">\n\t<error type=\"1\" "
                                "message=\"Error: {}\" />\n</reply>\n",
                                message)};
}

} // namespace

Reply list_cgi(Device& device, const Request&) {
    return {.type = "text/xml",
            .body = application_list(device.applications().list(), device.profile().os)};
}

// The documentation puts a name between the tags, devices have been seen with an attribute.
Reply info_cgi(Device& device, const Request&) {
    const AxisOs& os = device.profile().os;
    std::string sdks;
    for (const AxisOs::Sdk& sdk : os.sdks) {
        const std::string version =
            sdk.version.empty() ? "" : fmt::format(" version=\"{}\"", sdk.version);
        sdks += os.sdk_attributes ? fmt::format("\t\t<sdk name=\"{}\"/>\n", sdk.name)
                                  : fmt::format("\t\t<sdk{}>{}</sdk>\n", version, sdk.name);
    }
    return {.type = "text/xml",
            .body = fmt::format("<reply result=\"ok\">\n\t<supportedSdks>\n{}\t</supportedSdks>\n"
                                "</reply>\n",
                                sdks)};
}

Reply control_cgi(Device& device, const Request& request) {
    return as_page(request, carry_out(device, request));
}

Reply config_cgi(Device& device, const Request& request) {
    const std::string action = value_of(request, "action");
    const std::string name = value_of(request, "name");
    const std::string value = value_of(request, "value");
    const auto& policies = device.profile().os.policies;
    const auto policy = policies.find(name);
    if (policy == policies.end() || !policy->second.settable)
        return config_error(device, "unknown parameter");
    if (action == "set") {
        if (value != "true" && value != "false") return config_error(device, "invalid value");
        if (!guarded([&] { device.settings().set_policy(name, value == "true"); }))
            return config_error(device, "cannot store the value");
    } else if (action != "get") {
        return config_error(device, "unknown action");
    }
    return {.type = "text/xml",
            .body =
                fmt::format("<reply result=\"ok\">\n\t<param name=\"{}\" value=\"{}\"/>\n"
                            "</reply>\n",
                            name, device.settings().policy(name).value_or(policy->second.value))};
}

} // namespace acapctl::emulator
