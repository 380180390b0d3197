#include "fleet/discovery/sweep.hpp"

#include "acapctl/error.hpp"
#include "device/http/challenge.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <variant>

#include <fmt/format.h>

#include <arpa/inet.h>

namespace acapctl::fleet {

namespace {

constexpr unsigned widest = 12; // bits of the range that may differ: 4096 addresses

[[noreturn]] void bad_range(std::string_view text, std::string_view why) {
    throw_usage(fmt::format("range '{}': {}", text::visible(text), why),
                "write it as 192.168.0.0/24, 192.168.0.10-50, 192.168.0.10-192.168.1.20 or as one "
                "address");
}

using Bytes = std::array<unsigned char, 16>;

struct AddressRange {
    int family = AF_INET;
    Bytes first{};
    unsigned bits = 0; // of the address that differ
};

std::string text_of(int family, const Bytes& bytes) {
    char text[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(family, bytes.data(), text, sizeof text);
    return text;
}

AddressRange parse_range(std::string_view text) {
    AddressRange range;
    const auto slash = text.find('/');
    const std::string address(text.substr(0, slash));
    if (address.find(':') != std::string::npos) range.family = AF_INET6;
    if (::inet_pton(range.family, address.c_str(), range.first.data()) != 1)
        bad_range(text, "that is no address");
    const unsigned length = range.family == AF_INET ? 32 : 128;
    if (slash == std::string_view::npos) return range;
    const auto prefix = text::parse_unsigned(text.substr(slash + 1));
    if (!prefix || *prefix > length) bad_range(text, "that is no length of a prefix");
    range.bits = length - static_cast<unsigned>(*prefix);
    if (range.bits > widest)
        bad_range(text, fmt::format("at most {} addresses are asked, so /{} or more", 1U << widest,
                                    length - widest));
    return range;
}

// The address with its last bits as `number`.
Bytes address_at(const AddressRange& range, unsigned number) {
    Bytes bytes = range.first;
    const std::size_t length = range.family == AF_INET ? 4 : 16;
    const unsigned mask = (1U << range.bits) - 1;
    unsigned low = static_cast<unsigned>(bytes[length - 2]) << 8U | bytes[length - 1];
    low = (low & ~mask) | number;
    bytes[length - 2] = static_cast<unsigned char>(low >> 8U);
    bytes[length - 1] = static_cast<unsigned char>(low & 0xffU);
    return bytes;
}

device::Target target_at(const std::string& address, bool tls, std::uint16_t port) {
    device::Target target;
    target.name = target.host = address;
    target.tls = tls;
    target.port = port;
    target.accept_unknown_certificate = true; // nothing of ours is sent
    return target;
}

// A question that no device answers without a login.
device::Request knock() {
    device::Request request;
    request.path = "/axis-cgi/param.cgi";
    request.query = {{"action", "list"}, {"group", "Brand"}};
    request.reply_limit = 64U << 10U;
    request.timeouts = {.connect = std::chrono::milliseconds(2000),
                        .stall = std::chrono::milliseconds(3000),
                        .operation = std::chrono::milliseconds(5000)};
    return request;
}

std::string serial_in(const device::Reply& reply) {
    for (const auto& challenge : device::parse_challenges(reply.header("www-authenticate"))) {
        const auto realm = challenge.parameters.find("realm");
        if (realm == challenge.parameters.end()) continue;
        if (std::string serial = serial_of_realm(realm->second); !serial.empty()) return serial;
    }
    return "";
}

class Sweep {
  public:
    Sweep(const std::vector<std::string>& addresses, const SweepOptions& options,
          const std::stop_token& stop)
        : addresses_(addresses), options_(options), stop_(stop), free_from_(options.clock.now()) {}

    std::vector<FoundDevice> run() {
        for_each_index(addresses_.size(), options_.jobs, [this](std::size_t i) {
            await_turn();
            visit(addresses_[i]);
            if (options_.on_progress) options_.on_progress(++done_);
        });
        std::ranges::stable_sort(found_, {}, &FoundDevice::name);
        return std::move(found_);
    }

  private:
    // What was not asked while nobody answered is no reason to ask faster afterwards.
    void await_turn() {
        check(stop_);
        device::Clock::Time due;
        {
            const std::lock_guard lock(mutex_);
            due = std::max(free_from_, options_.clock.now());
            free_from_ = due + std::chrono::microseconds(1'000'000 / options_.rate);
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(due - options_.clock.now());
        if (left.count() > 0) options_.clock.sleep(stop_, left);
    }

    void visit(const std::string& address) {
        if (options_.ports.empty()) {
            if (!ask(address, true, 443)) ask(address, false, 80);
            return;
        }
        for (const std::uint16_t port : options_.ports)
            if (!ask(address, true, port)) ask(address, false, port);
    }

    // False: nobody speaks that there.
    bool ask(const std::string& address, bool tls, std::uint16_t port) {
        const device::Target target = target_at(address, tls, port);
        const auto result = options_.connect(target)->send(knock(), stop_);
        if (const auto* fault = std::get_if<device::Fault>(&result)) {
            check(stop_);
            // An address where nobody is does not answer at the other port either.
            return fault->kind == device::FaultKind::connect_timeout;
        }
        const auto& reply = std::get<device::Reply>(result);
        const std::string serial = reply.status == 401 ? serial_in(reply) : "";
        if (serial.empty()) return true;
        const bool usual = port == (tls ? 443 : 80);
        const FoundDevice device{.serial = serial,
                                 .addresses = {address},
                                 .sources = {"sweep"},
                                 .tls = tls,
                                 .port = usual ? std::uint16_t{0} : port};
        const std::lock_guard lock(mutex_);
        add_found(found_, device);
        return true;
    }

    const std::vector<std::string>& addresses_;
    const SweepOptions& options_;
    std::stop_token stop_;
    device::Clock::Time free_from_; // the next one may be asked
    std::mutex mutex_{};
    std::vector<FoundDevice> found_{};
    std::atomic<std::size_t> done_ = 0;
};

} // namespace

namespace {

std::uint32_t ipv4_of(std::string_view whole, const std::string& address) {
    in_addr bytes{};
    if (::inet_pton(AF_INET, address.c_str(), &bytes) != 1)
        bad_range(whole, fmt::format("'{}' is no address of IPv4", text::visible(address)));
    return ntohl(bytes.s_addr);
}

// "192.168.0.10-50" stands for "192.168.0.10-192.168.0.50".
std::vector<std::string> from_to(std::string_view text, std::size_t dash) {
    const std::string begin(text::trim(text.substr(0, dash)));
    std::string end(text::trim(text.substr(dash + 1)));
    if (end.find('.') == std::string::npos) end = begin.substr(0, begin.rfind('.') + 1) + end;
    const std::uint32_t first = ipv4_of(text, begin);
    const std::uint32_t last = ipv4_of(text, end);
    if (last < first) bad_range(text, "its end lies before its begin");
    if (last - first >= 1U << widest)
        bad_range(text, fmt::format("at most {} addresses are asked", 1U << widest));
    std::vector<std::string> addresses;
    for (std::uint64_t number = first; number <= last; ++number) {
        const in_addr address{.s_addr = htonl(static_cast<std::uint32_t>(number))};
        char shown[INET_ADDRSTRLEN] = {};
        ::inet_ntop(AF_INET, &address, shown, sizeof shown);
        addresses.emplace_back(shown);
    }
    return addresses;
}

} // namespace

std::vector<std::string> addresses_of_range(std::string_view text) {
    if (const auto dash = text.find('-'); dash != std::string_view::npos)
        return from_to(text, dash);
    const AddressRange range = parse_range(text);
    const unsigned count = 1U << range.bits;
    std::vector<std::string> addresses;
    for (unsigned number = 0; number < count; ++number) {
        const bool end = number == 0 || number + 1 == count;
        if (range.family == AF_INET && range.bits >= 2 && end) continue;
        addresses.push_back(
            text_of(range.family, range.bits == 0 ? range.first : address_at(range, number)));
    }
    return addresses;
}

std::vector<FoundDevice> sweep(const std::vector<std::string>& addresses,
                               const SweepOptions& options, const std::stop_token& stop) {
    return Sweep(addresses, options, stop).run();
}

} // namespace acapctl::fleet
