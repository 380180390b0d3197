// Which CGI answers which path, and who may ask.
#include "emulator/access.hpp"
#include "emulator/cgi.hpp"
#include "emulator/control_endpoint.hpp"
#include "emulator/device.hpp"
#include "emulator/faulty_exchange.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace acapctl::emulator {

namespace {

struct Route {
    std::string_view path;
    Reply (*cgi)(Device&, const Request&);
    bool open = false; // needs no login
};

constexpr std::string_view ready_path = "/axis-cgi/systemready.cgi";

constexpr std::array routes{
    Route{"/axis-cgi/applications/list.cgi", list_cgi},
    Route{"/axis-cgi/applications/control.cgi", control_cgi},
    Route{"/axis-cgi/applications/config.cgi", config_cgi},
    Route{"/axis-cgi/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/admin/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/param.cgi", param_cgi},
    Route{"/axis-cgi/basicdeviceinfo.cgi", basicdeviceinfo_cgi, true},
    Route{ready_path, systemready_cgi, true},
    Route{"/axis-cgi/apidiscovery.cgi", apidiscovery_cgi},
    Route{"/axis-cgi/firmwaremanagement.cgi", firmwaremanagement_cgi},
};

constexpr std::string_view upload_path = "/axis-cgi/applications/upload.cgi";
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
    const auto* route = std::ranges::find(routes, request.path, &Route::path);
    const bool known = route != routes.end() || request.path == upload_path;
    if (route == routes.end() || !route->open)
        if (auto refused = refuse_login(device, request)) return refusal(std::move(*refused));
    if (!known) return refusal(error_page(404, "The requested URL was not found on this server."));
    const bool get = request.method == "GET" || request.method == "HEAD";
    if ((!get && request.method != "POST") || (get && request.path == upload_path))
        return refusal(error_page(405));
    return with_faults(device, request, [&] {
        if (request.path == upload_path) return upload_cgi(device, request);
        return collect(request, [&device, cgi = route->cgi](const Request& whole) {
            return cgi(device, whole);
        });
    });
}

} // namespace

std::optional<Reply> refuse_login(Device& device, const Request& request) {
    if (auto refused = device.access().refuse(request)) return refused;
    if (device.faults().take(Fault::wrong_password, request.path))
        return device.access().challenge(request.tls, false);
    // Basic, which is all there is on HTTPS, has no nonce.
    if (!request.tls && device.faults().take(Fault::stale_nonce, request.path))
        return device.access().challenge(false, true);
    return std::nullopt;
}

Exchange serve(Device& device, const Request& request) {
    if (auto refused = refuse_foreign(request)) return refusal(std::move(*refused));
    if (is_control_path(request.path))
        return collect(request,
                       [&device](const Request& whole) { return control_endpoint(device, whole); });
    return device.counters().count(request, answer(device, request));
}

} // namespace acapctl::emulator
