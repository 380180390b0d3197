#include "fleet/discovery/mdns_query.hpp"

#include "support/descriptor.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace acapctl::fleet {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::array<milliseconds, 3> ask_at{milliseconds(0), milliseconds(1000),
                                             milliseconds(3000)};
constexpr std::uint16_t mdns_port = 5353;
constexpr std::size_t most_answers = 5000; // who sends more floods the network
constexpr milliseconds turn{100};          // how soon a stop is noticed

// One network of one family.
struct Link {
    std::string interface {};
    int family = AF_INET;
    in_addr address{}; // of this machine, where it is IPv4
    Descriptor socket{};
    bool asked = false;
};

bool usable(const ifaddrs& entry) {
    constexpr unsigned wanted = IFF_UP | IFF_RUNNING | IFF_MULTICAST;
    return entry.ifa_addr != nullptr && (entry.ifa_flags & wanted) == wanted &&
           (entry.ifa_flags & IFF_LOOPBACK) == 0;
}

std::vector<Link> links() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(first, ::freeifaddrs);
    std::vector<Link> found;
    for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
        if (!usable(*entry)) continue;
        const int family = entry->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) continue;
        const auto same = [&](const Link& link) {
            return link.interface == entry->ifa_name && link.family == family;
        };
        if (std::ranges::any_of(found, same)) continue;
        Link link;
        link.interface = entry->ifa_name;
        link.family = family;
        if (family == AF_INET)
            link.address = reinterpret_cast<const sockaddr_in*>(entry->ifa_addr)->sin_addr;
        found.push_back(std::move(link));
    }
    return found;
}

template <typename Value>
bool set(int socket, int level, int option, const Value& value) {
    return ::setsockopt(socket, level, option, &value, sizeof value) == 0;
}

