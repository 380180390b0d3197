#include "device/http/proxy.hpp"

#include "catch.hpp"

#include <map>

using namespace acapctl::device;

namespace {

Lookup variables(std::map<std::string, std::string> all) {
    return [all = std::move(all)](const char* name) {
        const auto found = all.find(name);
        return found == all.end() ? std::nullopt : std::optional(found->second);
    };
}

std::string variable_for(const Target& target, std::map<std::string, std::string> all) {
    const auto proxy = proxy_for(target, variables(std::move(all)));
    return proxy ? proxy->variable : "";
}

const Target over_tls{.host = "cam.lan", .tls = true, .port = 443};
const Target plain{.host = "cam.lan", .tls = false, .port = 80};

} // namespace

TEST_CASE("each scheme has its variables, and HTTP_PROXY is nobody's") {
    CHECK(variable_for(over_tls, {}).empty());
    CHECK(variable_for(over_tls, {{"https_proxy", "p"}, {"HTTPS_PROXY", "q"}}) == "https_proxy");
    CHECK(variable_for(over_tls, {{"HTTPS_PROXY", "q"}, {"all_proxy", "r"}}) == "HTTPS_PROXY");
    CHECK(variable_for(over_tls, {{"http_proxy", "p"}, {"ALL_PROXY", "r"}}) == "ALL_PROXY");
    CHECK(variable_for(plain, {{"http_proxy", "p"}}) == "http_proxy");
    CHECK(variable_for(plain, {{"HTTP_PROXY", "p"}}).empty());
    CHECK(variable_for(plain, {{"HTTPS_PROXY", "p"}, {"all_proxy", "r"}}) == "all_proxy");
    CHECK(variable_for({.host = "127.0.0.1"}, {{"https_proxy", "p"}}).empty());
    CHECK(variable_for(over_tls, {{"https_proxy", "p"}, {"NO_PROXY", ".lan"}}).empty());
    // The first of the two counts, as for curl.
    CHECK(variable_for(over_tls, {{"https_proxy", "p"}, {"no_proxy", "x"}, {"NO_PROXY", "*"}}) ==
          "https_proxy");
}

TEST_CASE("NO_PROXY names hosts, domains, addresses and networks") {
    struct Row {
        const char* host;
        const char* list;
        bool left_out;
    };
    for (const Row& row : {Row{"cam", "cam", true},
                           Row{"CAM.lan", "a, cam.LAN", true},
                           Row{"cam.lan", "lan", true},
                           Row{"cam.lan", ".lan", true},
                           Row{"cam.lan.", "cam.lan", true},
                           Row{"webcam.lan", "cam.lan", false},
                           Row{"cam.lan", "cam", false},
                           Row{"cam.lan", "", false},
                           Row{"cam.lan", " , ", false},
                           Row{"cam.lan", "*", true},
                           Row{"192.168.0.90", "192.168.0.90", true},
                           Row{"192.168.0.90", "192.168.0.0/16", true},
                           Row{"192.168.0.90", "192.168.0.64/26", true},
                           Row{"192.168.0.90", "192.168.0.0/26", false},
                           Row{"192.168.0.90", "10.0.0.0/0", true},
                           Row{"192.168.0.90", "192.168.0.0/33", false},
                           Row{"192.168.0.90", "0.90", false},
                           Row{"192.168.0.90", "192.168.0.0/x", false},
                           Row{"192.168.0.90", "fe80::/10", false},
                           Row{"fe80::1%eth0", "fe80::/10", true},
                           Row{"::1", "[::1]", true},
                           Row{"2001:db8::9", "2001:db8::/32 x", true}}) {
        INFO(row.host << " in " << row.list);
        CHECK(is_left_out(row.host, row.list) == row.left_out);
    }
}

TEST_CASE("a proxy is told without what logs in to it") {
    CHECK(proxy_place("proxy:3128") == "http://proxy:3128");
    CHECK(proxy_place("http://anna:s3cret@proxy.lan:3128/x") == "http://proxy.lan:3128");
    CHECK(proxy_place("anna:s3/cr@et@proxy") == "http://proxy");
    CHECK(proxy_place("socks5h://a:b@[fe80::1]:1080") == "socks5h://[fe80::1]:1080");
    const auto proxy = proxy_for(over_tls, variables({{"https_proxy", "http://a:s3cret@p:1"}}));
    REQUIRE(proxy);
    CHECK(proxy->place == "http://p:1");
    CHECK(proxy->url.reveal() == "http://a:s3cret@p:1");
    CHECK(without_login("Unsupported syntax in 'http://a:s3cret@p:1', http://a:s3cret@p:1",
                        *proxy) == "Unsupported syntax in 'http://p:1', http://p:1");
    CHECK(without_login("refused", *proxy) == "refused");
}
