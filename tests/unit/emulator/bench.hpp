#pragma once
// A device whose requests come over HTTPS, by default with root's password; nothing runs on it but
// with a sandbox that lets it.

#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/files.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

class Bench {
  public:
    explicit Bench(const std::string& profile = "artpec8", Sandbox sandbox = {})
        : Bench(load_profile(profile, 0), std::move(sandbox)) {}
    Bench(Profile profile, Sandbox sandbox)
        : sandbox_(std::move(sandbox)), device_({.name = "device",
                                                 .profile = std::move(profile),
                                                 .state = directory_.path() / "device",
                                                 .password = Secret("pass")},
                                                sandbox_) {}

    // Who asks from now on, as "name:password"; empty: nobody.
    void login(const std::string& account) { login_ = account; }

    Reply ask(const std::string& method, const std::string& target, const std::string& body = {},
              const std::string& type = {}) {
        Request request{.method = method,
                        .target = target,
                        .path = target.substr(0, target.find('?')),
                        .headers = {{"Host", "localhost:1"}},
                        .client = "127.0.0.1",
                        .tls = true};
        if (!login_.empty()) request.headers["Authorization"] = authorization(request);
        if (!type.empty()) request.headers["Content-Type"] = type;
        if (target.find('?') != std::string::npos)
            request.fields = parse_fields(target.substr(target.find('?') + 1));
        const Exchange exchange = serve(device_, request);
        if (exchange.refusal) return *exchange.refusal;
        if (!body.empty()) exchange.receive(body);
        return exchange.finish();
    }
    std::string get(const std::string& target) { return ask("GET", target).body; }
    std::string post(const std::string& target, const std::string& body) {
        return ask("POST", target, body, "application/json").body;
    }
    nlohmann::json call(const std::string& target, const std::string& body) {
        return nlohmann::json::parse(post(target, body));
    }
    Device& device() { return device_; }
    // As its host does it when the answer to what began a reboot is out.
    void come_back() {
        device_.power_on();
        device_.finish_boot();
    }
    std::filesystem::path state() const { return directory_.path() / "device"; }

  private:
    std::string authorization(const Request& request) {
        if (device_.profile().login(true) == Login::basic) return "Basic " + base64(login_);
        const std::string offer = device_.access().challenge(true, false).headers.front().second;
        const std::string nonce = parse_digest(offer)["nonce"];
        const std::string realm = device_.accounts().realm();
        const std::size_t colon = login_.find(':');
        const std::string user = login_.substr(0, colon);
        const std::string ha1 = md5_hex(user + ":" + realm + ":" + login_.substr(colon + 1));
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce +
               "\", uri=\"" + request.target + "\", response=\"" +
               digest_response(ha1, request.method, request.target, nonce, "00000001", "c") +
               "\", nc=00000001, cnonce=\"c\", qop=auth";
    }

    std::string login_ = "root:pass";
    TempDir directory_;
    Sandbox sandbox_{};
    Device device_;
};

} // namespace acapctl::emulator
