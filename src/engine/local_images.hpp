#pragma once
// What a container engine has and fetches, by its own command.

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::engine {

struct LocalImage {
    std::string name;     // repository:tag
    std::string digest{}; // the registry's, or podman's own of an image built here; may be empty
    std::string id{};
};

struct LocalImages {
    std::string engine; // docker or podman
    std::vector<LocalImage> images{};

    const LocalImage* find(std::string_view name) const;
};

// What the engine lists, in one call; `engine` empty: docker, then podman. Nothing if none answers.
std::optional<LocalImages> local_images(const std::string& engine, std::stop_token stop);

// The name of an image as docker has it, without docker.io/ and docker.io/library/.
std::string_view without_default_registry(std::string_view name);

// The name by which the engine fetches an image: podman knows no default registry unless its own
// configuration names one, docker has docker.io.
std::string qualified_name(std::string_view engine, std::string_view name);

// Fetches an image; `progress` gets the engine's own lines. Throws engine_unavailable.
void pull_image(const std::string& engine, const std::string& name, const std::string& platform,
                const std::function<void(std::string_view)>& progress, std::stop_token stop);

// The output of `image ls` in the format that local_images() asks for.
std::vector<LocalImage> parse_image_list(std::string_view output);

} // namespace acapctl::engine
