#include "device/http/proxy.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <arpa/inet.h>

namespace acapctl::device {

namespace {

struct Address {
    std::array<unsigned char, 16> bytes{};
    std::size_t size = 0; // 4 or 16
};

std::optional<Address> parse_address(std::string_view with_zone) {
    std::string text(with_zone.substr(0, with_zone.find('%')));
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    Address address;
    if (::inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1)
        address.size = 4;
    else if (::inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1)
        address.size = 16;
    return address.size == 0 ? std::nullopt : std::optional(address);
}

bool same_network(const Address& one, const Address& other, std::size_t bits) {
    if (one.size != other.size || bits > one.size * 8) return false;
    const std::size_t whole = bits / 8;
    if (std::memcmp(one.bytes.data(), other.bytes.data(), whole) != 0) return false;
    const unsigned rest = static_cast<unsigned>(bits % 8);
    if (rest == 0) return true;
    const unsigned mask = 0xffU << (8 - rest);
    return ((one.bytes[whole] ^ other.bytes[whole]) & mask) == 0;
}

// "192.168.0.1", or with the bits of a network behind it.
bool names_address(std::string_view entry, const Address& host) {
    const auto slash = entry.find('/');
    const auto network = parse_address(entry.substr(0, slash));
    if (!network) return false;
    if (slash == std::string_view::npos) return same_network(*network, host, network->size * 8);
    const auto bits = text::parse_unsigned(entry.substr(slash + 1));
    return bits && same_network(*network, host, static_cast<std::size_t>(*bits));
}

// "cam.lan" and ".lan" both are the name itself and all below it.
bool names_host(std::string_view entry, std::string_view host) {
    if (entry.starts_with('.')) entry.remove_prefix(1);
    if (entry.ends_with('.')) entry.remove_suffix(1);
    if (entry.empty() || !host.ends_with(entry)) return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

bool is_left_out(std::string_view host, std::string_view list) {
    if (text::trim(list) == "*") return true;
    std::string plain = text::lower(list);
    std::ranges::replace(plain, ',', ' ');
    std::string name = text::lower(host);
    if (name.ends_with('.')) name.pop_back();
    const auto address = parse_address(name);
    for (const std::string& entry : text::split(plain, ' '))
        if (!entry.empty() && (address ? names_address(entry, *address) : names_host(entry, name)))
            return true;
    return false;
}

std::string proxy_place(std::string_view url) {
    const auto scheme = url.find("://");
    const std::string_view kind = scheme == std::string_view::npos ? "http" : url.substr(0, scheme);
    std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    return text::visible(std::string(kind) + "://" + std::string(rest.substr(0, rest.find('/'))));
}

std::string without_login(std::string text, const Proxy& proxy) {
    const std::string& url = proxy.url.reveal();
    std::size_t at = 0;
    while (!url.empty() && (at = text.find(url, at)) != std::string::npos) {
        text.replace(at, url.size(), proxy.place);
        at += proxy.place.size();
    }
    return text;
}

std::optional<Proxy> proxy_for(const Target& target, const Lookup& environment) {
    if (target.is_loopback()) return std::nullopt;
    for (const char* variable : {"no_proxy", "NO_PROXY"})
        if (const auto list = environment(variable)) {
            if (is_left_out(target.host, *list)) return std::nullopt;
            break;
        }
    std::vector<const char*> variables{"http_proxy", "all_proxy", "ALL_PROXY"};
    if (target.tls) variables = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (const char* variable : variables)
        if (const auto url = environment(variable))
            return Proxy{.variable = variable, .place = proxy_place(*url), .url = Secret(*url)};
    return std::nullopt;
}

} // namespace acapctl::device
