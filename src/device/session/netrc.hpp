#pragma once
// Logins from a netrc file. Pure.

#include "support/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::device {

struct NetrcLogin {
    std::string user{};
    Secret password{};
};

// The first entry for `host` (and `user`, unless empty), else the default entry.
std::optional<NetrcLogin> find_in_netrc(std::string_view netrc, std::string_view host,
                                        std::string_view user);

} // namespace acapctl::device
