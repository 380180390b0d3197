#pragma once
// DIR/build/.acapctl, where build trees, records, logs and symbols of a project live. A clone may
// bring one of its own: nothing in it is followed, and only what this user sealed here is believed.

#include "support/beneath.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::builder {

// Its name. What is there is reached by a Workspace alone.
std::filesystem::path own_directory(const std::filesystem::path& project);

class Workspace {
  public:
    // Nothing if the project was never built, or build or build/.acapctl is a link.
    static std::optional<Workspace> find(const std::filesystem::path& project);
    // Made if it is not there, with what keeps it out of version control and backups. Throws
    // invalid_input if build or build/.acapctl is a link.
    static Workspace make(const std::filesystem::path& project);
    // Throws what make() would throw, and makes nothing.
    static void check(const std::filesystem::path& project);

    const Beneath& files() const { return files_; }
    // One of its directories, made if it is not there. A link in its place is removed.
    Beneath directory(const std::string& name) const;
    std::filesystem::path path(const std::string& name) const { return files_.path() / name; }
    // What FileLock takes for the plan of that key.
    std::filesystem::path lock(const std::string& key) const;

    // A file of state: nothing if there is none, or this user did not write it here.
    std::optional<std::string> read(const std::string& name) const;
    void write(const std::string& name, std::string_view text) const;

  private:
    explicit Workspace(Beneath files) : files_(std::move(files)) {}
    // A file that is always the same.
    void put(const char* name, std::string_view text) const;

    Beneath files_;
};

} // namespace acapctl::builder
