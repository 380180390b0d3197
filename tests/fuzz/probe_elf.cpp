// What the probe's program reads of a library.
#include "fuzz/target.hpp"

#include <cstring>
#include <string>

#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

extern "C" {
#include "elf_file.h"
}

using namespace acapctl;

namespace {

void read(const char* path) {
    elf library{};
    if (elf_open(&library, path) == 0) return;
    char node[128];
    for (const char* family : {static_cast<const char*>(nullptr), "GLIBC_"})
        if (elf_newest_node(&library, family, node, sizeof node) == 1) {
            fuzz::require(std::strlen(node) < sizeof node, "a node fits");
            fuzz::require(family == nullptr || std::string_view(node).starts_with(family),
                          "a node is of its family");
        }
    std::uint32_t value = 0;
    elf_defines(&library, "main");
    elf_constant(&library, "glib_major_version", &value);
    elf_close(&library);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(fuzz::text_of(data, size));
    // Not to find out again and again which files are of another machine.
    if (size > offsetof(ElfW(Ehdr), e_machine) + 1) {
        bytes[EI_CLASS] = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
        const ElfW(Half) kind[] = {ET_DYN, ELF_OWN_MACHINE};
        std::memcpy(bytes.data() + offsetof(ElfW(Ehdr), e_type), kind, sizeof kind);
    }
    const int file = memfd_create("library", MFD_CLOEXEC);
    fuzz::require(file >= 0 &&
                      write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
                  "there is memory for a file");
    read(("/proc/self/fd/" + std::to_string(file)).c_str());
    close(file);
    return 0;
}
