#pragma once
// What the error numbers of the application CGIs mean, from data/vapix-errors.json.

#include "acapctl/error.hpp"

#include <string>
#include <string_view>

namespace acapctl::device {

// The failure for error `number` of a CGI ("upload", "control", ...) while `doing` something
// ("starting 'hello'"). `said` is the device's own message, if any. Exit 6.
Failure vapix_failure(std::string_view cgi, int number, std::string_view doing,
                      std::string_view said = {});

} // namespace acapctl::device
