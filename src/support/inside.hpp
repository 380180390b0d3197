#pragma once
// A directory whose content somebody else has arranged, such as a cloned project. It is read as any
// program would read it, through links too, but nothing outside it is: a link that leads out is an
// error, also one that is put there while we look.

#include "support/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace acapctl {

class Inside {
  public:
    // Links on the way to the directory itself are followed: the user named it. Throws
    // invalid_input if there is none.
    explicit Inside(std::filesystem::path directory);

    const std::filesystem::path& path() const { return path_; }

    // All that follow take a path below the directory, and throw invalid_input, code "leads-out",
    // where it leads out of it. A link with an absolute target does, wherever that may be.

    // What has that name, of a link the link itself; nothing if there is nothing.
    std::optional<struct stat> status(const std::filesystem::path& below) const;
    // The same of what a link leads to.
    std::optional<struct stat> status_behind_links(const std::filesystem::path& below) const;
    std::string link_target(const std::filesystem::path& below) const;
    // What a directory holds, bytewise sorted.
    std::vector<std::string> names_in(const std::filesystem::path& below) const;
    // A regular file. Throws invalid_input for everything else, and does not wait for a FIFO.
    Descriptor open(const std::filesystem::path& below) const;
    // All of it; more than `limit` bytes are invalid_input.
    std::string read(const std::filesystem::path& below, std::uint64_t limit = 64U << 20U) const;

  private:
    struct Place {
        Descriptor directory{}; // none: something on the way is missing, errno says why
        std::string name{};
    };
    Place place(const std::filesystem::path& below, bool follow) const;
    std::optional<struct stat> status_at(const Place& where) const;
    [[noreturn]] void throw_leads_out(const std::filesystem::path& below) const;
    [[noreturn]] void throw_unreadable(const std::filesystem::path& below, int error) const;

    Descriptor directory_;
    std::filesystem::path path_;
};

} // namespace acapctl
