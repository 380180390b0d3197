#pragma once
// Transport by libcurl: one easy handle for a whole session, because the handle keeps the
// connection and the digest nonce, so that a settled challenge lets an upload be sent once.

#include "device/http/transport.hpp"

#include <memory>

namespace acapctl::device {

class CurlTransport : public Transport {
  public:
    explicit CurlTransport(const Target& target);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    void authenticate(const Credentials& credentials) override;
    std::variant<Reply, Fault> send(const Request& request, const std::stop_token& stop) override;
    void retarget(const Target& target) override;
    std::optional<Certificate> certificate() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace acapctl::device
