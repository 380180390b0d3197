#pragma once
// Digests by which a registry knows images. An image that was imported or built here has none, and
// a mirror's may differ from the one it mirrors.

#include "engine/container.hpp"
#include "sdk/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::sdk {

// The digest in the repository that `name` names; empty if the registry has told none.
std::string registry_digest(std::string_view name, const engine::ImageFacts& facts);

// An image from Axis' own repository that is not the one that was released.
struct OtherImage {
    std::string digest{};   // what it is
    std::string released{}; // what the catalog knows the release of that tag as
};
// Nothing if it is the released one, if the catalog knows no digest of it, or if the engine has it
// from elsewhere.
std::optional<OtherImage>
other_than_released(std::string_view name, const engine::ImageFacts& facts, const Catalog& catalog);

} // namespace acapctl::sdk
