#include "device/session/trust_store.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "device/http/certificate.hpp"
#include "support/files.hpp"

#include <map>
#include <random>
#include <sys/stat.h>
#include <thread>

using namespace acapctl;
using namespace acapctl::device;

namespace {

std::string print_of(const char* pair) {
    std::string result = pair;
    for (int i = 0; i < 31; ++i) result += std::string(":") + pair;
    return result;
}

Target at(const char* host, std::uint16_t port) {
    return {.host = host, .tls = true, .port = port};
}

} // namespace

TEST_CASE("fingerprints are read as people paste them") {
    const std::string expected = print_of("AB");
    std::string bare;
    for (int i = 0; i < 32; ++i) bare += "ab";
    for (const std::string& text : {expected, bare, "SHA256:" + bare, "sha256:" + expected,
                                    "sha256 Fingerprint=" + expected, "  " + bare + "\n"})
        CHECK(parse_fingerprint(text) == expected);
    for (const std::string& text :
         {std::string(), bare.substr(2), bare + "ab", "x" + bare.substr(1), "SHA1:" + bare})
        CHECK_FALSE(parse_fingerprint(text));
}

TEST_CASE("one certificate is trusted for each host and port") {
    const TempDir directory;
    const auto file = directory.path() / "config" / "known_devices";
    const TrustStore store(file);
    CHECK_FALSE(store.find(at("cam", 443)));
    CHECK_FALSE(store.remove(at("cam", 443)));
    store.trust(at("Cam", 443), print_of("AA"));
    store.trust(at("cam", 444), print_of("BB"));
    store.trust(at("fe80::1", 443), print_of("CC"));
    store.trust(at("cam", 443), print_of("DD"));
    CHECK(store.find(at("CAM", 443)) == print_of("DD"));
    CHECK(store.find(at("cam", 444)) == print_of("BB"));
    CHECK(store.find(at("fe80::1", 443)) == print_of("CC"));
    CHECK(store.trust_first(at("cam", 443), print_of("EE")) == print_of("DD"));
    CHECK(store.find(at("CAM", 443)) == print_of("DD"));
    CHECK(store.all().size() == 3);
    CHECK(store.remove(at("cam", 443)));
    CHECK_FALSE(store.find(at("cam", 443)));
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a line that cannot be understood is told, not skipped") {
    const std::string good = "cam:443 SHA256:" + print_of("AA");
    CHECK(
        parse_pins("# comment\n\n" + good + "\r\n" + good.substr(0, 6) + "4" + good.substr(7), "f")
            .size() == 2);
    for (const std::string& text :
         {std::string("cam:443"), std::string("cam:443 SHA256:AA"), good + " date more",
          good + "\n" + good, std::string("\xff"), "\x1b[2J" + good, good + "\r\r\n"}) {
        INFO(text);
        CHECK_THROWS_AS(parse_pins(text, "f"), Error);
    }
}

TEST_CASE("a store that others can write is refused") {
    const TempDir directory;
    const auto file = directory.path() / "known_devices";
    write_file(file, "cam:443 SHA256:" + print_of("AA") + "\n", 0666);
    CHECK_THROWS_AS(TrustStore(file).all(), Error);
    CHECK_THROWS_AS(TrustStore(file).trust(at("cam", 443), print_of("BB")), Error);
}

TEST_CASE("changes at the same time are not lost") {
    const TempDir directory;
    const TrustStore store(directory.path() / "known_devices");
    std::vector<std::jthread> threads;
    for (std::uint16_t port = 1; port <= 20; ++port)
        threads.emplace_back([&store, port] { store.trust(at("cam", port), print_of("AA")); });
    threads.clear();
    CHECK(store.all().size() == 20);
}

TEST_CASE("any row of changes leaves what it should") {
    const TempDir directory;
    const TrustStore store(directory.path() / "known_devices");
    std::mt19937 random(10); // NOLINT: the same row each time
    std::map<std::string, std::string> expected;
    for (int step = 0; step < 200; ++step) {
        const Target target = at(random() % 2 == 0 ? "cam" : "fe80::1", 440 + random() % 5);
        INFO(step << " " << place_of(target));
        if (random() % 3 == 0) {
            REQUIRE(store.remove(target) == (expected.erase(place_of(target)) > 0));
        } else {
            expected[place_of(target)] = print_of(random() % 2 == 0 ? "0A" : "FF");
            store.trust(target, expected[place_of(target)]);
        }
        const std::vector<Pin> pins = store.all();
        REQUIRE(pins.size() == expected.size());
        for (const Pin& pin : pins) REQUIRE(expected.at(pin.place) == pin.fingerprint);
    }
}
