// Which CGI answers which path, and who may ask.
#include "emulator/faults/control_endpoint.hpp"
#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/access.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/web/local_web.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace acapctl::emulator {

namespace {

struct Route {
    std::string_view path;
    Reply (*cgi)(Device&, const Request&);
    Role role = Role::administer;
    bool open = false;   // needs no login, or asks for it itself
    bool json = false;   // and so does its 401
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
    Route{.path = "/axis-cgi/admin/applications/control.cgi",
          .cgi = legacy_control_cgi,
          .legacy = true},
    Route{.path = "/axis-cgi/pwdgrp.cgi", .cgi = pwdgrp_cgi, .open = true},
    Route{.path = "/axis-cgi/admin/pwdgrp.cgi", .cgi = pwdgrp_cgi, .open = true},
    Route{"/axis-cgi/param.cgi", param_cgi, Role::operate},
    Route{.path = "/axis-cgi/basicdeviceinfo.cgi", .cgi = basicdeviceinfo_cgi, .open = true},
    Route{.path = ready_path, .cgi = systemready_cgi, .open = true},
    Route{.path = "/axis-cgi/apidiscovery.cgi",
          .cgi = apidiscovery_cgi,
          .role = Role::view,
          .json = true},
    Route{"/axis-cgi/firmwaremanagement.cgi", firmwaremanagement_cgi},
};

constexpr std::string_view upload_path = "/axis-cgi/applications/upload.cgi";
constexpr std::string_view legacy_upload_path = "/axis-cgi/admin/applications/upload.cgi";
constexpr std::size_t body_limit = 1U << 20U;

Exchange refusal(Reply reply) {
    return {.refusal = std::move(reply)};
}

bool is_form(const Request& request) {
    const std::string* type = request.header("Content-Type");
    return type != nullptr &&
           text::starts_with_ignoring_case(*type, "application/x-www-form-urlencoded");
}

// The body is small: it is collected, and a form joins the fields of the query.
Exchange collect(const Request& request, std::function<Reply(const Request&)> answer) {
    auto whole = std::make_shared<Request>(request);
    return {.receive =
                [whole](std::string_view bytes) {
                    if (whole->body.size() <= body_limit) whole->body += bytes;
                },
            .finish =
                [whole, answer = std::move(answer)] {
                    if (whole->body.size() > body_limit) return error_page(413);
                    if (is_form(*whole))
                        std::ranges::copy(parse_fields(whole->body),
                                          std::back_inserter(whole->fields));
                    return answer(*whole);
                }};
}

Exchange answer(Device& device, const Request& request) {
    const Phase phase = device.phase();
    if (phase == Phase::leaving) return refusal({.delivery = Delivery::reset});
    if (phase == Phase::starting && request.path != ready_path)
        return refusal(error_page(503, "The device is starting."));
    if (is_local_path(request)) return local_web(device, request);
    const bool legacy = device.profile().os.legacy_paths;
    const bool legacy_upload = legacy && request.path == legacy_upload_path;
    const bool upload = request.path == upload_path || legacy_upload;
    const auto* route = std::ranges::find(routes, request.path, &Route::path);
    const bool routed = route != routes.end() && (legacy || !route->legacy);
    if (!routed || !route->open)
        if (auto refused = refuse_login(device, request, routed ? route->role : Role::administer,
                                        routed && route->json))
            return refusal(std::move(*refused));
    if (!routed && !upload)
        return refusal(error_page(404, "The requested URL was not found on this server."));
    const bool get = request.method == "GET" || request.method == "HEAD";
    if ((!get && request.method != "POST") || (get && upload)) return refusal(error_page(405));
    return with_faults(device, request, [&] {
        if (legacy_upload) return legacy_upload_cgi(device, request);
        if (upload) return upload_cgi(device, request);
        return collect(request, [&device, cgi = route->cgi](const Request& whole) {
            return cgi(device, whole);
        });
    });
}

Exchange undressed(Device& device, const Request& request) {
    if (auto refused = refuse_foreign(request)) return refusal(std::move(*refused));
    if (is_control_path(request.path))
        return collect(request,
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
