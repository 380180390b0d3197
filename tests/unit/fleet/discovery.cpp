#include "acapctl/error.hpp"
#include "catch.hpp"
#include "fleet/discovery/avahi.hpp"
#include "fleet/discovery/found.hpp"
#include "fleet/discovery/sweep.hpp"
#include "fleet/inventory.hpp"
#include "unit/device/camera.hpp"

#include <map>
#include <mutex>

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

using Names = std::vector<std::string>;

std::string number(unsigned value) {
    return {static_cast<char>(value >> 8U), static_cast<char>(value)};
}

std::string wire(const Names& labels) {
    std::string bytes;
    for (const std::string& label : labels) bytes += static_cast<char>(label.size()) + label;
    return bytes + '\0';
}

std::string record(const std::string& name, unsigned type, const std::string& data) {
    return name + number(type) + number(1) + number(0) + number(120) +
           number(static_cast<unsigned>(data.size())) + data;
}

std::string text_data(const Names& texts) {
    std::string data;
    for (const std::string& text : texts) data += static_cast<char>(text.size()) + text;
    return data;
}

std::string answer(const Names& records, unsigned flags = 0x8400) {
    std::string packet = number(0) + number(flags) + number(0) +
                         number(static_cast<unsigned>(records.size())) + number(0) + number(0);
    for (const std::string& each : records) packet += each;
    return packet;
}

const Names video{"_axis-video", "_tcp", "local"};
const Names vapix{"_vapix-https", "_tcp", "local"};
constexpr unsigned a = 1, ptr = 12, txt = 16, aaaa = 28, srv = 33;

// What a camera answers for a service.
std::string camera(const Names& service, const std::string& label, const std::string& host,
                   unsigned port, const std::string& text, const std::string& ipv4) {
    Names instance{label};
    instance.insert(instance.end(), service.begin(), service.end());
    return answer(
        {record(wire(service), ptr, wire(instance)),
         record(wire(instance), srv, number(0) + number(0) + number(port) + wire({host, "local"})),
         record(wire(instance), txt, text_data({text, "other"})),
         record(wire({host, "local"}), a, ipv4)});
}

std::vector<FoundDevice> found(const std::vector<std::pair<std::string, std::string>>& packets) {
    std::vector<DnsAnswer> answers;
    for (const auto& [from, packet] : packets) {
        const auto records = parse_dns_answer(packet);
        REQUIRE(records);
        answers.push_back({*records, from, "eth0"});
    }
    return devices_in(answers);
}

} // namespace

TEST_CASE("the question asks for both services, to be answered to who asks") {
    const std::string question = dns_question(axis_services());
    CHECK(question == std::string("\0\0\0\0\0\2\0\0\0\0\0\0", 12) + wire(video) + number(ptr) +
                          number(0x8001) + wire(vapix) + number(ptr) + number(0x8001));
}

TEST_CASE("a camera is found once, by its MAC address, at its best address") {
    const std::string one = camera(video, "AXIS P3265-V - B8A44F000001", "axis-b8a44f000001", 80,
                                   "macaddress=B8A44F000001", std::string("\xa9\xfe\1\2", 4));
    const std::string two = camera(vapix, "Door", "axis-b8a44f000001", 8443, "sn=b8:a4:4f:00:00:01",
                                   std::string("\xc0\0\2\x5a", 4));
    const auto devices = found({{"fe80::1", one}, {"192.0.2.90", two}, {"192.0.2.90", two}});
    REQUIRE(devices.size() == 1);
    CHECK(devices[0].serial == "B8A44F000001");
    CHECK(devices[0].model == "P3265-V");
    CHECK(devices[0].name() == "p3265-v-b8a44f000001");
    CHECK(devices[0].address() == "192.0.2.90:8443");
    CHECK(devices[0].addresses == Names{"192.0.2.90", "169.254.1.2", "fe80::1%eth0"});
    CHECK(devices[0].sources == Names{"_axis-video._tcp", "_vapix-https._tcp"});
}

TEST_CASE("a device is known by what little it tells") {
    const Names instance{"Front. Door\x1b[2J", "_axis-video", "_tcp", "local"};
    const auto devices =
        found({{"fd00::5", answer({record(wire(video), ptr, wire(instance))})},
               {"192.0.2.7", answer({record(wire({"_ipp", "_tcp", "local"}), ptr, wire({"x"}))})},
               {"127.0.0.1", answer({record(wire(video), ptr, wire(instance))})}});
    REQUIRE(devices.size() == 1); // a printer is none, and neither is this machine
    CHECK(devices[0].serial.empty());
    CHECK(devices[0].model.empty());
    CHECK(devices[0].name() == "axis-fd00--5");
    CHECK(devices[0].address() == "[fd00::5]");
}

TEST_CASE("names are compared whole, compressed or not") {
    // The instance as a pointer to the service at byte 12, which stands behind the label.
    const std::string instance = "\7my.door" + std::string("\xc0\x0c", 2);
    const auto records = parse_dns_answer(answer({record(wire(video), ptr, instance)}));
    REQUIRE(records);
    CHECK((*records)[0].target == "my\\.door._axis-video._tcp.local");
    CHECK((*records)[0].label == "my.door");
}

