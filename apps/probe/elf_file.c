#include "elf_file.h"

#include "natural.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    most_sections = 1000,
    largest_block = 8 * 1024 * 1024, /* the names of the largest library have one or two MB */
    most_nodes = 10000
};

static int read_at(const struct elf* elf, uint64_t offset, void* bytes, size_t size)
{
    return offset <= elf->file_size && size <= elf->file_size - offset &&
           pread(elf->fd, bytes, size, (off_t)offset) == (ssize_t)size;
}

static int section_at(const struct elf* elf, unsigned number, ElfW(Shdr) * section)
{
    return number < elf->header.e_shnum &&
           read_at(elf, elf->header.e_shoff + (uint64_t)number * sizeof *section, section,
                   sizeof *section);
}

static void read_block(const struct elf* elf, const ElfW(Shdr) * section, struct elf_block* block)
{
    const uint64_t size = section->sh_size;
    if (block->bytes != NULL || size > largest_block)
        return;
    block->bytes = malloc((size_t)size + 1);
    if (block->bytes == NULL || !read_at(elf, section->sh_offset, block->bytes, (size_t)size)) {
        free(block->bytes);
        block->bytes = NULL;
        return;
    }
    block->size = (size_t)size;
    block->bytes[size] = '\0';
}

/* A section and the names that it refers to. */
static void read_pair(const struct elf* elf, const ElfW(Shdr) * section, struct elf_block* block,
                      struct elf_block* names)
{
    ElfW(Shdr) linked;
    if (!section_at(elf, section->sh_link, &linked) || linked.sh_type != SHT_STRTAB)
        return;
    read_block(elf, section, block);
    read_block(elf, &linked, names);
}

static void read_sections(struct elf* elf)
{
    ElfW(Shdr) section;
    for (unsigned i = 0; i < elf->header.e_shnum && i < most_sections; ++i) {
        if (!section_at(elf, i, &section))
            return;
        if (section.sh_type == SHT_DYNSYM)
            read_pair(elf, &section, &elf->symbols, &elf->names);
        else if (section.sh_type == SHT_GNU_verdef)
            read_pair(elf, &section, &elf->versions, &elf->version_names);
    }
}

static int is_own_kind(const ElfW(Ehdr) * header)
{
    return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == (sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32) &&
           header->e_ident[EI_DATA] == ELFDATA2LSB && header->e_type == ET_DYN &&
           header->e_machine == ELF_OWN_MACHINE && header->e_shentsize == sizeof(ElfW(Shdr));
}

int elf_open(struct elf* elf, const char* path)
{
    memset(elf, 0, sizeof *elf);
    elf->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe of that name must not hold us */
    if (elf->fd < 0)
        return 0;
    const off_t size = lseek(elf->fd, 0, SEEK_END);
    elf->file_size = size > 0 ? (uint64_t)size : 0;
    if (!read_at(elf, 0, &elf->header, sizeof elf->header) || !is_own_kind(&elf->header)) {
        elf_close(elf);
        return 0;
    }
    read_sections(elf);
    return 1;
}

void elf_close(struct elf* elf)
{
    free(elf->symbols.bytes);
    free(elf->names.bytes);
    free(elf->versions.bytes);
    free(elf->version_names.bytes);
    close(elf->fd);
}

/* The string at an offset; the block has a NUL behind it. */
static const char* name_at(const struct elf_block* names, uint64_t offset)
{
    return names->bytes != NULL && offset < names->size ? names->bytes + offset : "";
}

static int part_of(const struct elf_block* block, uint64_t offset, void* part, size_t size)
{
    if (block->bytes == NULL || offset > block->size || size > block->size - offset)
        return 0;
    memcpy(part, block->bytes + offset, size);
    return 1;
}

static int is_wanted(const char* name, const char* family)
{
    if (family == NULL)
        return strstr(name, "PRIVATE") == NULL;
    const size_t length = strlen(family);
    return strncmp(name, family, length) == 0 && name[length] >= '0' && name[length] <= '9';
}

int elf_newest_node(const struct elf* elf, const char* family, char* node, size_t size)
{
    uint64_t offset = 0;
    ElfW(Verdef) definition;
    ElfW(Verdaux) first;
    node[0] = '\0';
    for (int i = 0; i < most_nodes; ++i) {
        if (!part_of(&elf->versions, offset, &definition, sizeof definition) ||
            !part_of(&elf->versions, offset + definition.vd_aux, &first, sizeof first))
            break;
        const char* name = name_at(&elf->version_names, first.vda_name);
        /* The base definition is the library's own name. */
        if ((definition.vd_flags & VER_FLG_BASE) == 0 && strnlen(name, size) < size &&
            is_wanted(name, family) && natural_compare(name, node) > 0)
            snprintf(node, size, "%s", name);
        if (definition.vd_next == 0)
            break;
        offset += definition.vd_next;
    }
    return node[0] != '\0';
}

static int find_symbol(const struct elf* elf, const char* wanted, ElfW(Sym) * symbol)
{
    for (uint64_t at = 0; part_of(&elf->symbols, at, symbol, sizeof *symbol); at += sizeof *symbol)
        if (symbol->st_shndx != SHN_UNDEF &&
            strcmp(name_at(&elf->names, symbol->st_name), wanted) == 0)
            return 1;
    return 0;
}

int elf_defines(const struct elf* elf, const char* name)
{
    ElfW(Sym) symbol;
    return find_symbol(elf, name, &symbol);
}

int elf_constant(const struct elf* elf, const char* name, uint32_t* value)
{
    ElfW(Sym) symbol;
    ElfW(Phdr) segment;
    if (elf->header.e_phentsize != sizeof segment || !find_symbol(elf, name, &symbol) ||
        symbol.st_size != sizeof *value)
        return 0;
    for (unsigned i = 0; i < elf->header.e_phnum; ++i) {
        if (!read_at(elf, elf->header.e_phoff + (uint64_t)i * sizeof segment, &segment,
                     sizeof segment))
            return 0;
        const uint64_t inside = (uint64_t)symbol.st_value - segment.p_vaddr;
        if (segment.p_type == PT_LOAD && symbol.st_value >= segment.p_vaddr &&
            inside + sizeof *value <= segment.p_filesz)
            return read_at(elf, segment.p_offset + inside, value, sizeof *value);
    }
    return 0;
}
