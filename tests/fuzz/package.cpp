// The bytes of a package as they come: gzip, what is inside, and what is behind it.
#include "fuzz/package_bytes.hpp"
#include "fuzz/package_checks.hpp"

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fuzz::MemoryFile file;
    const auto& path = file.holding(fuzz::text_of(data, size));
    fuzz::accepts(
        [&] { fuzz::require_sound(scan_package(path, fuzz::limits.total, fuzz::limits)); });
    return 0;
}
