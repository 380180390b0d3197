#pragma once
// What a manifest says in `architecture`. It becomes part of paths, of images' names and of
// arguments, so it is one of a closed set from where it is read.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// aarch64, armv7hf and all: what packages are made for.
const std::vector<std::string>& package_architectures();
bool is_package_architecture(std::string_view name);

// What a Dockerfile or a script is to put the architecture in for: BUILDARCH, @ARCH@, ${ARCH},
// {{arch}}, <arch>, %ARCH% and the like. Nothing that could be part of a path.
bool is_placeholder(std::string_view value);

// What to write in the place of a name that is none of `known`.
std::string architecture_hint(std::string_view value, const std::vector<std::string>& known);

// The architecture that a manifest says: `value` itself, or nothing if that is empty or a
// placeholder. Throws as below for everything else.
std::string
architecture_of_manifest(std::string_view value, std::string_view place,
                         const std::vector<std::string>& known = package_architectures());

// invalid_input, code "unknown-architecture", with the place ("FILE:LINE:COLUMN"), the key and the
// known ones.
[[noreturn]] void throw_unknown_architecture(std::string_view value, std::string_view place,
                                             std::string_view key,
                                             const std::vector<std::string>& known);

} // namespace acapctl
