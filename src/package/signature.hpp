#pragma once
// What stands behind the archive of a package. Axis adds a signature there and does not publish its
// form: what surely is none can be told, and no more.

#include <cstddef>
#include <string>
#include <string_view>

namespace acapctl {

constexpr std::size_t most_of_signature = 1U << 20U; // bytes, certificates included

// Why `bytes` are no signature: "zeros", "plain text", "another archive"; empty: they may be one.
std::string why_no_signature(std::string_view bytes);

} // namespace acapctl
