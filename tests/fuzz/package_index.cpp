// An index of packages: no path of it leads out of its directory, no file of it is named twice.
#include "package/package_index.hpp"

#include "fuzz/target.hpp"

#include <algorithm>
#include <set>

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    PackageIndex index;
    if (!fuzz::accepts([&] {
            index = parse_package_index(std::string(fuzz::text_of(data, size)), "latest.json");
        }))
        return 0;
    fuzz::require(!index.packages.empty(), "an index names packages");
    std::set<std::string> files;
    for (const IndexedPackage& package : index.packages) {
        const std::filesystem::path path = package.file;
        fuzz::require(path.is_relative() && !path.empty() &&
                          std::ranges::find(path, std::filesystem::path("..")) == path.end(),
                      "a package lies below the index");
        fuzz::require(path == path.lexically_normal() && files.insert(package.file).second,
                      "a file is named once");
        fuzz::require(package.sha256.size() == 64, "a hash is whole");
    }
    return 0;
}
