#pragma once
// Requests handed on to applications: forward_http.cpp to a reverse proxy's target,
// forward_fastcgi.cpp to a FastCGI program.

#include "emulator/http/http.hpp"
#include "emulator/state/connect.hpp"
#include "emulator/web/upstream.hpp"
#include "emulator/web/web_path.hpp"

#include <memory>
#include <string>

namespace acapctl::emulator {

class Device;

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
