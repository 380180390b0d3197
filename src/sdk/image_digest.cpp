#include "sdk/image_digest.hpp"

#include "engine/local_images.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::sdk {

namespace {

// "axisecp/acap-native-sdk" and "12.11.0-aarch64-ubuntu24.04" of the name of an image.
struct NameParts {
    std::string_view repository{};
    std::string_view tag{};
};

NameParts parts_of(std::string_view name) {
    name = engine::without_default_registry(name.substr(0, name.find('@')));
    const auto colon = name.rfind(':');
    // The colon of a registry's port comes before a slash.
    if (colon == std::string_view::npos || name.find('/', colon) != std::string_view::npos)
        return {name, {}};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

std::vector<std::string> digests_in(std::string_view repository, const engine::ImageFacts& facts) {
    std::vector<std::string> digests;
    for (const std::string& known : facts.registry_names) // repository@sha256:...
        if (const auto at = known.find('@');
            at != std::string::npos && parts_of(known).repository == repository)
            digests.push_back(known.substr(at + 1));
    return digests;
}

std::string released_as(std::string_view tag, const Catalog& catalog) {
    for (const Image& image : catalog.images())
        for (const auto& [architecture, digest] : image.digests)
            if (parts_of(catalog.image_name(image, architecture)).tag == tag) return digest;
    return {};
}

} // namespace

std::string registry_digest(std::string_view name, const engine::ImageFacts& facts) {
    const auto digests = digests_in(parts_of(name).repository, facts);
    return digests.empty() ? "" : digests.front();
}

std::optional<OtherImage> other_than_released(std::string_view name,
                                              const engine::ImageFacts& facts,
                                              const Catalog& catalog) {
    const auto digests = digests_in(Catalog::built_in().repository(), facts);
    const std::string released = released_as(parts_of(name).tag, catalog);
    // Of a tag for several platforms podman knows the list's digest and the image's own.
    if (digests.empty() || released.empty() || text::contains(digests, released))
        return std::nullopt;
    return OtherImage{.digest = digests.front(), .released = released};
}

} // namespace acapctl::sdk
