#pragma once
// Files: bounded reads, writes that are whole or not at all, and temporary directories.

#include "support/leftovers.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace acapctl {

// Its name as it may stand in a message.
std::string visible_path(const std::filesystem::path& path);

// The whole file. Throws invalid_input naming the path if it is missing, unreadable or larger
// than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::uint64_t limit = 64U << 20U);

enum class Durability {
    ordinary, // a power loss may cost it: caches, and what can be made again
    flushed   // on the disk when commit() returns: what a user would miss
};

// A file that appears under its name only when complete: written beside it under a temporary name,
// renamed by commit(), removed if commit() is never called. What a killed process leaves of one is
// removed by the next that writes into the directory.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path path, mode_t mode = 0644,
                        Durability durability = Durability::ordinary);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    // For libraries that write by themselves.
    int descriptor() const { return temporary_.descriptor.get(); }
    const std::filesystem::path& temporary() const { return temporary_.path; }
    void commit();

  private:
    std::filesystem::path path_;
    Durability durability_;
    Temporary temporary_{};
};

void write_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode = 0644,
                Durability durability = Durability::ordinary);

// So that the names in a directory survive a power loss, as far as its file system can.
void flush_directory(const std::filesystem::path& path);

// A directory of our own, removed with everything in it at the end of the scope; that of a killed
// process by the next one that makes such a directory.
class TempDir {
  public:
    TempDir(); // below $TMPDIR, else /tmp
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::filesystem::path& path() const { return made_.path; }

  private:
    Temporary made_{};
};

// Directories by the XDG base directory specification, created by nobody.
std::filesystem::path config_directory(); // $XDG_CONFIG_HOME/acapctl
std::filesystem::path cache_directory();  // $XDG_CACHE_HOME/acapctl
std::filesystem::path state_directory();  // $XDG_STATE_HOME/acapctl

// The directory of the running program, to find what is installed beside it.
std::filesystem::path program_directory();

} // namespace acapctl
