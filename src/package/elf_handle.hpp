#pragma once
// libelf's handle for an ELF file in memory.

#include <memory>
#include <string_view>

#include <gelf.h>

namespace acapctl {

struct ElfEnd {
    void operator()(::Elf* elf) const { ::elf_end(elf); }
};
using ElfHandle = std::unique_ptr<::Elf, ElfEnd>;

// Of the bytes, which must outlive it; nullptr: libelf cannot.
ElfHandle open_elf(std::string_view bytes);

} // namespace acapctl
