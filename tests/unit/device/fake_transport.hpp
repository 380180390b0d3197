#pragma once
// A transport whose answers a test scripts, and which remembers what it was asked.

#include "device/http/transport.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace acapctl::device {

using Answer = std::variant<Reply, Fault>;

struct FakeDevice {
    std::function<Answer(const Request& request)> answer{};
    std::vector<std::string> requests{}; // "GET /path?query"
    std::vector<Scheme> logins{};
    std::vector<Credentials> credentials{}; // of the same
    std::vector<Target> targets{};          // as retargeted
    std::optional<Certificate> certificate{};
};

class FakeTransport : public Transport {
  public:
    explicit FakeTransport(FakeDevice& device) : device_(device) {}
    void authenticate(const Credentials& credentials) override {
        device_.logins.push_back(credentials.scheme);
        device_.credentials.push_back(credentials);
    }
    void retarget(const Target& target) override { device_.targets.push_back(target); }
    std::optional<Certificate> certificate() const override { return device_.certificate; }
    Answer send(const Request& request, const std::stop_token& stop) override {
        if (stop.stop_requested()) return Fault{.kind = FaultKind::interrupted};
        device_.requests.push_back(request.method + " " + request.path_and_query());
        return device_.answer(request);
    }

  private:
    FakeDevice& device_;
};

inline Reply ok(std::string body) {
    return Reply{.status = 200, .body = std::move(body)};
}

} // namespace acapctl::device
