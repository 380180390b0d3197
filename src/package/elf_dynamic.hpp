#pragma once
// The dynamic table and what it points to, found by address as the loader finds it. Every table is
// bounded by the segment that holds it, every loop by a count.

#include "package/elf.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// Integers of the file's byte order, at checked offsets.
class ElfBytes {
  public:
    ElfBytes() = default;
    ElfBytes(std::string_view bytes, bool little_endian) : bytes_(bytes), little_(little_endian) {}

    std::uint64_t size() const { return bytes_.size(); }
    // `width` is 2, 4 or 8. Nothing if it would read past the end.
    std::optional<std::uint64_t> integer(std::uint64_t offset, unsigned width) const;
    // The zero-terminated string at `offset`; nothing if it does not end, or is absurdly long.
    std::optional<std::string> string(std::uint64_t offset) const;
    // At most `size` bytes from `offset` on; empty if `offset` is past the end.
    ElfBytes part(std::uint64_t offset, std::uint64_t size = UINT64_MAX) const;
    std::string_view view() const { return bytes_; }

  private:
    std::string_view bytes_;
    bool little_ = true;
};

struct ElfSegment {
    std::uint64_t offset = 0;
    std::uint64_t address = 0;
    std::uint64_t size = 0; // in the file
};

struct ElfImage {
    ElfBytes file;
    int bits = 64;
    std::vector<ElfSegment> loads{};
    std::optional<ElfSegment> dynamic{};

    // The bytes from an address to the end of its segment; empty if no segment holds it.
    ElfBytes at(std::uint64_t address) const;
};

// Elf32 and Elf64 differ in the order of a symbol's fields.
std::uint64_t symbol_size(int bits);
// The name of a symbol that is not defined here; empty: it is, or has none that fits.
std::string undefined_symbol(const ElfBytes& symbols, std::uint64_t index, const ElfBytes& names,
                             int bits);
constexpr std::uint64_t most_import_text = 2U << 20U; // bytes of the names of one file

// Fills in needed, soname, rpath, runpath, versions, offers, imports, relro and stack_protector;
// tells whether the file calls itself a position-independent executable (DF_1_PIE).
bool read_dynamic(const ElfImage& image, ElfFacts& facts);

} // namespace acapctl
