#pragma once
// What a map that GNU ld wrote tells of where a program's symbols come from.

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace acapctl::lint {

struct LinkerMap {
    // With --cref: the object files that name a symbol, less libraries; by the symbol, without its
    // version. ld leaves out symbols without a version that a library of the device defines.
    std::map<std::string, std::set<std::string>, std::less<>> users{};
    std::set<std::string> archives{}; // names of those that were looked into: "libfoo.a"
    std::set<std::string> members{};  // that were taken: "libfoo.a(json.o)"
};

// An empty one if the text is no such map.
LinkerMap parse_linker_map(std::string_view text);

} // namespace acapctl::lint
