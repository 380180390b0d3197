/* What a shared library says of itself, read from its file: nothing of it is executed. The file is
 * taken for hostile: every offset and count in it is checked. */
#ifndef ELF_FILE_H
#define ELF_FILE_H

#include <link.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__aarch64__)
#define ELF_OWN_MACHINE EM_AARCH64
#elif defined(__arm__)
#define ELF_OWN_MACHINE EM_ARM
#else
#define ELF_OWN_MACHINE EM_X86_64
#endif

struct elf_block {
    char* bytes; /* with a NUL behind them; NULL: the file has no such section */
    size_t size;
};

struct elf {
    int fd;
    uint64_t file_size;
    ElfW(Ehdr) header;
    struct elf_block symbols; /* .dynsym */
    struct elf_block names;   /* .dynstr */
    struct elf_block versions; /* .gnu.version_d */
    struct elf_block version_names;
};

/* 0: not a shared library for this program's architecture, or not to be read. */
int elf_open(struct elf* elf, const char* path);
void elf_close(struct elf* elf);

/* The highest version node that begins with `family` and a digit; family NULL: of all but private
 * ones. 0: it defines none. */
int elf_newest_node(const struct elf* elf, const char* family, char* node, size_t size);

/* Whether it defines this symbol. */
int elf_defines(const struct elf* elf, const char* name);

/* The 32-bit value that stands in the file for a constant. 0: there is none. */
int elf_constant(const struct elf* elf, const char* name, uint32_t* value);

#endif
