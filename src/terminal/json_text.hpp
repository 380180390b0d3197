#pragma once
// JSON as it may stand on a terminal.

#include <string>
#include <string_view>

namespace acapctl {

// JSON text that means the same, in which nothing is hidden or obeyed: JSON itself escapes control
// characters below U+0020 alone, this all that is unseen (support/unicode.hpp), as \uNNNN. Its
// layout stays.
std::string visible_json(std::string_view json);

} // namespace acapctl
