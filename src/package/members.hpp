#pragma once
// Which files of a project go into a package, in which order, and as what: the choices that GNU tar
// makes from its operands with --sort=name, --exclude='*~' and --exclude-vcs.

#include "package/tar_writer.hpp"
#include "support/inside.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl {

// One operand of the tar command: a path relative to the project, or a file made in memory.
struct Operand {
    std::string name;
    std::optional<std::string> content{}; // of a generated file
    unsigned mode = 0644;                 // of a generated file
};

struct SourceMember {
    TarEntry entry;
    std::string file{};                   // of a file on disk, relative to the project
    std::optional<std::string> content{}; // of a generated file
};

// Left out by --exclude='*~' and --exclude-vcs.
bool is_excluded(std::string_view name);

// Directories with all that is below them, bytewise sorted. A second name of the same file is a
// hard link. Throws invalid_input for a missing operand, for a device or FIFO, and for what lies
// behind a link that leads out of the project. A socket is left out, as by tar, with a warning.
// Links themselves are packed as they are, as by tar: where they point is the device's affair.
std::vector<SourceMember> collect_members(const Inside& project,
                                          const std::vector<Operand>& operands,
                                          std::vector<std::string>& warnings);

void write_members(const Inside& project, const std::vector<SourceMember>& members, TarWriter& tar);

} // namespace acapctl
