// The archive inside a package, checksums made right: members of every kind and name, their texts
// and their programs.
#include "fuzz/package_bytes.hpp"
#include "fuzz/package_checks.hpp"

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fuzz::MemoryFile file;
    const auto& path = file.holding(fuzz::package_of(fuzz::text_of(data, size)));
    fuzz::accepts(
        [&] { fuzz::require_sound(scan_package(path, fuzz::limits.total, fuzz::limits)); });
    return 0;
}
