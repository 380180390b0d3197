#pragma once
// The TCP ports of a device, on the loopback interface unless another address is given.

#include "support/descriptor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace acapctl::emulator {

// A port of our own, bound before any device answers, so that all are known to be free. It stays
// ours while nobody listens on it: connections are refused then. Only a program that shares ports
// (SO_REUSEADDR) can take it in that time, and listen() fails until it is gone.
class Port {
  public:
    // 0: any free one. Without an address those of the loopback interface, 127.0.0.0/8 and, where
    // there is IPv6, ::1. Throws if the port is in use, or the address is none of this machine.
    explicit Port(std::uint16_t number, const std::string& address = {});

    std::uint16_t number() const { return number_; }
    const std::string& host() const { return host_; } // of its URL
    // Descriptors that listen, one for each address; they stay ours. Throws
    std::vector<int> listen();
    // Connections are refused from now on.
    void rest();

  private:
    void take(const std::string& address);

    // One for each address, listening or not: a thousand devices have no descriptor to spare.
    std::vector<Descriptor> sockets_{};
    std::string host_{};
    std::uint16_t number_ = 0;
};

} // namespace acapctl::emulator
