#pragma once
// A directory whose content somebody else may have arranged: a cloned project, or a build tree that
// a container wrote to. What lies below it is reached name by name without following a link, so
// that no name and no link leads out of it.

#include "support/descriptor.hpp"
#include "support/files.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace acapctl {

class Beneath {
  public:
    // Links on the way to the directory are followed: its name came from the user. Throws
    // invalid_input if there is none.
    explicit Beneath(std::filesystem::path directory);

    const std::filesystem::path& path() const { return path_; }

    // All that follow take a path below the directory; one that is absolute, goes up or leads
    // through a link names nothing. find, make, write and copy then throw invalid_input, code
    // "link-in-the-way"; for the others nothing is there.

    // The directory of that name; nothing if there is none.
    std::optional<Beneath> find(const std::filesystem::path& below) const;
    // The same; what is missing of it is made.
    Beneath make(const std::filesystem::path& below) const;

    // What is there; nothing if nothing is. Of a link itself, not of what it names.
    std::optional<struct stat> status(const std::filesystem::path& below) const;
    // A file opened with these flags, and O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC; nothing if that
    // fails, with the reason in errno.
    Descriptor open(const std::filesystem::path& below, int flags, mode_t mode = 0) const;
    // The whole of a regular file; nothing if there is none. Throws invalid_input if it is larger
    // than `limit` bytes or cannot be read.
    std::optional<std::string> read(const std::filesystem::path& below,
                                    std::uint64_t limit = 64U << 20U) const;
    // Whole or not at all. Replaces a file or link of that name; the directory must be there.
    void write(const std::filesystem::path& below, std::string_view bytes, mode_t mode = 0644,
               Durability durability = Durability::ordinary) const;
    // What killed writers left in the directory itself, an hour ago or longer.
    void remove_unfinished() const;
    // The link or regular file of any place, as it is, with its mode; replaces what has its name.
    void copy(const std::filesystem::path& from, const std::filesystem::path& below) const;

    // One file, link or empty directory; false if there is none.
    bool remove(const std::filesystem::path& below) const;
    // A link itself, or a directory with everything in it. Whatever cannot be removed stays.
    void remove_all(const std::filesystem::path& below) const;

  private:
    Beneath(Descriptor directory, std::filesystem::path path);

    struct Place {
        Descriptor directory{}; // none: a directory on the way is missing, or a link
        std::string name{};
    };
    Place place(const std::filesystem::path& below) const;
    // The same for what must be there to be written to.
    Place place_for_writing(const std::filesystem::path& below) const;

    Descriptor directory_;
    std::filesystem::path path_;
};

// Opens a file below a directory to read it, following the links on the way as long as they stay
// inside (an absolute link never does). Nothing if it cannot be opened, with the reason in errno:
// EXDEV if it lies outside. What it is (a pipe, a device) is the caller's to ask.
Descriptor open_inside(const std::filesystem::path& directory, const std::filesystem::path& below);

} // namespace acapctl
