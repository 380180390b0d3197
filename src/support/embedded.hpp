#pragma once
// A directory of data files compiled into the program (acapctl_embed_tree in cmake/embed.cmake).

#include <span>
#include <string_view>

namespace acapctl::data {

struct EmbeddedFile {
    std::string_view path; // relative to the directory, with '/'
    std::string_view text;
};

} // namespace acapctl::data
