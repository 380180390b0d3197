#pragma once
// The faults that strike a request, around what would answer it.

#include "emulator/http/http.hpp"
#include "emulator/state/accounts.hpp"

#include <functional>
#include <optional>

namespace acapctl::emulator {

class Device;

// For a request that may pass. `serve` makes the exchange without faults; it is not called when the
// request goes no further than its headers.
Exchange with_faults(Device& device, const Request& request,
                     const std::function<Exchange()>& serve);

// Nothing when the request's account has the role, else what answers it.
std::optional<Reply> refuse_login(Device& device, const Request& request, Role role,
                                  bool json = false);

} // namespace acapctl::emulator
