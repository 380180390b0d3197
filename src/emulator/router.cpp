// Which CGI answers which path, and who may ask.
#include "emulator/access.hpp"
#include "emulator/cgi.hpp"
#include "emulator/device.hpp"
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

constexpr std::array routes{
    Route{"/axis-cgi/applications/list.cgi", list_cgi},
    Route{"/axis-cgi/applications/control.cgi", control_cgi},
    Route{"/axis-cgi/applications/config.cgi", config_cgi},
    Route{"/axis-cgi/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/admin/systemlog.cgi", systemlog_cgi},
    Route{"/axis-cgi/param.cgi", param_cgi},
    Route{"/axis-cgi/basicdeviceinfo.cgi", basicdeviceinfo_cgi, true},
    Route{"/axis-cgi/systemready.cgi", systemready_cgi, true},
    Route{"/axis-cgi/apidiscovery.cgi", apidiscovery_cgi},
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
Exchange collect(Device& device, const Request& request, const Route& route) {
    auto whole = std::make_shared<Request>(request);
    return {.receive =
                [whole](std::string_view bytes) {
                    if (whole->body.size() <= body_limit) whole->body += bytes;
                },
            .finish =
                [whole, &device, &route] {
                    if (whole->body.size() > body_limit) return error_page(413);
                    if (is_form(*whole))
                        std::ranges::copy(parse_fields(whole->body),
                                          std::back_inserter(whole->fields));
                    return route.cgi(device, *whole);
                }};
}

} // namespace

Exchange serve(Device& device, const Request& request) {
    if (auto refused = refuse_foreign(request)) return refusal(std::move(*refused));
    const auto* route = std::ranges::find(routes, request.path, &Route::path);
    const bool known = route != routes.end() || request.path == upload_path;
    if (route == routes.end() || !route->open)
        if (auto refused = device.access().refuse(request)) return refusal(std::move(*refused));
    if (!known) return refusal(error_page(404, "The requested URL was not found on this server."));
    const bool get = request.method == "GET" || request.method == "HEAD";
    if ((!get && request.method != "POST") || (get && request.path == upload_path))
        return refusal(error_page(405));
    if (request.path == upload_path) return upload_cgi(device, request);
    return collect(device, request, *route);
}

} // namespace acapctl::emulator
