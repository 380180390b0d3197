#include "device/deploy/road.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <arpa/inet.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view roads;
}

namespace acapctl::device {

namespace {

// Of IPv4 or IPv6; empty: it is none.
std::vector<unsigned char> address_bytes(const std::string& text) {
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
        return {bytes.begin(), bytes.begin() + 4};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return {bytes.begin(), bytes.end()};
    return {};
}

struct Network {
    std::vector<unsigned char> address{};
    std::size_t bits = 0;

    // "100.64.0.0/10"
    explicit Network(const std::string& text)
        : address(address_bytes(text.substr(0, text.find('/')))) {
        const auto slash = text.find('/');
        if (slash != std::string::npos)
            std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    }

    bool holds(const std::vector<unsigned char>& other) const {
        if (other.size() != address.size() || bits > address.size() * 8) return false;
        for (std::size_t bit = 0; bit < bits; ++bit)
            if ((address[bit / 8] ^ other[bit / 8]) & (0x80U >> bit % 8)) return false;
        return !other.empty();
    }
};

struct Carrier {
    std::string app{}; // in small letters
    std::string what{};
    std::vector<Network> networks{};
    std::vector<std::string> domains{};

    bool gives(const std::string& host) const {
        const auto bytes = address_bytes(host);
        return std::ranges::any_of(networks,
                                   [&](const Network& network) { return network.holds(bytes); }) ||
               std::ranges::any_of(domains, [&](const std::string& domain) {
                   return text::lower(host).ends_with("." + domain);
               });
    }
};

std::vector<Carrier> read_carriers() {
    std::vector<Carrier> carriers;
    for (const nlohmann::json& entry : nlohmann::json::parse(data::roads)) {
        Carrier carrier{.app = text::lower(entry.at("app").get<std::string>()),
                        .what = entry.at("what")};
        for (const std::string network : entry.value("networks", nlohmann::json::array()))
            carrier.networks.emplace_back(network);
        for (const std::string domain : entry.value("domains", nlohmann::json::array()))
            carrier.domains.push_back(domain);
        carriers.push_back(std::move(carrier));
    }
    return carriers;
}

} // namespace

std::optional<Road> road_of(std::string_view app, const std::string& host) {
    static const std::vector<Carrier> table = read_carriers();
    const auto found = std::ranges::find(table, text::lower(app), &Carrier::app);
    if (found == table.end()) return std::nullopt;
    return Road{.what = found->what, .addressed = found->gives(host)};
}

} // namespace acapctl::device
