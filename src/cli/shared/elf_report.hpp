#pragma once
// ELF facts of a package as JSON and as a table, for the verbs that show them.

#include "package/elf_scan.hpp"
#include "terminal/terminal.hpp"

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// [{"path","machine","needed","versions",...}]
nlohmann::json elf_json(const PackageScan& scan);
// Nothing if the package has no ELF file.
void print_elf(const PackageScan& scan, Terminal& terminal);

} // namespace acapctl::cli
