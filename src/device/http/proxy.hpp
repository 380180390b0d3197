#pragma once
// Which proxy the environment has for a device, by the rules of curl: HTTP_PROXY in capitals counts
// for nobody, because a web server gives that name to a header of its visitors. Pure.

#include "device/http/target.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::device {

struct Proxy {
    std::string variable{}; // that names it: "https_proxy"
    std::string place{};    // "http://proxy.lan:3128", without user and password; may be told
    Secret url{};           // as the variable has it, with the password that may be in it

    bool is_tls() const { return place.starts_with("https://"); } // it is spoken to by TLS
};

// Nothing: none is named, NO_PROXY leaves the device out, or it is this machine.
std::optional<Proxy> proxy_for(const Target& target, const Lookup& environment);

// Whether a list as NO_PROXY has it names this host: "cam.lan,.lab,192.168.0.0/16,*".
bool is_left_out(std::string_view host, std::string_view list);

// The address of a proxy without what comes before its '@', and without a path.
std::string proxy_place(std::string_view url);

// What libcurl says of a proxy may have its address as it stands in the variable.
std::string without_login(std::string text, const Proxy& proxy);

} // namespace acapctl::device
