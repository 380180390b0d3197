// Every rule over a package.
#include "lint/lint.hpp"
#include "fuzz/package_bytes.hpp"
#include "fuzz/package_checks.hpp"

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fuzz::MemoryFile file("a.eap");
    const auto& path = file.holding(fuzz::package_of(fuzz::text_of(data, size)));
    const auto ignore = [](const Member&, PackageReader&) {};
    if (!fuzz::accepts([&] { read_package(path, ignore, fuzz::limits); })) return 0;
    fuzz::accepts([&] {
        for (const lint::Finding& finding :
             lint::lint({.paths = {path}}, sdk::Knowledge::built_in()).findings) {
            fuzz::require(finding.rule != nullptr, "a finding has a rule");
            fuzz::require_printable(finding.message);
            fuzz::require_printable(finding.hint);
        }
    });
    return 0;
}
