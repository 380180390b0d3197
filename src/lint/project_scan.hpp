#pragma once
// A project as the package it would become.

#include "package/elf_scan.hpp"
#include "sdk/catalog.hpp"
#include "sdk/compatibility.hpp"

#include <filesystem>

namespace acapctl::lint {

struct Makefile;
struct Subject;

// The files of a subject as a scan has them; who provides which library is not resolved.
PackageScan scan_of(const Subject& subject);

// From its manifest and what is compiled in it so far. A project that is neither compiled nor tied
// to an architecture counts as one for all. Throws invalid_input as read_subject does, and
// for a manifest that cannot be read.
PackageScan scan_project(const std::filesystem::path& directory);

// What a scanned project needs as far as can be told: of a program that is not compiled yet, what
// its Makefile links. That is all that is known then, and makes no "yes".
sdk::CompatibilityInput project_needs(const PackageScan& scan,
                                      const std::filesystem::path& directory,
                                      const sdk::Catalog& catalog);
// What it links by its Makefile.
void add_makefile(const Makefile& makefile, sdk::InterfaceUses& uses);

} // namespace acapctl::lint
