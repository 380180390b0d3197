#pragma once
// What installed applications show below /local/: files, CGIs and proxies.

#include "emulator/http/http.hpp"
#include "emulator/state/connect.hpp"
#include "emulator/web/upstream.hpp"
#include "emulator/web/web_path.hpp"

#include <memory>

namespace acapctl::emulator {

class Device;

// Whether the path belongs to an application; all others are the device's.
bool is_local_path(const Request& request);

// Asks for the login that the path needs; 404 for an application that is not there.
Exchange local_web(Device& device, const Request& request);

// A request on its way to an application.
struct Forwarded {
    Device& device;
    Request request{};
    LocalPath path{};
    std::string script{}; // the part of the path that names the CGI
    Target target{};
    std::shared_ptr<Upstream> upstream{};
};

Exchange forward_http(const Forwarded& forwarded);
Exchange forward_fastcgi(const Forwarded& forwarded);

// What Apache answers when an application closes the connection or sends nonsense.
Reply bad_gateway();

} // namespace acapctl::emulator
