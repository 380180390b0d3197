#pragma once
// What is known of one SDK image beyond its row in the catalog.

#include "sdk/catalog.hpp"
#include "sdk/symbol_versions.hpp"

namespace acapctl::sdk {

// Manifest schemas that it accepts, oldest first.
std::vector<std::string> accepted_schemas(const Image& image, const Catalog& catalog);

// Chips that its applications can be for.
std::vector<const Chip*> chips_of(const Image& image, const Catalog& catalog);

// The newest symbol version of each family that the devices it serves are known to have, so that
// its programs may want at least these. Empty: nothing known.
std::vector<std::string> symbol_floor(const Image& image, const std::string& architecture,
                                      const SymbolTable& symbols);

// The newest of each family, in the order of their first mention.
std::vector<std::string> newest_of_families(const std::vector<std::string>& versions);

} // namespace acapctl::sdk
