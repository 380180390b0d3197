#pragma once
// What is said between the device's web server and an application over a connection.

#include "support/descriptor.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::emulator {

class Upstream {
  public:
    // Reading and writing ends early when `gone` says so, if it is there, or
    // after a minute without a byte.
    Upstream(Descriptor descriptor, std::function<bool()> gone);

    // False if the application reads no more.
    bool write(std::string_view bytes);
    // What has come, at most 64 KiB; empty at the end; nothing if there will be no more.
    std::optional<std::string> read();

  private:
    bool wait(short events) const;

    Descriptor descriptor_;
    std::function<bool()> gone_;
};

} // namespace acapctl::emulator
