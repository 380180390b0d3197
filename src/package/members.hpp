#pragma once
// Which files of a project go into a package, in which order, and as what: the choices that GNU tar
// makes from its operands with --sort=name, --exclude='*~' and --exclude-vcs.

#include "package/tar_writer.hpp"

#include <filesystem>
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
    std::filesystem::path path{};         // of a file on disk
    std::optional<std::string> content{}; // of a generated file
};

// Left out by --exclude='*~' and --exclude-vcs.
bool is_excluded(std::string_view name);

// Directories with all that is below them, bytewise sorted. A second name of the same file is a
// hard link. Throws invalid_input for a missing operand, and for a device or FIFO. A socket is left
// out, as by tar, with a warning.
std::vector<SourceMember> collect_members(const std::filesystem::path& project,
                                          const std::vector<Operand>& operands,
                                          std::vector<std::string>& warnings);

void write_members(const std::vector<SourceMember>& members, TarWriter& tar);

} // namespace acapctl
