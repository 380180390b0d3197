#pragma once
// A part of a deflate stream (RFC 1951) that is made without looking at the parts before it.

#include <string>
#include <string_view>

namespace acapctl {

// Raw deflate bytes that unpack to `input`. Unless it is the last part, another one may follow
// directly: no block is marked as final, and the end is that of a byte.
std::string deflate_piece(std::string_view input, bool last);

} // namespace acapctl
