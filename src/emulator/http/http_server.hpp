#pragma once
// HTTP and HTTPS by libmicrohttpd, on 127.0.0.1 alone. The only file that knows the library.

#include "emulator/http/certificate.hpp"
#include "emulator/http/http.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace acapctl::emulator {

// A port of our own, bound before any device answers, so that all are known to be free. It stays
// ours while nobody listens on it: connections are refused then.
class Port {
  public:
    explicit Port(std::uint16_t number); // 0: any free one. Throws if it is in use.
    ~Port();
    Port(Port&& other) noexcept;
    Port& operator=(Port&&) = delete;

    std::uint16_t number() const { return number_; }
    int listen(); // a descriptor that listens; its new owner closes it. Throws

  private:
    int anchor_ = -1;   // bound, never listening
    int listener_ = -1; // the first one
    std::uint16_t number_ = 0;
};

class HttpServer {
  public:
    // Every connection has a thread of its own, so `begin` and what it returns may block.
    HttpServer(Port port, Begin begin);
    ~HttpServer(); // stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // HTTPS with a certificate, HTTP without.
    void start(const std::optional<Certificate>& certificate);
    // Ends connections and waits for requests in progress: never from one of them. Connections are
    // refused from then on. Does nothing if it is not started.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace acapctl::emulator
