#pragma once
// Tells when something below a directory changes (inotify).

#include "support/descriptor.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string_view>

namespace acapctl {

class SourceWatch {
  public:
    using IsSource = std::function<bool(std::string_view name)>;
    // Looks at the directory and those below it from now on, but not at `build`, `node_modules` and
    // those whose name begins with a dot. Throws invalid_input if it is not there, or if the kernel
    // watches no more directories for this user.
    // Files and directories for whose name `is_source` is false do not count.
    SourceWatch(const std::filesystem::path& directory, IsSource is_source);

    // The first directory that is not looked at although it should be, because it lies more than 20
    // deep or beside 5000 others; empty: there is none.
    const std::filesystem::path& left_out() const { return left_out_; }

    // Waits until files were written, moved or removed since the construction or the last call, and
    // then were left alone for a moment. False if a stop came first. Hidden files and copies that
    // editors make (NAME~) do not count.
    bool wait(const std::stop_token& stop);

  private:
    bool is_watched(std::string_view name) const;
    void add(const std::filesystem::path& directory, int depth);
    bool read_changes();

    IsSource is_source_;
    Descriptor notices_;
    std::map<int, std::filesystem::path> watched_{};
    std::filesystem::path left_out_{};
};

} // namespace acapctl
