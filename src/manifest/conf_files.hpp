#pragma once
// param.conf and cgi.conf, which older AXIS OS reads instead of the manifest.

#include <optional>
#include <string>

namespace acapctl {

struct Manifest;

// Always part of a package; empty without parameters.
std::string write_param_conf(const Manifest& manifest);

// Only with a non-empty httpConfig. One of directories alone gives an empty file, as in the SDK.
std::optional<std::string> write_cgi_conf(const Manifest& manifest);

} // namespace acapctl
