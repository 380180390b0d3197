#pragma once
// Names of images, which come from Dockerfiles and the environment and become arguments of docker
// and podman.

#include <string>
#include <string_view>

namespace acapctl::engine {

// [REGISTRY[:PORT]/]NAME[:TAG][@DIGEST] as the engines have it. So it never begins with '-', and
// holds no space and no control character.
bool is_image_name(std::string_view text);
// The part in front of the tag.
bool is_repository(std::string_view text);
bool is_tag(std::string_view text);

// ACAPCTL_SDK_REPOSITORY; empty: not set. Throws a usage error if it is no repository.
std::string repository_of_user();

} // namespace acapctl::engine
