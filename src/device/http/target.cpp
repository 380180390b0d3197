#include "device/http/target.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <arpa/inet.h>
#include <net/if.h>

namespace acapctl::device {

namespace {

constexpr const char* forms = "write host[:port] or http(s)://[user@]host[:port]; IPv6 in brackets";

[[noreturn]] void malformed(std::string_view text, std::string_view why) {
    throw_usage(fmt::format("target '{}': {}", text::visible(text), why), forms);
}

std::uint16_t parse_port(std::string_view digits, std::string_view what) {
    const auto port = text::parse_unsigned(digits);
    if (!port || *port == 0 || *port > 65535)
        throw_usage(fmt::format("{}: '{}' is not a port number", text::visible(what),
                                text::visible(digits)));
    return static_cast<std::uint16_t>(*port);
}

std::optional<std::uint16_t> port_from(const Lookup& environment, const char* name) {
    const auto value = environment(name);
    if (!value) return std::nullopt;
    return parse_port(*value, name);
}

bool is_name_character(char c) {
    return ascii::is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
}

bool is_host_name(std::string_view host) {
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
        return is_name_character(c) || static_cast<unsigned char>(c) >= 0x80;
    });
}

bool is_ipv6(const std::string& host) {
    in6_addr address{};
    return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

// The name of a network interface, or its number.
bool is_zone(std::string_view zone) {
    return !zone.empty() && zone.size() < IFNAMSIZ && std::ranges::all_of(zone, is_name_character);
}

// What stands between the brackets. RFC 6874 writes the zone of a link-local address as "%25eth0",
// people write "%eth0".
std::string parse_ipv6(std::string_view inside, std::string_view all) {
    const auto mark = inside.find('%');
    const std::string address(inside.substr(0, mark));
    if (!is_ipv6(address)) malformed(all, "not an IPv6 address in the brackets");
    if (mark == std::string_view::npos) return address;
    std::string_view zone = inside.substr(mark + 1);
    if (zone.starts_with("25") && zone.size() > 2) zone.remove_prefix(2);
    if (!is_zone(zone)) malformed(all, "what follows % is not the name of a network interface");
    return address + "%" + std::string(zone);
}

// Takes "user@" off the front of what follows the scheme.
std::optional<std::string> take_user(std::string_view& rest) {
    const auto at = rest.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    const std::string user(rest.substr(0, at));
    rest.remove_prefix(at + 1);
    if (user.find(':') != std::string::npos)
        throw_usage("a target must not contain a password", {}, {{Advice::give_password}});
    if (user.empty()) throw_usage("a target has an empty user name", forms);
    return user;
}

bool says_yes(const Lookup& environment, const char* name) {
    const std::string value = text::lower(environment(name).value_or("0"));
    for (const char* yes : {"1", "true", "yes", "on"})
        if (value == yes) return true;
    for (const char* no : {"0", "false", "no", "off"})
        if (value == no) return false;
    throw_usage(
        fmt::format("{} is '{}', which says neither yes nor no", name, text::visible(value)),
        "set it to 1 or to 0");
}

} // namespace

TargetText parse_target(std::string_view text) {
    TargetText target;
    std::string_view rest = text;
    if (text::starts_with_ignoring_case(rest, "https://")) {
        target.tls = true;
        rest.remove_prefix(8);
    } else if (text::starts_with_ignoring_case(rest, "http://")) {
        target.tls = false;
        rest.remove_prefix(7);
    } else if (rest.find("://") != std::string_view::npos) {
        malformed(rest.substr(rest.rfind('@') == std::string_view::npos ? 0 : rest.rfind('@') + 1),
                  "only http:// and https:// are understood");
    }
    target.user = take_user(rest);
    while (target.tls && !rest.empty() && rest.back() == '/') rest.remove_suffix(1);
    if (rest.starts_with('@') || rest.starts_with("all@")) malformed(rest, "is not a host");

    std::string_view port;
    bool has_port = false;
    if (rest.starts_with('[')) {
        const auto end = rest.find(']');
        if (end == std::string_view::npos) malformed(rest, "the bracket is not closed");
        target.host = parse_ipv6(rest.substr(1, end - 1), rest);
        rest.remove_prefix(end + 1);
        has_port = rest.starts_with(':');
        if (!rest.empty() && !has_port) malformed(rest, "only a port may follow the bracket");
        if (has_port) port = rest.substr(1);
    } else {
        const auto colon = rest.find(':');
        if (colon != rest.rfind(':')) malformed(rest, "an IPv6 address needs brackets");
        has_port = colon != std::string_view::npos;
        target.host = rest.substr(0, colon);
        if (has_port) port = rest.substr(colon + 1);
        if (!is_host_name(target.host)) malformed(rest, "not a host name or address");
    }
    if (has_port) target.port = parse_port(port, fmt::format("target '{}'", target.host));
    return target;
}

Target complete_target(std::string_view text, const Lookup& environment) {
    const TargetText parts = parse_target(text);
    const auto http_port = port_from(environment, "AXIS_DEVICE_HTTP_PORT");
    const auto https_port = port_from(environment, "AXIS_DEVICE_HTTPS_PORT");
    Target target;
    target.name = text;
    target.host = parts.host;
    if (parts.tls) {
        target.tls = *parts.tls;
    } else {
        // Without a scheme, only a port that is known to be the HTTP one turns TLS off.
        target.tls = !http_port || (parts.port ? parts.port != http_port : https_port.has_value());
    }
    target.port =
        parts.port.value_or(target.tls ? https_port.value_or(443) : http_port.value_or(80));
    target.user = parts.user ? *parts.user : environment("AXIS_DEVICE_USER").value_or("");
    target.password = Secret(environment("AXIS_DEVICE_PASS").value_or(""));
    target.client_key_password = Secret(environment("ACAPCTL_CLIENT_KEY_PASS").value_or(""));
    target.accept_unknown_certificate = says_yes(environment, "AXIS_DEVICE_HTTPS_SELF_SIGNED");
    return target;
}

bool Target::is_loopback() const {
    const std::string lowered = text::lower(host);
    return lowered == "localhost" || lowered.ends_with(".localhost") || lowered == "::1" ||
           (lowered.starts_with("127.") &&
            lowered.find_first_not_of("0123456789.") == std::string::npos);
}

std::string Target::host_text() const {
    std::string where = host;
    if (const auto zone = where.find('%'); zone != std::string::npos)
        where.insert(zone + 1, "25"); // of a URL: RFC 6874
    return host.find(':') == std::string::npos ? where : "[" + where + "]";
}

std::string place_of(const Target& target) {
    const bool bracket = target.host.find(':') != std::string::npos;
    return fmt::format(fmt::runtime(bracket ? "[{}]:{}" : "{}:{}"), text::lower(target.host),
                       target.port);
}

std::string Target::origin() const {
    std::string result = fmt::format("{}://{}", tls ? "https" : "http", host_text());
    if (port != (tls ? 443 : 80)) result += fmt::format(":{}", port);
    return result;
}

} // namespace acapctl::device
