#include "emulator/web/local_web.hpp"

#include "emulator/faults/faulty_exchange.hpp"
#include "emulator/state/device.hpp"
#include "emulator/web/forward.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

Exchange answered(Reply reply) {
    return {.refusal = std::move(reply)};
}

Exchange missing() {
    return answered(error_page(404, "The requested URL was not found on this server."));
}

Exchange unavailable(Device& device, const std::string& app, const std::string& why) {
    device.log().system("httpd", fmt::format("/local/{}: {}", app, text::visible(why)), 3);
    return answered(error_page(503, "The server is temporarily unable to service your request due "
                                    "to maintenance downtime or capacity problems."));
}

Exchange file(Device& device, const Request& request, const LocalPath& path) {
    if (request.method != "GET" && request.method != "HEAD") return answered(error_page(405));
    return {.receive = [](std::string_view) {},
            .finish =
                [request, path, package = device.applications().package(path.app)] {
                    return html_file(package, path, request);
                }};
}

Exchange forward(Device& device, const Request& request, const LocalPath& path,
                 const WebEntry& entry) {
    Forwarded forwarded{.device = device, .request = request, .path = path};
    forwarded.script = fmt::format("/local/{}/{}", path.app, entry.path);
    if (entry.type == "reverseProxy") {
        const auto target = target_of(entry);
        if (!target)
            return unavailable(device, path.app,
                               "the emulator reaches no target '" + entry.target + "'");
        forwarded.target = *target;
        forwarded.script = fmt::format("/local/{}/{}", path.app, path.rest);
    } else if (entry.type == "fastCgi") {
        forwarded.target = {.protocol = Target::Protocol::fast_cgi,
                            .socket = device.applications().fastcgi_socket(path.app)};
    } else {
        return unavailable(device, path.app, "the emulator has no axhttp for " + entry.path);
    }
    if (forwarded.target.protocol == Target::Protocol::websocket)
        return answered(error_page(501, "The emulator hands no WebSocket on."));
    const auto beside = device.applications().neighbour(path.app);
    if (!beside) return unavailable(device, path.app, "the application does not run");
    const auto descriptor = connect_beside(*beside, forwarded.target);
    if (!descriptor)
        return unavailable(device, path.app,
                           fmt::format("cannot connect to {}: {}",
                                       forwarded.target.socket.empty()
                                           ? fmt::format("port {}", forwarded.target.port)
                                           : forwarded.target.socket,
                                       std::strerror(errno)));
    forwarded.upstream = std::make_shared<Upstream>(Descriptor(*descriptor), request.gone);
    return forwarded.target.protocol == Target::Protocol::fast_cgi ? forward_fastcgi(forwarded)
                                                                   : forward_http(forwarded);
}

} // namespace

Reply bad_gateway() {
    return error_page(502,
                      "The proxy server received an invalid response from an upstream server.");
}

bool is_local_path(const Request& request) {
    return request.path.starts_with("/local/");
}

Exchange local_web(Device& device, const Request& request) {
    const auto path = local_path(request.target);
    const auto about = path ? device.applications().find(path->app) : std::nullopt;
    const WebEntry* entry = about ? find_entry(about->web, path->rest) : nullptr;
    std::optional<Role> role = Role::administer;
    if (about) role = entry != nullptr ? role_of(*entry) : role_of_files(about->web);
    if (role)
        if (auto refused = refuse_login(device, request, *role)) return answered(*refused);
    if (!about) return missing();
    return with_faults(device, request, [&] {
        return entry != nullptr ? forward(device, request, *path, *entry)
                                : file(device, request, *path);
    });
}

} // namespace acapctl::emulator
