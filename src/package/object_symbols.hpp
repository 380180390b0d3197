#pragma once
// Which names the object files of a build define and take from elsewhere: those of an object file,
// of each member of a static archive, and of a program or library that is not stripped. No byte is
// trusted.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct ObjectSymbols {
    std::string member{};                 // of an archive; else empty
    std::vector<std::string> undefined{}; // global names that it takes from elsewhere
    std::vector<std::string> defined{};   // global names that others may take from it
    std::vector<std::string> sources{};   // of a program: files it was compiled of, "main.c"
};

// In the order of the archive. None if it is no such file, or has no symbol table.
std::vector<ObjectSymbols> object_symbols(std::string_view bytes);

} // namespace acapctl
