// Which CGI answers which path, and who may ask.
#include "emulator/faults/control_endpoint.hpp"
#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/access.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/return_page.hpp"
#include "emulator/web/local_web.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace acapctl::emulator {

namespace {

struct Route {
    std::string_view path;
    Reply (*cgi)(Device&, const Request&) = nullptr;       // is given the whole body
    Exchange (*stream)(Device&, const Request&) = nullptr; // else reads it as it comes
    Role role = Role::administer;
    bool open = false; // needs no login, or asks for it itself
    bool json = false; // it speaks JSON, also in its 401; else a form, whatever its type is called
    bool legacy = false; // not on every AXIS OS
};

constexpr std::string_view ready_path = "/axis-cgi/systemready.cgi";

constexpr std::array routes{
    Route{"/axis-cgi/applications/list.cgi", list_cgi},
    Route{"/axis-cgi/applications/control.cgi", control_cgi},
    Route{"/axis-cgi/applications/config.cgi", config_cgi},
    Route{"/axis-cgi/applications/info.cgi", info_cgi},
    Route{"/axis-cgi/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/admin/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/applications/license.cgi", license_cgi},
    Route{.path = "/axis-cgi/applications/upload.cgi", .stream = upload_cgi},
    Route{.path = "/axis-cgi/admin/applications/control.cgi", .cgi = control_cgi, .legacy = true},
    Route{.path = "/axis-cgi/admin/applications/upload.cgi", .stream = upload_cgi, .legacy = true},
    Route{"/axis-cgi/serverreport.cgi", serverreport_cgi},
    Route{"/axis-cgi/admin/serverreport.cgi", serverreport_cgi},
    Route{"/axis-cgi/restart.cgi", restart_cgi},
    Route{"/axis-cgi/admin/restart.cgi", restart_cgi},
    Route{.path = "/axis-cgi/usergroup.cgi", .cgi = usergroup_cgi, .role = Role::view},
    Route{.path = "/axis-cgi/pwdgrp.cgi", .cgi = pwdgrp_cgi, .open = true},
    Route{.path = "/axis-cgi/admin/pwdgrp.cgi", .cgi = pwdgrp_cgi, .open = true},
    Route{.path = "/axis-cgi/param.cgi", .cgi = param_cgi, .role = Role::operate},
    Route{.path = "/axis-cgi/basicdeviceinfo.cgi",
          .cgi = basicdeviceinfo_cgi,
          .open = true,
          .json = true},
    Route{.path = ready_path, .cgi = systemready_cgi, .open = true, .json = true},
    Route{
        .path = "/axis-cgi/apidiscovery.cgi", .cgi = apidiscovery_cgi, .open = true, .json = true},
    Route{
        .path = "/axis-cgi/firmwaremanagement.cgi", .stream = firmwaremanagement_cgi, .json = true},
};

constexpr std::size_t body_limit = 1U << 20U;

Exchange refusal(Reply reply) {
    return {.refusal = std::move(reply)};
}

bool is_multipart(const Request& request) {
    const std::string* type = request.header("Content-Type");
    return type != nullptr && text::starts_with_ignoring_case(*type, "multipart/");
}

// The body is small: it is collected, and a form joins the fields of the query. Devices do not ask
// what type it has: Home Assistant's library sends forms as text/plain.
Exchange collect(const Request& request, bool speaks_json,
                 std::function<Reply(const Request&)> answer) {
    auto whole = std::make_shared<Request>(request);
    return {.receive =
                [whole](std::string_view bytes) {
                    if (whole->body.size() <= body_limit) whole->body += bytes;
                },
            .finish =
                [whole, speaks_json, answer = std::move(answer)] {
                    if (whole->body.size() > body_limit) return error_page(413);
                    if (!speaks_json && !is_multipart(*whole))
                        std::ranges::copy(parse_fields(whole->body),
                                          std::back_inserter(whole->fields));
                    return answer(*whole);
                }};
}

// A fault answers an upload as the device would, so as a page to those who ask for one.
Exchange paged(const Request& request, Exchange exchange) {
    if (exchange.finish)
        exchange.finish = [request, finish = std::move(exchange.finish)] {
            return as_page(request, finish());
        };
    return exchange;
}

Exchange answer(Device& device, const Request& request) {
    const Phase phase = device.phase();
    if (phase == Phase::leaving) return refusal({.delivery = Delivery::reset});
    if (phase == Phase::starting && request.path != ready_path)
        return refusal(error_page(503, "The device is starting."));
    if (is_local_path(request)) return local_web(device, request);
    const auto* route = std::ranges::find(routes, request.path, &Route::path);
    const bool routed =
        route != routes.end() && (device.profile().os.legacy_paths || !route->legacy);
    if (!routed || !route->open)
        if (auto refused = refuse_login(device, request, routed ? route->role : Role::administer,
                                        routed && route->json))
            return refusal(std::move(*refused));
    if (!routed) return refusal(error_page(404, "The requested URL was not found on this server."));
    if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
        return refusal(error_page(405));
    if (route->stream != nullptr)
        return paged(request,
                     with_faults(device, request, [&] { return route->stream(device, request); }));
    return with_faults(device, request, [&] {
        return collect(request, route->json, [&device, cgi = route->cgi](const Request& whole) {
            return cgi(device, whole);
        });
    });
}

Exchange undressed(Device& device, const Request& request) {
    if (auto refused = refuse_foreign(request, device.names())) return refusal(std::move(*refused));
    if (is_control_path(request.path))
        return collect(request, true,
                       [&device](const Request& whole) { return control_endpoint(device, whole); });
    return device.counters().count(request, answer(device, request));
}

} // namespace

Exchange serve(Device& device, const Request& request) {
    Exchange exchange = undressed(device, request);
    const auto dressed = [&headers = device.profile().os.port(request.tls).headers](Reply reply) {
        return with_headers(std::move(reply), headers);
    };
    if (exchange.refusal) exchange.refusal = dressed(std::move(*exchange.refusal));
    if (exchange.finish)
        exchange.finish = [dressed, finish = std::move(exchange.finish)] {
            return dressed(finish());
        };
    return exchange;
}

} // namespace acapctl::emulator
