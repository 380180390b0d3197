#include "device/vapix/facts.hpp"

#include "device/session/identity.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/known.hpp"
#include "device/vapix/replies.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

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

Facts from_device_info(Session& session) {
    const auto info = parse_device_info(session.perform(device_info_request(), true).body);
    if (info.refusal) return {};
    return {.architecture = value(info.properties, "Architecture"),
            .soc = value(info.properties, "Soc"),
            .model = value(info.properties, "ProdNbr"),
            .serial = value(info.properties, "SerialNumber"),
            .axis_os = value(info.properties, "Version")};
}

void complete(Facts& facts, const Facts& more) {
    for (const auto field :
         {&Facts::architecture, &Facts::soc, &Facts::model, &Facts::serial, &Facts::axis_os})
        if ((facts.*field).empty()) facts.*field = more.*field;
}

Facts ask_facts(Session& session) {
    Facts facts;
    try {
        facts = from_device_info(session);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::refused) throw;
    }
    if (!facts.architecture.empty()) return facts;
    try {
        complete(facts, from_params(session));
    } catch (const Error& error) {
        const bool closed =
            error.kind() == ErrorKind::refused || error.kind() == ErrorKind::authentication;
        if (!closed || !facts.told()) throw;
    }
    return facts;
}

} // namespace

namespace {

// It is not refused: cameras are exchanged, and get the name and the address of the one before.
void warn_of_other_serial(Session& session, const Facts& facts) {
    const Target& target = session.target();
    if (is_other_serial(target, facts.serial))
        session.warn_once(fmt::format(
            "{}: it tells the serial number {}, and the inventory has {}: it may be another "
            "device, and nothing of it is remembered under that name",
            text::visible(target.name), text::visible(facts.serial), target.serial));
}

} // namespace

bool Facts::told() const {
    return !(architecture + soc + model + serial + axis_os).empty();
}

Facts read_facts(Session& session) {
    Facts facts = ask_facts(session);
    warn_of_other_serial(session, facts);
    remember_facts(session, facts);
    return facts;
}

std::string read_embedded_development(Session& session) {
    const Request request = params_request("Properties.EmbeddedDevelopment");
    return value(parse_params(session.perform(request, true).body),
                 "Properties.EmbeddedDevelopment.Version");
}

} // namespace acapctl::device
