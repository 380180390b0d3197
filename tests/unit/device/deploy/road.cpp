#include "device/deploy/road.hpp"

#include "catch.hpp"

using namespace acapctl::device;

TEST_CASE("an application is known as a way to its device by its name") {
    CHECK(road_of("Tailscale_VPN", "")->what == "a Tailscale client");
    CHECK(road_of("tailscale_vpn", ""));
    CHECK(road_of("ZeroTier_VPN", ""));
    CHECK_FALSE(road_of("hello", "100.64.0.1"));
    CHECK_FALSE(road_of("", ""));
}

TEST_CASE("an address that the application gives is told by its network or domain") {
    const auto gives = [](const char* host) { return road_of("Tailscale_VPN", host)->addressed; };
    for (const char* host : {"100.64.0.0", "100.127.255.255", "fd7a:115c:a1e0::1",
                             "FD7A:115C:A1E0:ab12::53", "cam.tail1234.ts.net", "CAM.x.TS.NET"})
        CHECK(gives(host));
    for (const char* host : {"100.63.255.255", "100.128.0.0", "fd7a:115c:a1e1::1", "192.168.0.90",
                             "ts.net", "notts.net", "cam.ts.net.example.com", "100.64", "", "::"})
        CHECK_FALSE(gives(host));
    CHECK_FALSE(
        road_of("ZeroTier_VPN", "100.64.0.1")->addressed); // its networks are anybody's choice
}