TEST_CASE("what is no answer is left alone, however it is broken") {
    const std::string good = camera(video, "AXIS X - B8A44F000001", "h", 80,
                                    "macaddress=B8A44F000001", std::string("\xc0\0\2\1", 4));
    REQUIRE(parse_dns_answer(good));
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(parse_dns_answer(good.substr(0, size)));
    CHECK_FALSE(parse_dns_answer(dns_question(axis_services())));
    CHECK_FALSE(parse_dns_answer(answer({}, 0x8403))); // "no such name"
    const std::string to_itself = std::string("\xc0\x0c", 2);
    CHECK_FALSE(parse_dns_answer(answer({record(to_itself, ptr, wire(video))})));
    CHECK_FALSE(parse_dns_answer(answer({record(wire(video), ptr, std::string("\xc0\xff", 2))})));
    CHECK_FALSE(parse_dns_answer(answer({record(wire(video), ptr, "\x80z")})));
    CHECK_FALSE(parse_dns_answer(answer({record(wire(video), a, "123")})));
    CHECK_FALSE(parse_dns_answer(answer({record(wire(video), txt, "\x09two")})));
    CHECK_FALSE(parse_dns_answer(answer({record(wire(video), ptr, "\1a")}) + wire(video)));
    CHECK_FALSE(parse_dns_answer(std::string(longest_dns_packet + 1, '\0')));
    CHECK_FALSE(
        parse_dns_answer(answer({record(wire(Names(9, std::string(63, 'x'))), a, "1234")})));
    Names many(300, record(wire({"x"}), a, "1234"));
    CHECK_FALSE(parse_dns_answer(answer(many)));
}

TEST_CASE("what Avahi knows is found as what was asked for") {
    const AvahiAnswers avahi =
        parse_avahi("+;eth0;IPv4;AXIS\\032X\\032-\\032B8A44F000001;_axis-video._tcp;local\n"
                    "=;eth0;IPv4;AXIS\\032P3265-V\\032-\\032B8A44F000001;_axis-video._tcp;local;h."
                    "local;192.0.2.90;80;"
                    "\"a=\\\";1\" \"macaddress=B8A44F000001\"\n"
                    "=;eth0;IPv6;Front\\.\\195\\164;_vapix-https._tcp;local;h.local;fe80::1;8443;"
                    "\"sn=B8A44F000001\"\n"
                    "=;eth0;IPv4;Printer;_ipp._tcp;local;p.local;192.0.2.9;631;\n");
    CHECK(avahi.malformed == 0);
    REQUIRE(avahi.answers.size() == 3);
    CHECK(avahi.answers[0].records[2].texts == Names{"a=\";1", "macaddress=B8A44F000001"});
    CHECK(avahi.answers[1].records[0].label == "Front.\xc3\xa4");
    const auto devices = devices_in(avahi.answers);
    REQUIRE(devices.size() == 1);
    CHECK(devices[0].address() == "192.0.2.90:8443");
    CHECK(devices[0].addresses == Names{"192.0.2.90", "fe80::1%eth0"});
    CHECK(devices[0].model == "P3265-V");
}

TEST_CASE("what Avahi would not print is counted and left alone") {
    for (const char* line : {
             "=",
             "=;eth0;IPv4;x;_axis-video._tcp;local;h.local;192.0.2.90;80",
             "=;eth0;IPv4;x;_axis-video._tcp;local;h.local;somewhere;80;",
             "=;eth0;IPv4;x;_axis-video._tcp;local;h.local;192.0.2.90;65536;",
             "=;eth0;IPv4;x;_axis-video._tcp;example.org;h.example.org;192.0.2.90;80;",
             "=;\x1b[2J;IPv6;x;_axis-video._tcp;local;h.local;fe80::1;80;",
             "=;;IPv6;x;_axis-video._tcp;local;h.local;fe80::1;80;",
         }) {
        INFO(line);
        const AvahiAnswers avahi = parse_avahi(line);
        CHECK(avahi.answers.empty());
        CHECK(avahi.malformed == 1);
    }
    CHECK(parse_avahi("=;eth0;IPv4;x\\;_axis-video._tcp;local;h.local;192.0.2.90;80;\"open\\")
              .answers.size() == 1);
}

TEST_CASE("a realm names a device of Axis, or none") {
    CHECK(serial_of_realm("AXIS_B8A44F000001") == "B8A44F000001");
    CHECK(serial_of_realm("AXIS_ACCC8E") == "");
    CHECK(serial_of_realm("Router") == "");
    CHECK(serial_of_realm("AXIS_B8A44F00000\x1b") == "");
}

