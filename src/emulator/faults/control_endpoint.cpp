#include "emulator/faults/control_endpoint.hpp"

#include "acapctl/error.hpp"
#include "emulator/state/device.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view control_root = "/emulator";

Reply answer(const OrderedJson& document, int status = 200) {
    return {.status = status,
            .type = "application/json",
            .body = document.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n"};
}

Reply refused(int status, const std::string& message, const std::string& hint = {}) {
    return answer({{"error", {{"message", message}, {"hint", hint}}}}, status);
}

Reply rebooting() {
    return refused(409, "the device reboots");
}

// An empty body is an empty object.
OrderedJson body_of(const Request& request) {
    if (request.body.empty()) return OrderedJson::object();
    OrderedJson body = parse_foreign<OrderedJson>(request.body);
    if (!body.is_object()) throw_usage("the body is not a JSON object", "");
    return body;
}

const char* name_of(Phase phase) {
    if (phase == Phase::ready) return "ready";
    return phase == Phase::starting ? "starting" : "leaving";
}

Reply show(Device& device, const Request&) {
    return answer({{"name", device.name()},
                   {"phase", name_of(device.phase())},
                   {"bootId", device.boot_id()},
                   {"uptime", device.uptime()},
                   {"axisOs", device.profile().os.version},
                   {"faults", device.faults().to_json()},
                   {"counters", device.counters().to_json()}});
}

Reply show_faults(Device& device, const Request&) {
    OrderedJson kinds = OrderedJson::array();
    for (const FaultKind& kind : fault_kinds())
        kinds.push_back({{"name", kind.name},
                         {"value", kind.value.empty() ? OrderedJson() : OrderedJson(kind.value)},
                         {"at", kind.at.empty() ? OrderedJson() : OrderedJson(kind.at)},
                         {"strikes", kind.strikes},
                         {"help", kind.help}});
    return answer({{"faults", device.faults().to_json()}, {"known", kinds}});
}

std::vector<FaultOrder> orders_of(const Request& request) {
    const OrderedJson body = body_of(request);
    const auto list = body.find("faults");
    std::vector<std::string> texts;
    if (list != body.end() && list->is_array())
        for (const OrderedJson& text : *list)
            if (text.is_string()) texts.push_back(text);
    if (list == body.end() || texts.size() != list->size())
        throw_usage("the body names no faults", R"({"faults": ["error:5:1", "slow@list.cgi"]})");
    return parse_faults(texts);
}

Reply add_faults(Device& device, const Request& request) {
    device.faults().add(orders_of(request));
    return show_faults(device, request);
}

Reply set_faults(Device& device, const Request& request) {
    auto orders = orders_of(request);
    device.faults().clear();
    device.faults().add(std::move(orders));
    return show_faults(device, request);
}

Reply clear_faults(Device& device, const Request& request) {
    device.faults().clear();
    return show_faults(device, request);
}

std::chrono::milliseconds seconds_in(const OrderedJson& body, const char* name,
                                     std::chrono::milliseconds fallback) {
    const auto value = body.find(name);
    if (value == body.end()) return fallback;
    if (!value->is_number() || value->get<double>() < 0 || value->get<double>() > 3600)
        throw_usage(fmt::format("{} must be seconds from 0 to 3600", name), "");
    return std::chrono::milliseconds(static_cast<long>(value->get<double>() * 1000));
}

Reply reboot(Device& device, const Request& request) {
    const OrderedJson body = body_of(request);
    const std::string before = device.boot_id();
    Reboot how = device.usual_reboot();
    how.offline = seconds_in(body, "offline", how.offline);
    how.starting = seconds_in(body, "starting", how.starting);
    auto go_on = device.reboot(how);
    if (!go_on) return rebooting();
    Reply reply = answer({{"bootIdBefore", before}}, 202);
    reply.sent = std::move(go_on);
    return reply;
}

// Over HTTPS the request would wait for its own connection to end.
Reply change_certificate(Device& device, const Request& request) {
    if (request.tls)
        return refused(409, "the certificate cannot change under this connection", "ask over HTTP");
    if (!device.change_certificate()) return rebooting();
    return answer({{"certificate", device.certificate().pem}});
}

Reply rotate_log(Device& device, const Request&) {
    device.log().rotate();
    return answer(OrderedJson::object());
}

Reply show_counters(Device& device, const Request&) {
    return answer(device.counters().to_json());
}

Reply reset_counters(Device& device, const Request& request) {
    device.counters().reset();
    return show_counters(device, request);
}

struct ControlRoute {
    std::string_view method;
    std::string_view path; // below /emulator
    Reply (*answer)(Device&, const Request&);
};

constexpr std::array control_routes{
    ControlRoute{"GET", "", show},
    ControlRoute{"GET", "/faults", show_faults},
    ControlRoute{"POST", "/faults", add_faults},
    ControlRoute{"PUT", "/faults", set_faults},
    ControlRoute{"DELETE", "/faults", clear_faults},
    ControlRoute{"POST", "/reboot", reboot},
    ControlRoute{"POST", "/certificate", change_certificate},
    ControlRoute{"POST", "/log/rotate", rotate_log},
    ControlRoute{"GET", "/counters", show_counters},
    ControlRoute{"DELETE", "/counters", reset_counters},
};

Reply clear_fault(Device& device, const Request& request, std::string_view name) {
    if (!device.faults().clear(name)) return refused(404, "the device has no fault of this name");
    return show_faults(device, request);
}

} // namespace

bool is_control_path(std::string_view path) {
    return path == control_root || path.starts_with("/emulator/");
}

Reply control_endpoint(Device& device, const Request& request) {
    const std::string_view path = std::string_view(request.path).substr(control_root.size());
    bool known = false;
    try {
        for (const ControlRoute& route : control_routes) {
            if (route.path != path) continue;
            known = true;
            if (route.method == request.method) return route.answer(device, request);
        }
        constexpr std::string_view faults = "/faults/";
        if (path.starts_with(faults) && request.method == "DELETE")
            return clear_fault(device, request, path.substr(faults.size()));
    } catch (const Error& error) {
        return refused(400, error.failure().message, error.failure().hint);
    }
    if (known) return refused(405, "this method means nothing here", "see docs/emulator.md");
    return refused(404, "there is nothing at this path", "see docs/emulator.md");
}

} // namespace acapctl::emulator
