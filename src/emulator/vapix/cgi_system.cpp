// systemlog.cgi and the JSON CGIs that describe the device.
#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

using OrderedJson = nlohmann::ordered_json;

// With the blanks of the library that devices use.
std::string spaced(const OrderedJson& value) {
    if (!value.is_structured())
        return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    std::vector<std::string> parts;
    for (const auto& [key, member] : value.items())
        parts.push_back(value.is_object() ? spaced(OrderedJson(key)) + ": " + spaced(member)
                                          : spaced(member));
    const std::string inside = text::join(parts, ", ");
    return value.is_object() ? "{" + inside + "}" : "[" + inside + "]";
}

Reply json_reply(const OrderedJson& document, const char* end) {
    return {.type = "application/json; charset=utf-8", .body = spaced(document) + end};
}

// A call of one of these CGIs; they differ in whether and where an answer names its method, and
// in the newline behind it.
struct Call {
    enum class Method { absent, first, second };

    OrderedJson document = OrderedJson::object();
    std::string method{};
    std::string api_version{}; // of the CGI
    Method place = Method::second;
    const char* end = "\n";

    OrderedJson answer() const {
        OrderedJson reply = OrderedJson::object();
        if (place == Method::first && !method.empty()) reply["method"] = method;
        reply["apiVersion"] = api_version;
        if (document.contains("context")) reply["context"] = document["context"];
        if (place == Method::second && !method.empty()) reply["method"] = method;
        return reply;
    }
    Reply data(OrderedJson data) const {
        OrderedJson reply = answer();
        reply["data"] = std::move(data);
        return json_reply(reply, end);
    }
    Reply error(int code, const std::string& message) const {
        OrderedJson reply = answer();
        reply["error"] = {{"code", code}, {"message", message}};
        return json_reply(reply, end);
    }
};

// Reads the call, or makes the error that answers it.
std::optional<Reply> read_call(const Request& request, Call& call) {
    if (request.method != "POST")
        return call.error(2002, "HTTP request type not supported. Only POST is supported");
    call.document = parse_foreign<OrderedJson>(request.body); // an answer repeats the context
    if (!call.document.is_object()) {
        call.document = OrderedJson::object();
        return call.error(4000, "JSON syntax error");
    }
    const auto method = call.document.find("method");
    if (method == call.document.end() || !method->is_string())
        return call.error(4002, "JSON semantic error: Missing parameter 'method'");
    call.method = method->get<std::string>();
    return std::nullopt;
}

Reply unknown_method(const Call& call) {
    return call.error(2004, fmt::format("JSON semantic error: Unknown method '{}'", call.method));
}

Reply supported_versions(const Call& call) {
    return call.data({{"apiVersions", {call.api_version}}});
}

bool is_restricted(std::string_view property) {
    return property == "Architecture" || property == "Soc" || property == "SocSerialNumber";
}

OrderedJson property_list(const Profile& profile, bool restricted) {
    OrderedJson list = OrderedJson::object();
    for (const auto& [name, value] : profile.properties)
        if (restricted || !is_restricted(name)) list[name] = value;
    return list;
}

Reply chosen_properties(const Call& call, const Profile& profile) {
    const OrderedJson all = property_list(profile, true);
    const auto params = call.document.find("params");
    if (params == call.document.end() || !params->is_object() || !params->contains("propertyList"))
        return call.error(4002, "JSON semantic error: Missing parameter 'propertyList'");
    OrderedJson list = OrderedJson::object();
    for (const OrderedJson& name : (*params)["propertyList"]) {
        if (!name.is_string() || !all.contains(name.get<std::string>()))
            return call.error(1000, "Invalid parameter value specified");
        list[name.get<std::string>()] = all[name.get<std::string>()];
    }
    return call.data({{"propertyList", list}});
}

} // namespace

Reply systemlog_cgi(Device& device, const Request& request) {
    const std::string app = value_of(request, "appname");
    if (app.empty()) return {.body = "\n----- System log -----\n\n\n" + device.log().all()};
    return {.body = fmt::format("\n----- Contents of SYSTEM_LOG for '{}' -----\n\n\n{}", app,
                                device.log().of(app))};
}

// Until AXIS OS 11.11 every method is open. From 12 on two are; anything else, an empty body too,
// gets the challenge that clients settle first.
Reply basicdeviceinfo_cgi(Device& device, const Request& request) {
    Call call{.api_version = "1.3", .place = Call::Method::absent};
    auto refused = read_call(request, call);
    if (!refused && call.method == "getSupportedVersions") return supported_versions(call);
    if (!refused && call.method == "getAllUnrestrictedProperties")
        return call.data({{"propertyList", property_list(device.profile(), false)}});
    if (!device.profile().os.device_info_open)
        if (auto challenge = refuse_login(device, request, Role::view, true)) return *challenge;
    if (refused) return *refused;
    if (call.method == "getProperties") return chosen_properties(call, device.profile());
    if (call.method == "getAllProperties")
        return call.data({{"propertyList", property_list(device.profile(), true)}});
    return unknown_method(call);
}

// All values are strings, whatever they mean; which ones there are depends on the version.
Reply systemready_cgi(Device& device, const Request& request) {
    Call call{.api_version = device.profile().os.systemready_version, .end = ""};
    if (auto refused = read_call(request, call)) return *refused;
    if (call.method == "getSupportedVersions") return supported_versions(call);
    if (call.method != "systemready") return unknown_method(call);
    const bool needs_setup = device.accounts().empty();
    const std::map<std::string, std::string> values{
        {"systemready", device.phase() == Phase::ready ? "yes" : "no"},
        {"needsetup", needs_setup ? "yes" : "no"},
        {"uptime", std::to_string(device.uptime())},
        {"bootid", device.boot_id()},
        {"previewmode", "7200"},
        {"passphrasepolicy", "none"}};
    OrderedJson data = OrderedJson::object();
    for (const std::string& field : device.profile().os.systemready_fields)
        if (field != "previewmode" || needs_setup) data[field] = values.at(field);
    return call.data(data);
}

// Errors have codes of their own: 405 for a method it does not know.
Reply firmwaremanagement_cgi(Device& device, const Request& request) {
    Call call{.api_version = device.profile().os.firmware_management};
    if (auto refused = read_call(request, call)) return *refused;
    if (call.method == "getSupportedVersions") return supported_versions(call);
    if (call.method == "status")
        return call.data({{"activeFirmwareVersion", device.profile().property("Version")},
                          {"isCommitted", true}});
    if (call.method != "reboot") return call.error(405, "Method not supported");
    Reply reply = call.data(OrderedJson::object());
    reply.sent = device.reboot(device.usual_reboot());
    return reply;
}

Reply apidiscovery_cgi(Device& device, const Request& request) {
    Call call{.api_version = "1.1", .place = Call::Method::first};
    if (auto refused = read_call(request, call)) return *refused;
    if (call.method == "getSupportedVersions") return supported_versions(call);
    if (call.method != "getApiList") return unknown_method(call);
    OrderedJson list = OrderedJson::array();
    for (const Api& api : apis_of(device.profile().os.name)) {
        const bool documented = !api.status.empty();
        OrderedJson entry{
            {"id", api.id},
            {"version", api.version},
            {"name", api.name},
            {"docLink", documented ? "https://www.axis.com/partner_pages/vapix_library/#/" : ""}};
        if (documented) entry["status"] = api.status;
        list.push_back(std::move(entry));
    }
    return call.data({{"apiList", list}});
}

} // namespace acapctl::emulator
