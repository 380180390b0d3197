#pragma once
// Files that decide whom we trust: read only if nobody else can have written them, changed by one
// process at a time.

#include "support/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl {

enum class Privacy {
    ours,  // others may read it, but only we (or root) may write it
    login, // the same for a netrc, which belongs to other tools too: that others read it is told
    secret // nobody else may read it either
};

// Whether a mode that is given to a file beside this one is kept. FAT keeps none, and neither do
// Windows' disks in WSL unless they are mounted with "metadata".
bool keeps_modes(const std::filesystem::path& file);

// The whole file, or nothing if there is none. Throws invalid_input if it is no regular file, or
// not as private as that, with the command that mends it. Where no command can, because the file
// system keeps no modes, that is told instead.
std::optional<std::string>
read_private_file(const std::filesystem::path& path, Privacy privacy,
                  std::uint64_t limit = 4U << 20U,
                  bool (*modes_kept)(const std::filesystem::path&) = keeps_modes);

// Who is told, once for each thing to tell; until this is called, nobody.
void on_private_file_warning(std::function<void(const std::string& text)> tell);

// Makes a directory and those above it, for our eyes only. An existing one is left as it is.
void make_private_directory(const std::filesystem::path& path);

// Held while a file is read, changed and replaced; other processes (and threads) wait. The lock is
// a file beside it, because the file itself is replaced; it holds the id of the process.
class FileLock {
  public:
    // For work of an instant: throws invalid_input if somebody else holds it for ten seconds.
    explicit FileLock(const std::filesystem::path& path);
    // For work that may take long: waits for its end, or for a stop, which throws `interrupted`.
    // After a second `tell` is called, once, with what is waited for.
    FileLock(const std::filesystem::path& path, const std::function<void(std::string_view)>& tell,
             const std::stop_token& stop);
    // Whether somebody holds it now. Who only asks disturbs nobody else who asks.
    static bool is_held(const std::filesystem::path& path);
    // At once: nothing if somebody else holds it.
    static std::unique_ptr<FileLock> if_free(const std::filesystem::path& path);
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    // A program that inherits it holds the lock too.
    int descriptor() const { return descriptor_.get(); }

  private:
    struct Opened {}; // not yet locked
    FileLock(const std::filesystem::path& path, Opened);
    bool take_within(long milliseconds, const std::stop_token& stop);
    std::string holder() const; // "process 1234", or "what process 1234 started"

    std::filesystem::path file_;
    Descriptor descriptor_{};
};

} // namespace acapctl
