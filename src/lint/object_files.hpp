#pragma once
// Which object file of a project's build brought a symbol into its program: by the object files,
// static archives and linker maps that the build left, and by the program before it was stripped.

#include "lint/linker_map.hpp"
#include "lint/subject.hpp"
#include "package/object_symbols.hpp"

#include <cstdint>
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

    // "brought in by src/main.o and lib/libfoo.a(json.o)", safe to print; empty: nothing tells.
    std::string bringing(const std::vector<std::string>& functions) const;

  private:
    struct Object {
        std::string file{};
        ObjectSymbols symbols{};
    };
    // What was found, before it is joined.
    struct Found {
        std::vector<Object> objects{};
        LinkerMap map{};                    // all of them together
        std::set<std::string> in_program{}; // names that it defines
        bool is_linked(const Object& object) const;
    };
    void read() const;
    void read_directory(const Inside& root, const std::filesystem::path& below, int depth,
                        Found& found) const;
    void read_file(const Inside& root, const std::filesystem::path& path, std::uint64_t size,
                   Found& found) const;
    void read_program(const Inside& root, Found& found) const;

    std::filesystem::path project_; // empty: there is none
    std::vector<std::filesystem::path> unstripped_;
    mutable bool read_ = false;
    mutable std::size_t files_ = 0;                                             // looked at
    mutable std::uint64_t bytes_ = 0;                                           // read
    mutable std::map<std::string, std::set<std::string>, std::less<>> users_{}; // by function
    mutable std::set<std::string> sources_{}; // that the program was compiled of
};

} // namespace acapctl::lint
