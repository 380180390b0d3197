#pragma once
// What tells a file that this user wrote here from one that came with a clone: a seal over its
// place and its text, made with a key that only this user has.

#include "acapctl/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::builder {

// HMAC-SHA256 in lower-case hex. The key is $ACAPCTL_BUILD_KEY, else a random one in the state
// home, made at the first use. Where none can be kept, what is sealed is known to this process
// alone. Throws a usage error for a key that could be guessed.
std::string seal(const std::filesystem::path& file, std::string_view text);
// Why the key is this process' alone, and what to do about it; nothing: it is kept.
const std::optional<Failure>& key_trouble();

// The text under its seal, and back; nothing if it was sealed elsewhere, by somebody else, or
// changed since.
std::string sealed(const std::filesystem::path& file, std::string_view text);
std::optional<std::string> unsealed(const std::filesystem::path& file, std::string_view content);

} // namespace acapctl::builder
