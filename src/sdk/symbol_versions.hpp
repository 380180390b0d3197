#pragma once
// The table symbol version -> AXIS OS: rows with a source from data/symbol_versions.json, and whole
// inventories of libraries measured from SDK images. Unknown stays unknown.

#include "sdk/axis_os.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::sdk {

struct SymbolRow {
    std::string symbol;         // "GLIBC_2.34"
    std::string architecture{}; // empty: all
    std::optional<AxisOs> present_from{};
    std::optional<AxisOs> absent_up_to{}; // with everything within it
    std::optional<AxisOs> likely_from{};  // by a source that does not say so outright
    std::optional<AxisOs> proven_up_to{}; // with everything within it; later ones may lack it
    std::string source{};
};

// Every symbol version that the libraries of one SDK image define.
struct SymbolScan {
    AxisOs axis_os;
    std::string architecture;
    std::map<std::string, std::vector<std::string>> libraries{}; // by soname
    std::string source{};                                        // the image or directory
};

// What is known of one symbol version.
struct SymbolBounds {
    std::optional<AxisOs> present_from{};
    std::string present_source{};
    std::optional<AxisOs> absent_up_to{};
    std::string absent_source{};
    std::optional<AxisOs> proven_up_to{};
    std::string doubt{}; // what is likely, or may not be so any more, where it is not proven
};

class SymbolTable {
  public:
    SymbolTable() = default;
    // Throws invalid_input that names `name` if the text is not such a table.
    SymbolTable(std::string_view json, const std::string& name);

    static const SymbolTable& built_in();
    // The built-in table with the user's own file, if there is one, on top of it.
    static SymbolTable with_users();
    static std::filesystem::path users_file(); // below config_directory()

    void add(const SymbolTable& other);
    // Replaces an earlier scan of the same AXIS OS and architecture.
    void add(SymbolScan scan);

    // `library` is the soname it is wanted from. A source that contradicts another never makes a
    // version absent.
    SymbolBounds bounds(std::string_view symbol, std::string_view library,
                        std::string_view architecture) const;

    nlohmann::json document() const;
    const std::vector<SymbolRow>& rows() const { return rows_; }
    const std::vector<SymbolScan>& scans() const { return scans_; }

  private:
    std::vector<SymbolRow> rows_;
    std::vector<SymbolScan> scans_;
};

// Whether both belong to one family ("GLIBC_", "LIBLAROD_") and `left` has the smaller or equal
// number; false for names that end in no number.
bool same_family_not_newer(std::string_view left, std::string_view right);

} // namespace acapctl::sdk
