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

// A script after the installation or before the removal that is not executable, or does not begin
// with #!/bin/sh.
struct UnusualScript {
    std::string path{};
    std::string fault{}; // "a script that is not executable"
};

// A type of CGI that a manifest's httpConfig asks for.
struct CgiType {
    std::string manifest{}; // its name: "manifest.json"
    std::string type{};
    bool operator==(const CgiType&) const = default;
};

struct InterfaceUses {
    std::vector<FileUses> files{}; // programs and libraries, and the scripts that mention something
    bool compiled = false;         // there is an ELF file
    std::vector<std::string> run_options{}; // words
    std::vector<CgiType> cgi_types{};
    std::vector<std::string> named_files{}; // those whose names the table knows
    std::vector<UnusualScript> unusual_scripts{};
    // Of a project's Makefile.
    std::string makefile{};
    std::vector<std::string> packages{};
    std::vector<std::string> libraries{}; // "libaxoverlay.so"
};

// Of a scan for the table's words; what a manifest adds, and the Makefile, are left to who knows
// them.
InterfaceUses interface_uses(const PackageScan& scan, const InterfaceTable& table);
// Types of CGI and scripts that it names; its runOptions are left to who knows which manifest
// counts.
void add_manifest(const JsonNode& manifest, const std::string& name, const PackageScan& scan,
                  InterfaceUses& uses);

// The first of the libraries that the file links; empty: none.
std::string linked(const FileUses& file, const std::vector<std::string>& libraries);

} // namespace acapctl::sdk
