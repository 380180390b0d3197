// A user's table of symbol versions: what it says of a symbol, and that it is kept as it is.
#include "sdk/symbol_versions.hpp"
#include "fuzz/target.hpp"
#include "sdk/compatibility.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

void check_bounds(const SymbolTable& table, const std::string& symbol, const std::string& library,
                  const std::string& architecture) {
    const SymbolBounds bounds = table.bounds(symbol, library, architecture);
    fuzz::require(!bounds.present_from || !bounds.absent_up_to ||
                      *bounds.present_from >= bounds.absent_up_to->beyond(),
                  "no version is both absent and present");
    fuzz::require_printable(bounds.present_source);
    fuzz::require_printable(bounds.absent_source);
    const CompatibilityInput input{.architecture = architecture,
                                   .symbols = {{symbol, library, "seed"}}};
    fuzz::require_printable(compatibility(input, {Catalog::built_in(), table}).sentence);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SymbolTable table;
    const std::string_view text = fuzz::text_of(data, size);
    if (!fuzz::accepts([&] { table = SymbolTable(text, "symbol_versions.json"); })) return 0;
    const std::string written = table.document().dump();
    fuzz::require(SymbolTable(written, "again").document().dump() == written,
                  "what is written is read back");
    SymbolTable both = SymbolTable::built_in();
    both.add(table);
    for (const SymbolRow& row : table.rows())
        check_bounds(both, row.symbol, "libc.so.6",
                     row.architecture.empty() ? "aarch64" : row.architecture);
    for (const SymbolScan& scan : table.scans())
        for (const auto& [library, symbols] : scan.libraries)
            for (const std::string& symbol : symbols)
                check_bounds(both, symbol, library, scan.architecture);
    return 0;
}
