#pragma once
// Which object file of a project's build brought a symbol into its program: by the object files,
// static archives and linker maps that the build left, and by the program before it was stripped.

#include "lint/linker_map.hpp"
#include "lint/subject.hpp"
#include "package/object_symbols.hpp"

#include <cstdint>
#include <filesystem>
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

    // "brought in by src/main.o and lib/libfoo.a(json.o)", safe to print; empty: nothing tells.
    std::string bringing(const std::vector<std::string>& functions) const;

  private:
    struct Object {
        std::string file{};
        ObjectSymbols symbols{};
    };
    void read() const;
    void read_directory(const Inside& root, const std::filesystem::path& below, int depth) const;
    void read_file(const Inside& root, const std::filesystem::path& path, std::uint64_t size) const;
    bool is_linked(const Object& object) const;
    std::set<std::string> users_of(const std::string& function) const;

    std::filesystem::path project_; // empty: there is none
    std::vector<std::filesystem::path> unstripped_;
    mutable bool read_ = false;
    mutable std::size_t files_ = 0;   // looked at
    mutable std::uint64_t bytes_ = 0; // read
    mutable std::vector<Object> objects_{};
    mutable LinkerMap map_{};                    // all of them together
    mutable std::set<std::string> in_program_{}; // names that it defines
    mutable std::set<std::string> sources_{};    // that it was compiled of
};

} // namespace acapctl::lint
