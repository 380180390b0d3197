#pragma once
// Opening a file to read it, where its name or what lies there is somebody else's choice.

#include "support/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace acapctl {

// A regular file. Throws invalid_input that names it if it is missing or something else: a FIFO
// would be waited for without end, and a device never ends. One that this process has open already
// (/dev/stdin, /dev/fd/N, /proc/self/fd/N) may be a pipe: `acapctl lint <(make-manifest)`.
Descriptor open_to_read(const std::filesystem::path& path);

// Everything up to the end. Throws invalid_input if that is more than `limit` bytes.
std::string read_to_end(const Descriptor& file, const std::filesystem::path& name,
                        std::uint64_t limit);

} // namespace acapctl
