#pragma once
// HTTP and HTTPS by libmicrohttpd, on 127.0.0.1 alone. The only file that knows the library.

#include "emulator/certificate.hpp"
#include "emulator/http.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace acapctl::emulator {

// A bound port, not listening yet, so that all ports are known to be free before any device
// answers.
class Port {
  public:
    explicit Port(std::uint16_t number); // 0: any free one. Throws if it is in use.
    ~Port();
    Port(Port&& other) noexcept;
    Port& operator=(Port&&) = delete;

    std::uint16_t number() const { return number_; }
    int release(); // the descriptor; its new owner closes it

  private:
    int descriptor_ = -1;
    std::uint16_t number_ = 0;
};

class HttpServer {
  public:
    // Every connection has a thread of its own, so `begin` and what it returns may block.
    HttpServer(Port port, std::optional<Certificate> certificate, Begin begin);
    ~HttpServer(); // ends connections, waits for requests in progress
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace acapctl::emulator
