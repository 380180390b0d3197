#include "device/http/redirect.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::device {

namespace {

constexpr std::size_t longest = 4096;

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_plain(std::string_view text) {
    return text.size() <= longest &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c != '\x7f' && c != '\\'; });
}

std::optional<TargetText> try_parse(std::string_view origin) {
    try {
        return parse_target(origin);
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::optional<Redirect> new_path(const Request& request, std::string_view path) {
    path = path.substr(0, path.find('#'));
    if (request.method != "GET" || path == request.path_and_query()) return std::nullopt;
    return Redirect{.path = std::string(path)};
}

} // namespace

std::optional<Target> redirect_origin(const Target& target, const Reply& reply) {
    const auto places = reply.header("location");
    if (places.size() != 1 || !is_plain(places[0])) return std::nullopt;
    std::string place = places[0];
    if (place.starts_with("//")) place.insert(0, target.tls ? "https:" : "http:");
    Target there = target;
    const auto scheme = place.find("://");
    if (scheme == std::string::npos)
        return place.starts_with('/') ? std::optional(there) : std::nullopt;
    const auto parts =
        try_parse(place.substr(0, std::min(place.find_first_of("/?#", scheme + 3), place.size())));
    if (!parts || !parts->tls) return std::nullopt;
    there.host = parts->host;
    there.tls = *parts->tls;
    there.port = parts->port.value_or(there.tls ? 443 : 80);
    return there;
}

std::optional<Redirect> redirect_within(const Target& target, const Request& request,
                                        const Reply& reply) {
    if (!is_redirect(reply.status)) return std::nullopt;
    const auto places = reply.header("location");
    if (places.size() != 1 || !is_plain(places[0])) return std::nullopt;
    const std::string_view place = places[0];
    if (place.starts_with('/') && !place.starts_with("//")) return new_path(request, place);

    const auto scheme = place.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const auto slash = std::min(place.find_first_of("/?#", scheme + 3), place.size());
    const auto there = try_parse(place.substr(0, slash));
    if (!there || !there->tls || there->user ||
        text::lower(there->host) != text::lower(target.host))
        return std::nullopt;
    const std::uint16_t port = there->port.value_or(*there->tls ? 443 : 80);
    if (*there->tls == target.tls && port == target.port && slash < place.size() &&
        place[slash] == '/')
        return new_path(request, place.substr(slash));
    // 303 says that a POST was acted upon.
    if (*there->tls && !target.tls && (request.method == "GET" || reply.status != 303))
        return Redirect{.https_port = port};
    return std::nullopt;
}

} // namespace acapctl::device
