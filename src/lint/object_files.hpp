#pragma once
// Which object file of a project's build brought a symbol into its program: what a linker map would
// say, from the object files that the build left.

#include "lint/subject.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace acapctl {
class Inside;
}

namespace acapctl::lint {

class ObjectFiles {
  public:
    // Of the project, or of the one that a package lies in. Nothing is read until it is asked for.
    explicit ObjectFiles(const Subject& subject);

    // "brought in by src/main.o and lib/foo.o", safe to print; empty: no object file tells.
    std::string bringing(const std::vector<std::string>& functions) const;

  private:
    void read() const;
    void read_directory(const Inside& root, const std::filesystem::path& below, int depth) const;

    std::filesystem::path project_; // empty: there is none
    mutable bool read_ = false;
    mutable std::size_t files_ = 0;                                           // looked at
    mutable std::uint64_t bytes_ = 0;                                         // read
    mutable std::map<std::string, std::set<std::string>, std::less<>> users_; // by function
};

} // namespace acapctl::lint
