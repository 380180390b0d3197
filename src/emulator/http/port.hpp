#pragma once
// The TCP ports of a device, on the loopback interface unless another address is given.

#include "support/descriptor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace acapctl::emulator {

// A port of our own, bound before any device answers, so that all are known to be free. It stays
// ours while nobody listens on it: connections are refused then.
class Port {
  public:
    // 0: any free one. Without an address those of the loopback interface, 127.0.0.0/8 and, where
    // there is IPv6, ::1. Throws if the port is in use, or the address is none of this machine.
    explicit Port(std::uint16_t number, const std::string& address = {});

    std::uint16_t number() const { return number_; }
    const std::string& host() const { return host_; } // of its URL
    // Descriptors that listen, one for each address; their new owner closes them. Throws
    std::vector<Descriptor> listen();

  private:
    struct Place {
        std::string address{};
        Descriptor anchor{};   // bound, never listening
        Descriptor listener{}; // the first one
    };
    void take(const std::string& address);

    std::vector<Place> places_{};
    std::string host_{};
    std::uint16_t number_ = 0;
};

} // namespace acapctl::emulator
