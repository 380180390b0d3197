// The JSON CGIs that describe the device.
#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/json_call.hpp"

#include <map>

namespace acapctl::emulator {

namespace {

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

OrderedJson described(const Api& api) {
    const bool documented = !api.status.empty();
    OrderedJson entry{
        {"id", api.id},
        {"version", api.version},
        {"name", api.name},
        {"docLink", documented ? "https://www.axis.com/partner_pages/vapix_library/#/" : ""}};
    if (documented) entry["status"] = api.status;
    return entry;
}

} // namespace

// Until AXIS OS 11.11 every method is open. From 12 on two are; anything else, an empty body too,
// gets the challenge that clients settle first.
Reply basicdeviceinfo_cgi(Device& device, const Request& request) {
    Call call{.api_version = "1.3", .place = Call::Method::absent};
    auto refused = read_call(request, request.body, call);
    if (!refused && call.method == "getSupportedVersions") {
        call.place = Call::Method::second; // Home Assistant's library reads it
        return supported_versions(call);
    }
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
    if (auto refused = read_call(request, request.body, call)) return *refused;
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

// From AXIS OS 11 on without a login. A list of one id or one version, if the call names it.
Reply apidiscovery_cgi(Device& device, const Request& request) {
    if (!device.profile().os.api_discovery_open)
        if (auto challenge = refuse_login(device, request, Role::view, true)) return *challenge;
    Call call{.api_version = "1.1", .place = Call::Method::first};
    if (auto refused = read_call(request, request.body, call)) return *refused;
    if (call.method == "getSupportedVersions") {
        const OrderedJson versions{{"apiVersions", {call.api_version}}};
        call.api_version.clear(); // as recorded
        return call.data(versions);
    }
    if (call.method != "getApiList") return unknown_method(call);
    const std::string id = call.parameter("id");
    const std::string version = call.parameter("version");
    OrderedJson list = OrderedJson::array();
    for (const Api& api : apis_of(device.profile().os.name))
        if ((id.empty() || api.id == id) && (version.empty() || api.version == version))
            list.push_back(described(api));
    return call.data({{"apiList", list}});
}

} // namespace acapctl::emulator
