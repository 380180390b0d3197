// The facts of a program or library, the symbols of object files and archives, and linker maps.
#include "package/elf.hpp"
#include "fuzz/target.hpp"
#include "lint/linker_map.hpp"
#include "package/object_symbols.hpp"

#include <algorithm>

using namespace acapctl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto named = [](const std::string& name) { return !name.empty(); };
    for (const ObjectSymbols& object : object_symbols(fuzz::text_of(data, size)))
        fuzz::require(std::ranges::all_of(object.undefined, named) &&
                          std::ranges::all_of(object.defined, named),
                      "what an object file defines or lacks has a name");
    for (const std::string& member : lint::parse_linker_map(fuzz::text_of(data, size)).members)
        fuzz::require(member.find(".a(") != std::string::npos, "a member has its archive");
    const auto facts = elf_facts(fuzz::text_of(data, size));
    if (!facts) return 0;
    fuzz::require(facts->bits == 32 || facts->bits == 64, "a file has 32 or 64 bits");
    fuzz::require(std::ranges::all_of(facts->needed, named), "what is needed has a name");
    fuzz::require(std::ranges::all_of(facts->offers, named), "what is offered has a name");
    for (const ElfVersions& wanted : facts->versions)
        fuzz::require(std::ranges::all_of(wanted.versions, named), "a wanted version has a name");
    fuzz::require(facts->dynamic || facts->needed.empty(), "a static file needs nothing");
    fuzz::require(std::ranges::all_of(facts->imports,
                                      [&](const ElfImport& each) { return named(each.name); }),
                  "what is imported has a name");
    for (const std::string& problem : facts->problems) fuzz::require_printable(problem);
    return 0;
}
