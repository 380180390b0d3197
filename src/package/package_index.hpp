#pragma once
// An index of packages: a JSON file beside the packages of one release, with their hashes, that
// whoever publishes them writes. docs/package-index.md describes it. Index and packages come from
// outside: nothing is taken that the index does not prove, and nothing outside of its directory.

#include "acapctl/package.hpp"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl {

struct IndexedPackage {
    std::string file{};                        // relative to the index
    std::string sha256{};                      // lower-case hex
    std::optional<std::string> architecture{}; // nothing: the index does not say
    std::optional<bool> is_signed{};
};

struct PackageIndex {
    std::string application{};
    std::string version{};
    std::vector<IndexedPackage> packages{}; // never empty
};

// Pure. `name` is that of the file, for messages. Throws invalid_input, code "invalid-index", or
// "invalid-json".
PackageIndex parse_package_index(std::string text, const std::string& name);

// An index whose packages were found and have the hashes that it says.
class ProvedIndex {
  public:
    // Throws invalid_input: as parse_package_index does, "leads-out" for a package that lies
    // elsewhere, "index-mismatch" for one that is not what the index says.
    explicit ProvedIndex(const std::filesystem::path& file, const std::stop_token& stop = {});

    const PackageIndex& index() const { return index_; }
    std::filesystem::path path_of(const IndexedPackage& package) const;
    // Throws "index-mismatch" where a package, as it was read, is another than the index says.
    void check(const IndexedPackage& said, const Package& read, const std::string& sha256) const;

  private:
    [[noreturn]] void throw_mismatch(const IndexedPackage& package, const std::string& what,
                                     const std::string& said, const std::string& is) const;

    std::filesystem::path file_;
    PackageIndex index_;
};

} // namespace acapctl
