#include "device/vapix/facts.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/replies.hpp"

namespace acapctl::device {

namespace {

std::string value(const std::map<std::string, std::string>& map, const char* name) {
    const auto found = map.find(name);
    return found == map.end() ? "" : found->second;
}

Facts from_params(Session& session) {
    const Request request = params_request("Properties.System,Properties.Firmware,Brand");
    const auto params = parse_params(session.perform(request, true).body);
    return {.architecture = value(params, "Properties.System.Architecture"),
            .soc = value(params, "Properties.System.Soc"),
            .model = value(params, "Brand.ProdNbr"),
            .serial = value(params, "Properties.System.SerialNumber"),
            .axis_os = value(params, "Properties.Firmware.Version")};
}

} // namespace

Facts read_facts(Session& session) {
    const Request request = device_info_request();
    const auto result = session.exchange(request, Repeat::always);
    if (const Fault* fault = std::get_if<Fault>(&result))
        throw session.fault_error(*fault, request);
    const Reply& reply = std::get<Reply>(result);
    if (reply.status == 404) return from_params(session);
    if (reply.status != 200) throw session.status_error(reply, request);
    const DeviceInfoReply info = parse_device_info(reply.body);
    if (info.refusal || value(info.properties, "Architecture").empty()) return from_params(session);
    return {.architecture = value(info.properties, "Architecture"),
            .soc = value(info.properties, "Soc"),
            .model = value(info.properties, "ProdNbr"),
            .serial = value(info.properties, "SerialNumber"),
            .axis_os = value(info.properties, "Version")};
}

std::string read_embedded_development(Session& session) {
    const Request request = params_request("Properties.EmbeddedDevelopment");
    return value(parse_params(session.perform(request, true).body),
                 "Properties.EmbeddedDevelopment.Version");
}

} // namespace acapctl::device
