// A user's catalog file on top of another (a small one, for speed), and everything that is made of
// its rows.
#include "sdk/catalog.hpp"
#include "fuzz/target.hpp"
#include "sdk/availability.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/image_facts.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

constexpr const char* base = R"({
  "repository": "axisecp/acap-native-sdk", "platform": "linux/amd64", "environment": "/opt/e",
  "architectures": [
    {"name": "aarch64", "toolchain": "aarch64-linux-gnu", "targetArch": "aarch64"},
    {"name": "armv7hf", "toolchain": "arm-linux-gnueabihf", "targetArch": "arm"}],
  "chips": [{"name": "artpec8", "architecture": "aarch64", "soc": ["Axis Artpec-8"]}],
  "images": [{"version": "12.11.1", "ubuntu": "24.04", "axisOs": "12.11.77"}],
  "tracks": [{"name": "LTS 2024", "axisOs": "11.11", "max": "11"}],
  "apis": [{"name": "larod", "library": "liblarod.so"}]})";

// No option and no path, whatever program it is given to.
void require_word(const std::string& text) {
    fuzz::require(!text.empty() && text.front() != '-' && text.front() != '.' &&
                      std::ranges::all_of(text,
                                          [](unsigned char c) {
                                              return std::isalnum(c) != 0 || c == '.' || c == '_' ||
                                                     c == '-';
                                          }),
                  "a name is a word");
}

void check(const Catalog& catalog, const Image& image) {
    require_word(image.version);
    for (const std::string& architecture : image.architectures) {
        catalog.architecture(architecture);
        const std::string name = catalog.image_name(image, architecture);
        fuzz::require_printable(name);
        fuzz::require(!name.starts_with('-') && name.find(' ') == std::string::npos,
                      "an image's name is one argument");
        symbol_floor(image, architecture, SymbolTable::built_in());
    }
    const AxisOsRange serves = catalog.serves(image);
    fuzz::require(serves.min && serves.max, "an image serves a range");
    accepted_schemas(image, catalog);
    chips_of(image, catalog);
}

void check(const Catalog& catalog, const Chip& chip) {
    require_word(chip.name);
    require_word(chip.architecture);
    catalog.architecture(chip.architecture);
    fuzz::require_printable(chip.label);
}

void check(const Compatibility& answer) {
    fuzz::require_printable(answer.sentence);
    for (const Requirement& each : answer.requirements) fuzz::require_printable(each.source);
    for (const Chip& chip : answer.chips) {
        const DeviceFacts device{
            .architecture = chip.architecture, .chip = &chip, .axis_os = AxisOs::parse("12.11.72")};
        for (const std::string& reason : answer.on(device).reasons) fuzz::require_printable(reason);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalog known(base);
    Catalog catalog = known;
    if (!fuzz::accepts([&] { catalog.add(std::string(fuzz::text_of(data, size)), "mine.json"); }))
        return 0;
    for (const Architecture& each : catalog.architectures()) require_word(each.name);
    for (const Chip& chip : catalog.chips()) check(catalog, chip);
    for (const Image& image : catalog.images()) check(catalog, image);
    fuzz::accepts([&] { catalog.newest_stable(); });
    for (const Api& api : catalog.apis())
        for (const ApiTable& table : api.tables)
            fuzz::require_printable(
                availability(api, catalog.chips().front(), *table.axis_os, catalog).source);
    for (const char* architecture : {"aarch64", "armv7hf"})
        check(compatibility({.architecture = architecture,
                             .schema_version = "1.7.1",
                             .root_place = "manifest.json",
                             .requires_dlpu = true,
                             .libraries = {{"liblarod.so.1", "seed"}}},
                            {catalog, SymbolTable::built_in()}));
    return 0;
}
