#pragma once
// Files: bounded reads, writes that are whole or not at all, and temporary directories.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace acapctl {

// The whole file. Throws invalid_input naming the path if it is missing, unreadable or larger
// than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::uint64_t limit = 64U << 20U);

// A file that appears under its name only when complete: written beside it under a temporary name,
// renamed by commit(), removed if commit() is never called.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path path, mode_t mode = 0644);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    int descriptor() const { return descriptor_; } // for libraries that write by themselves
    const std::filesystem::path& temporary() const { return temporary_; }
    void commit();

  private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
};

void write_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode = 0644);

// A directory of our own, removed with everything in it at the end of the scope.
class TempDir {
  public:
    TempDir(); // below $TMPDIR, else /tmp
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Directories by the XDG base directory specification, created by nobody.
std::filesystem::path config_directory(); // $XDG_CONFIG_HOME/acapctl
std::filesystem::path cache_directory();  // $XDG_CACHE_HOME/acapctl
std::filesystem::path state_directory();  // $XDG_STATE_HOME/acapctl

// The directory of the running program, to find what is installed beside it.
std::filesystem::path program_directory();

} // namespace acapctl
