#pragma once
// What the programs and scripts of a package use of AXIS OS, as far as it can be seen in them: no
// library that is opened at run time, and nothing that a script puts together.

#include "manifest/document.hpp"
#include "package/elf_scan.hpp"
#include "sdk/interface_table.hpp"

#include <string>
#include <vector>

namespace acapctl::sdk {

struct FileUses {
    std::string path{};
    std::vector<std::string> libraries{}; // that the device must have
    std::vector<std::string> functions{}; // imported, of those that the table knows
    std::vector<std::string> versions{};  // of symbols of the device's libraries
    std::vector<std::string> mentions{};  // of the table's words
    bool imports_known = false;
};

struct InterfaceUses {
    std::vector<FileUses> files{}; // programs and libraries, and the scripts that mention something
    bool compiled = false;         // there is an ELF file
    std::vector<std::string> run_options{}; // words
    std::vector<std::string> cgi_types{};   // of the manifest's httpConfig
    std::vector<std::string> named_files{}; // those whose names the table knows
    // Of a project's Makefile.
    std::string makefile{};
    std::vector<std::string> packages{};
    std::vector<std::string> libraries{}; // "libaxoverlay.so"
};

// Of a scan for the table's words; `run_options`, `cgi_types` and the Makefile are left to who
// knows them.
InterfaceUses interface_uses(const PackageScan& scan, const InterfaceTable& table);
std::vector<std::string> cgi_types(const JsonNode& manifest);

// The first of the libraries that the file links; empty: none.
std::string linked(const FileUses& file, const std::vector<std::string>& libraries);

} // namespace acapctl::sdk
