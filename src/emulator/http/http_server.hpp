#pragma once
// HTTP and HTTPS by libmicrohttpd, on the loopback interface unless another address is given. The
// only file that knows the library.

#include "emulator/http/certificate.hpp"
#include "emulator/http/http.hpp"
#include "emulator/http/port.hpp"

#include <memory>
#include <optional>

namespace acapctl::emulator {

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
