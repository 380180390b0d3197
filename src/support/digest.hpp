#pragma once
// Hashes, by OpenSSL.

#include <filesystem>
#include <string>
#include <string_view>

namespace acapctl {

std::string sha256(std::string_view bytes); // lower-case hex
std::string sha256_of_file(const std::filesystem::path& path);

} // namespace acapctl
