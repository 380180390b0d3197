#pragma once
// The manifest that is packed.

#include "manifest/document.hpp"
#include "support/inside.hpp"

namespace acapctl {

// `manifest` is relative to the project; one elsewhere is the user's own word. Throws invalid_input
// that says where one is, if there is none.
JsonDocument load_manifest(const Inside& project, const std::filesystem::path& manifest);

// What to do where package.conf stands in the place of a manifest, in a directory or its app;
// empty: it does not.
std::string hint_of_package_conf(const std::filesystem::path& directory);

} // namespace acapctl
