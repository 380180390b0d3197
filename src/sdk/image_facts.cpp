#include "sdk/image_facts.hpp"

#include "manifest/schema/shape.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

namespace acapctl::sdk {

namespace {

// What decides whether a program starts: the C and C++ libraries, and larod.
bool decides(std::string_view symbol) {
    return std::ranges::any_of(
        std::vector<std::string_view>{"GLIBC_", "GLIBCXX_", "CXXABI_", "LIBLAROD_"},
        [&](std::string_view family) { return symbol.starts_with(family); });
}

} // namespace

std::vector<std::string> accepted_schemas(const Image& image, const Catalog& catalog) {
    const auto sdk = AxisOs::parse(image.version);
    const AxisOsRange serves = catalog.serves(image);
    std::vector<std::string> accepted;
    for (const manifest::SchemaVersion& schema : manifest::schema_versions()) {
        const auto first = AxisOs::parse(schema.sdk);
        const bool listed = text::contains(image.schemas, schema.version);
        const bool retired =
            schema.version.starts_with("1.") && !catalog.policies().schema1.holds(*serves.min);
        if (listed || (first && *first <= *sdk && !retired)) accepted.push_back(schema.version);
    }
    return accepted;
}

std::vector<const Chip*> chips_of(const Image& image, const Catalog& catalog) {
    std::vector<const Chip*> chips;
    for (const Chip& chip : catalog.chips()) {
        const bool compiled = text::contains(image.architectures, chip.architecture);
        const AxisOsSet listed = {AxisOsRange{.min = chip.listed_since}};
        if (chip.listed && compiled &&
            !intersection(intersection({catalog.serves(image)}, {chip.axis_os}), listed).empty())
            chips.push_back(&chip);
    }
    return chips;
}

std::vector<std::string> symbol_floor(const Image& image, const std::string& architecture,
                                      const SymbolTable& symbols) {
    const AxisOs version = *AxisOs::parse(image.axis_os);
    std::vector<std::string> present;
    for (const SymbolRow& row : symbols.rows())
        if (row.present_from && *row.present_from <= version && decides(row.symbol) &&
            (row.architecture.empty() || row.architecture == architecture))
            present.push_back(row.symbol);
    for (const SymbolScan& scan : symbols.scans()) {
        if (scan.architecture != architecture || scan.axis_os > version) continue;
        for (const auto& [library, versions] : scan.libraries)
            std::ranges::copy_if(versions, std::back_inserter(present), decides);
    }
    return newest_of_families(present);
}

std::vector<std::string> newest_of_families(const std::vector<std::string>& versions) {
    std::vector<std::string> newest;
    for (const std::string& version : versions) {
        bool kept = false;
        for (std::string& other : newest) {
            if (same_family_not_newer(version, other))
                kept = true;
            else if (same_family_not_newer(other, version)) {
                other = version;
                kept = true;
            }
        }
        if (!kept) newest.push_back(version);
    }
    return newest;
}

} // namespace acapctl::sdk
