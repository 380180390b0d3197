#pragma once
// Files that decide whom we trust: read only if nobody else can have written them, changed by one
// process at a time.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace acapctl {

enum class Privacy {
    ours,  // others may read it, but only we (or root) may write it
    secret // nobody else may read it either
};

// The whole file, or nothing if there is none. Throws invalid_input if it is not as private as
// that, with the command that mends it.
std::optional<std::string> read_private_file(const std::filesystem::path& path, Privacy privacy,
                                             std::uint64_t limit = 4U << 20U);

// Whether somebody else may read the file.
bool others_may_read(const std::filesystem::path& path);

// Makes a directory and those above it, for our eyes only. An existing one is left as it is.
void make_private_directory(const std::filesystem::path& path);

// Held while a file is read, changed and replaced; other processes (and threads) wait. The lock is
// a file beside it, because the file itself is replaced.
class FileLock {
  public:
    explicit FileLock(const std::filesystem::path& path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    int descriptor_ = -1;
};

} // namespace acapctl
