#pragma once
// Where a package can run: what it needs, because of which file, hence on which AXIS OS and which
// chips. Pure functions of facts and tables. What is unknown is said to be unknown and refuses
// nothing.

#include "acapctl/compatibility.hpp"
#include "sdk/model_needs.hpp"
#include "sdk/requirements.hpp"
#include "sdk/rights.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::sdk {

// Everything about a package that decides where it runs.
struct CompatibilityInput {
    std::string architecture{};          // as the package says it: aarch64, armv7hf, all, ...
    std::string schema_version{};        // of manifest.json; empty without one
    std::string manifest_fault{};        // why its schema refuses it; empty: it does not
    std::optional<AxisOsSet> declared{}; // compatibleOsVersions
    ConfTwin conf_twin = ConfTwin::none;
    std::string root_place{}; // the field by which it runs as root; empty: it does not
    bool is_signed = false;
    bool requires_dlpu = false;
    std::string program{};                           // the member that the device starts
    std::string program_architecture{};              // of its ELF header; empty: no ELF file
    std::vector<std::string> helper_architectures{}; // of the programs behind a script for "all"
    bool compiled = true;                            // false: a project without its program
    bool packed = true;                              // false: a project, which a build completes
    std::string stack_file{};                        // that has an executable stack
    std::string time32_file{};                       // of 32 bits, without 64-bit time,
    std::string time32_library{};                    // which may exchange times with this one
    std::vector<SymbolNeed> symbols{};               // that the device's libraries must have
    std::vector<LibraryNeed> libraries{};
    std::vector<std::string> run_options{}; // words of the program's arguments
    std::string run_options_place{};        // the field that holds them
    InterfaceUses uses{};                   // of the device
    AskedRights asked{};                    // by its manifest
    std::vector<CarriedModel> models{};
};

struct Answer {
    Runs runs = Runs::yes;
    std::vector<std::string> reasons{}; // phrases; none for yes
};

struct Compatibility {
    std::string architecture{};
    std::vector<Requirement> requirements{};
    AxisOsSet allows{};        // what no requirement forbids
    AxisOsSet proven{};        // what all requirements are known to be met by
    std::vector<Chip> chips{}; // on which nothing forbids it
    std::string sentence{};    // what it needs, because of which file, hence where it runs

    Answer on(const DeviceFacts& device) const;
};

Compatibility compatibility(const CompatibilityInput& input, const Knowledge& knowledge);

// Which of several packages of one application a device would get, and whether that runs.
struct PackageChoice {
    std::size_t package = 0; // its index
    Answer answer{};
};
// The first that is for the device's architecture, else the first that is refused least. There is
// at least one package.
PackageChoice choose_for(const DeviceFacts& device,
                         const std::vector<const Compatibility*>& packages);

nlohmann::json json_of(const AxisOsSet& set);                 // [{"min","max"}], unknown is null
nlohmann::json json_of(const std::vector<Requirement>& list); // for reports

} // namespace acapctl::sdk
