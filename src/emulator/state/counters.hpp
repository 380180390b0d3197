#pragma once
// What a device has been asked, so that a test can count it.

#include "emulator/http/http.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::emulator {

class Counters {
  public:
    // The exchange that does the same and is counted.
    Exchange count(const Request& request, Exchange exchange);
    void installed();

    void reset();
    nlohmann::ordered_json to_json() const;

  private:
    void received(std::size_t bytes);
    void sent(std::size_t bytes);
    void answered(const Reply& reply);

    std::uint64_t requests_ = 0;
    std::uint64_t challenges_ = 0;
    std::uint64_t installed_ = 0;
    std::uint64_t received_ = 0; // bytes of bodies
    std::uint64_t sent_ = 0;
    std::map<std::string, std::uint64_t> paths_{};
    mutable std::mutex mutex_{};
};

} // namespace acapctl::emulator