TEST_CASE("a range is the addresses of its hosts, and bounded") {
    CHECK(addresses_of_range("192.168.0.0/30") == Names{"192.168.0.1", "192.168.0.2"});
    CHECK(addresses_of_range("10.0.0.1") == Names{"10.0.0.1"});
    CHECK(addresses_of_range("10.0.0.1/31") == Names{"10.0.0.0", "10.0.0.1"});
    CHECK(addresses_of_range("fd00::f/126") == Names{"fd00::c", "fd00::d", "fd00::e", "fd00::f"});
    CHECK(addresses_of_range("10.1.16.0/20").size() == 4094);
    CHECK(addresses_of_range("10.1.16.0/20").back() == "10.1.31.254");
    CHECK(addresses_of_range("10.0.0.9-11") == Names{"10.0.0.9", "10.0.0.10", "10.0.0.11"});
    CHECK(addresses_of_range("10.0.0.255 - 10.0.1.0") == Names{"10.0.0.255", "10.0.1.0"});
    CHECK(addresses_of_range("255.255.255.255-255").size() == 1);
    CHECK(addresses_of_range("10.0.0.0-10.0.15.255").size() == 4096);
    for (const char* text : {"10.0.0.0/19", "fd00::/64", "10.0.0.0/33", "10.0.0.0/x", "cam/24", "",
                             "10.0.0.1-", "10.0.0.9-8", "10.0.0.1-256", "10.0.0.0-10.0.16.0",
                             "10.0.0.0/24-9", "fd00::1-9", "1-2-3"}) {
        INFO(text);
        CHECK_THROWS_AS(addresses_of_range(text), Error);
    }
}

namespace {

// Answers by host and port, and writes down what was asked.
struct Network {
    std::map<std::string, std::variant<device::Reply, device::Fault>> hosts{};
    std::mutex mutex{};
    Names asked{};
    bool credentials = false;

    struct Wire : device::Transport {
        Wire(Network& network, device::Target target)
            : network_(network), target_(std::move(target)) {}
        void authenticate(const device::Credentials&) override { network_.credentials = true; }
        std::variant<device::Reply, device::Fault> send(const device::Request&,
                                                        const std::stop_token&) override {
            const std::lock_guard lock(network_.mutex);
            network_.asked.push_back(target_.origin());
            const auto found = network_.hosts.find(target_.origin());
            if (found != network_.hosts.end()) return found->second;
            return device::Fault{.kind = device::FaultKind::connect};
        }
        Network& network_;
        device::Target target_;
    };
};

device::Reply asks_login(const std::string& realm) {
    return {.status = 401,
            .headers = {{"www-authenticate", "Digest realm=\"" + realm + "\", nonce=\"x\""}}};
}

} // namespace

TEST_CASE("a sweep knows devices by the realm of their login, and logs in nowhere") {
    Network network;
    network.hosts["https://10.0.0.1"] = asks_login("AXIS_B8A44F000001");
    network.hosts["http://10.0.0.2"] = asks_login("AXIS_ACCC8E000002");
    network.hosts["https://10.0.0.3"] = asks_login("Router");
    network.hosts["https://10.0.0.4"] = device::Reply{.status = 200};
    network.hosts["https://10.0.0.5"] = device::Fault{.kind = device::FaultKind::connect_timeout};
    device::FakeTime time;
    SweepOptions options{.jobs = 1, .rate = 10, .clock = time.clock()};
    options.connect = [&](const device::Target& target) {
        return std::make_unique<Network::Wire>(network, target);
    };
    const auto start = time.now;
    const auto devices = sweep(addresses_of_range("10.0.0.0/29"), options, {});
    REQUIRE(devices.size() == 2);
    CHECK(devices[0].name() == "axis-accc8e000002");
    CHECK(devices[0].address() == "http://10.0.0.2");
    CHECK(devices[1].address() == "10.0.0.1");
    CHECK(devices[1].sources == Names{"sweep"});
    CHECK_FALSE(network.credentials);
    CHECK(network.asked == Names{"https://10.0.0.1", "https://10.0.0.2", "http://10.0.0.2",
                                 "https://10.0.0.3", "https://10.0.0.4", "https://10.0.0.5",
                                 "https://10.0.0.6", "http://10.0.0.6"});
    CHECK(time.now - start == std::chrono::milliseconds(500)); // six addresses, ten in a second
    options.ports = {8443};
    network.asked.clear();
    sweep({"fd00::1"}, options, {});
    CHECK(network.asked == Names{"https://[fd00::1]:8443", "http://[fd00::1]:8443"});
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_THROWS_AS(sweep({"10.0.0.1"}, options, stopped.get_token()), Error);
}

TEST_CASE("whatever a device calls itself, its name is one of the inventory") {
    for (const char* model : {"-x", ".hidden", "P3265 V/2", ""}) {
        const FoundDevice device{
            .serial = "B8A44F000001", .model = model, .addresses = {"10.0.0.1"}};
        INFO(device.name());
        CHECK_NOTHROW(check_name(device.name(), "device"));
    }
    CHECK_NOTHROW(check_name(FoundDevice{.addresses = {"fd00::1"}}.name(), "device"));
}