bool open4(Link& link) {
    const ip_mreqn by{.imr_multiaddr = {},
                      .imr_address = {},
                      .imr_ifindex = static_cast<int>(::if_nametoindex(link.interface.c_str()))};
    const sockaddr_in here{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = link.address, .sin_zero = {}};
    return set(link.socket.get(), IPPROTO_IP, IP_MULTICAST_IF, by) &&
           set(link.socket.get(), IPPROTO_IP, IP_MULTICAST_TTL, 255) &&
           ::bind(link.socket.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
}

bool open6(Link& link) {
    const int index = static_cast<int>(::if_nametoindex(link.interface.c_str()));
    sockaddr_in6 here{};
    here.sin6_family = AF_INET6;
    return set(link.socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1) &&
           set(link.socket.get(), IPPROTO_IPV6, IPV6_MULTICAST_IF, index) &&
           set(link.socket.get(), IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 255) &&
           ::bind(link.socket.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
}

bool open(Link& link) {
    link.socket = Descriptor(::socket(link.family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (link.socket.get() < 0) return false;
    return link.family == AF_INET ? open4(link) : open6(link);
}

bool ask(const Link& link, const std::string& question) {
    sockaddr_storage to{};
    socklen_t size = 0;
    if (link.family == AF_INET) {
        auto& all = reinterpret_cast<sockaddr_in&>(to);
        all.sin_family = AF_INET;
        all.sin_port = htons(mdns_port);
        ::inet_pton(AF_INET, "224.0.0.251", &all.sin_addr);
        size = sizeof all;
    } else {
        auto& all = reinterpret_cast<sockaddr_in6&>(to);
        all.sin6_family = AF_INET6;
        all.sin6_port = htons(mdns_port);
        all.sin6_scope_id = ::if_nametoindex(link.interface.c_str());
        ::inet_pton(AF_INET6, "ff02::fb", &all.sin6_addr);
        size = sizeof all;
    }
    return ::sendto(link.socket.get(), question.data(), question.size(), 0,
                    reinterpret_cast<const sockaddr*>(&to),
                    size) == static_cast<ssize_t>(question.size());
}

std::string text_of(const sockaddr_storage& from) {
    char text[INET6_ADDRSTRLEN] = {};
    const void* bytes = &reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
    if (from.ss_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in&>(from).sin_addr;
    ::inet_ntop(from.ss_family, bytes, text, sizeof text);
    return text;
}

// An answer comes from the port of multicast DNS (RFC 6762, 6.7); on the socket of IPv6, which
// listens to all networks, from the one that was asked.
bool is_from(const Link& link, const sockaddr_storage& from) {
    if (from.ss_family == AF_INET)
        return reinterpret_cast<const sockaddr_in&>(from).sin_port == htons(mdns_port);
    const auto& sender = reinterpret_cast<const sockaddr_in6&>(from);
    const bool other = sender.sin6_scope_id != 0 &&
                       sender.sin6_scope_id != ::if_nametoindex(link.interface.c_str());
    return sender.sin6_port == htons(mdns_port) && !other;
}

// What has arrived until now; a few at a time, so that a flood on one network starves no other.
void receive(const Link& link, MdnsAnswers& result) {
    std::array<char, longest_dns_packet + 1> packet{};
    for (int i = 0; i < 64; ++i) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        const ssize_t count = ::recvfrom(link.socket.get(), packet.data(), packet.size(), 0,
                                         reinterpret_cast<sockaddr*>(&from), &size);
        if (count < 0) return;
        if (!is_from(link, from) || result.answers.size() >= most_answers) continue;
        auto records = parse_dns_answer({packet.data(), static_cast<std::size_t>(count)});
        if (!records)
            ++result.malformed;
        else
            result.answers.push_back({std::move(*records), text_of(from), link.interface});
    }
}

class Query {
  public:
    Query(const std::vector<std::string>& services, milliseconds wait, const std::stop_token& stop)
        : question_(dns_question(services)), wait_(wait), stop_(stop) {}

    MdnsAnswers run() {
        for (Link& link : links()) {
            if (open(link))
                links_.push_back(std::move(link));
            else
                fail(link);
        }
        const Clock::time_point start = Clock::now();
        std::size_t next = 0;
        while (Clock::now() - start < wait_ && !links_.empty()) {
            check(stop_);
            if (next < ask_at.size() && Clock::now() - start >= ask_at[next]) {
                ask_all();
                ++next;
            }
            listen();
        }
        return std::move(result_);
    }

  private:
    void fail(const Link& link) {
        text::add_once(result_.failed, fmt::format("{}: {}", link.interface, std::strerror(errno)));
    }

    void ask_all() {
        for (Link& link : links_) {
            if (!ask(link, question_)) {
                if (!link.asked) fail(link);
                continue;
            }
            link.asked = true;
            text::add_once(result_.asked, link.interface);
        }
    }

    void listen() {
        std::vector<pollfd> sockets;
        for (const Link& link : links_) sockets.push_back({link.socket.get(), POLLIN, 0});
        if (::poll(sockets.data(), sockets.size(), static_cast<int>(turn.count())) <= 0) return;
        for (std::size_t i = 0; i < sockets.size(); ++i)
            if (sockets[i].revents != 0) receive(links_[i], result_);
    }

    std::string question_;
    milliseconds wait_;
    std::stop_token stop_;
    std::vector<Link> links_{};
    MdnsAnswers result_{};
};

} // namespace

MdnsAnswers ask_services(const std::vector<std::string>& services, milliseconds wait,
                         const std::stop_token& stop) {
    return Query(services, wait, stop).run();
}

std::string why_multicast_may_fail() {
    std::error_code ignored;
    for (const char* mark : {"/.dockerenv", "/run/.containerenv"})
        if (std::filesystem::exists(mark, ignored)) return "this is a container";
    std::ifstream kernel("/proc/sys/kernel/osrelease");
    std::string release;
    std::getline(kernel, release);
    const bool wsl = text::lower(release).find("microsoft") != std::string::npos;
    return wsl ? "this is WSL" : "";
}

} // namespace acapctl::fleet
