#pragma once
// Where a package can run: what it needs, because of which file, hence on which AXIS OS and which
// chips. Pure functions of facts and tables. What is unknown is said to be unknown and refuses
// nothing.

#include "sdk/axis_os.hpp"
#include "sdk/catalog.hpp"
#include "sdk/symbol_versions.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::sdk {

struct SymbolNeed {
    std::string symbol;  // "GLIBC_2.34"
    std::string library; // "libc.so.6"
    std::string file;    // the member that wants it
};

struct LibraryNeed {
    std::string library; // that the device must have
    std::string file;
};

// Everything about a package that decides where it runs.
struct CompatibilityInput {
    std::string architecture{};          // as the package says it: aarch64, armv7hf, all, ...
    std::string schema_version{};        // of manifest.json; empty without one
    std::optional<AxisOsSet> declared{}; // compatibleOsVersions
    bool root_user = false;
    bool is_signed = false;
    bool requires_dlpu = false;
    std::string program{};              // the member that the device starts
    std::string program_architecture{}; // of its ELF header; empty: no ELF file
    std::vector<SymbolNeed> symbols{};  // that the device's libraries must have
    std::vector<LibraryNeed> libraries{};
};

struct Condition {
    AxisOsSet where;
    std::string what; // "unsigned applications must be allowed"
};

// One thing that the package needs.
struct Requirement {
    std::string kind;                   // schema, declared, user, signature, symbol, library,
                                        // architecture, dlpu
    std::string what;                   // "GLIBC_2.42"
    std::string because;                // the file or field: "lib/libfoo.so"
    AxisOsSet allows = every_axis_os(); // where nothing speaks against it
    AxisOsSet proven = every_axis_os(); // where a source says that it is so
    std::optional<std::vector<std::string>> chips{}; // chips that have it; nothing: all
    std::vector<std::string> unsure_chips{};         // of which some models have it
    std::vector<Condition> conditions{};
    std::string source{};
};

enum class Verdict { yes, conditional, unknown, no };
const char* verdict_name(Verdict verdict); // "yes", "conditional", "unknown", "no"

struct Answer {
    Verdict verdict = Verdict::yes;
    std::vector<std::string> reasons{}; // phrases; none for yes
};

struct ChipFacts {
    std::string name;  // as --chip takes it
    std::string label; // "ARTPEC-8"
    std::string architecture{};
    AxisOsRange axis_os{};
    std::optional<bool> dlpu{};           // nothing: depends on the model
    bool listed = true;                   // in Axis' table of chips that the SDK is for
    std::optional<AxisOs> listed_since{}; // nothing: from the first
    std::string source{};
};

// The chips of the catalog with what else is known of them.
std::vector<ChipFacts> known_chips(const Catalog& catalog = Catalog::with_users());
// The releases of AXIS OS that the catalog's images stand for, oldest first.
std::vector<AxisOs> known_releases(const Catalog& catalog = Catalog::with_users());

struct Compatibility {
    std::string architecture{};
    std::vector<Requirement> requirements{};
    AxisOsSet allows{};             // what no requirement forbids
    AxisOsSet proven{};             // what all requirements are known to be met by
    std::vector<ChipFacts> chips{}; // on which nothing forbids it
    std::string sentence{};         // what it needs, because of which file, hence where it runs

    Answer on(const ChipFacts& chip, const AxisOs& version) const;
};

Compatibility compatibility(const CompatibilityInput& input, const SymbolTable& symbols,
                            const Catalog& catalog = Catalog::with_users());

nlohmann::json json_of(const AxisOsSet& set);                 // [{"min","max"}], unknown is null
nlohmann::json json_of(const std::vector<Requirement>& list); // for reports

} // namespace acapctl::sdk
