#pragma once
// Packages in memory, where a path is wanted.

#include <filesystem>
#include <string>
#include <string_view>

namespace acapctl::fuzz {

// A file that exists in memory only.
class MemoryFile {
  public:
    // `name` is what a path to it ends with; empty: a number.
    explicit MemoryFile(const std::string& name = {});
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    // Its path, after its content became `bytes`.
    const std::filesystem::path& holding(std::string_view bytes);

  private:
    int descriptor_ = -1;
    std::filesystem::path path_;
    std::filesystem::path link_;
};

// A directory of our own in memory, where the system has such a place.
std::filesystem::path make_directory();

// The tar archive with the checksum of every header made right, as one gzip member. A mutation
// would else hardly ever come past the two checksums.
std::string package_of(std::string_view tar);

} // namespace acapctl::fuzz
