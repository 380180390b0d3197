#include "package/object_symbols.hpp"

#include "package/elf.hpp"
#include "package/elf_dynamic.hpp"
#include "package/elf_handle.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace acapctl {

namespace {

constexpr std::size_t most_sections = 65535;
constexpr std::size_t most_members = 20'000;
constexpr std::size_t most_names = 16U << 20U; // bytes of all names of an archive together
constexpr std::size_t most_sources = 100;
constexpr std::uint64_t longest_name = 4096;

// What every program is linked with, which no project compiles.
bool is_of_compiler(std::string_view source) {
    static constexpr std::string_view names[] = {"crtstuff.c", "abi-note.c", "init.c", "elf-init.c",
                                                 "static-reloc.c"};
    return source.empty() || source.ends_with(".o") || source.ends_with(".S") ||
           std::ranges::find(names, source) != std::end(names);
}

class SymbolReader {
  public:
    // Of the names of one file after another.
    ObjectSymbols read(::Elf* elf, std::string_view bytes) {
        ObjectSymbols symbols;
        GElf_Ehdr header;
        if (::elf_kind(elf) != ELF_K_ELF || ::gelf_getehdr(elf, &header) == nullptr) return symbols;
        const ElfBytes file(bytes, header.e_ident[EI_DATA] != ELFDATA2MSB);
        ::Elf_Scn* section = nullptr;
        for (std::size_t i = 0; i < most_sections; ++i) {
            GElf_Shdr table;
            GElf_Shdr names;
            section = ::elf_nextscn(elf, section);
            if (section == nullptr || ::gelf_getshdr(section, &table) == nullptr) break;
            if (table.sh_type != SHT_SYMTAB ||
                ::gelf_getshdr(::elf_getscn(elf, table.sh_link), &names) == nullptr)
                continue;
            add_table(file.part(table.sh_offset, table.sh_size),
                      file.part(names.sh_offset, names.sh_size),
                      ::gelf_getclass(elf) == ELFCLASS64 ? 64 : 32, symbols);
            break; // a file has one
        }
        return symbols;
    }

  private:
    // Elf32_Sym: name, value, size, info, other, section; Elf64_Sym: name, info, other, section.
    void add_table(const ElfBytes& symbols, const ElfBytes& names, int bits, ObjectSymbols& to) {
        const std::uint64_t entry = symbol_size(bits);
        const auto info_at =
            bits == 64 ? offsetof(Elf64_Sym, st_info) : offsetof(Elf32_Sym, st_info);
        const auto section_at =
            bits == 64 ? offsetof(Elf64_Sym, st_shndx) : offsetof(Elf32_Sym, st_shndx);
        for (std::uint64_t i = 1; i < symbols.size() / entry && text_ < most_names; ++i) {
            const ElfBytes symbol = symbols.part(i * entry, entry);
            const auto name_at = symbol.integer(0, 4);
            const auto info_and_other = symbol.integer(info_at, 2);
            const auto section = symbol.integer(section_at, 2);
            if (!name_at || !info_and_other || !section) return;
            const std::string_view info_byte = symbol.part(info_at, 1).view();
            add(names.part(*name_at, longest_name).string(0).value_or(""),
                static_cast<unsigned char>(info_byte.front()), *section, to);
        }
    }

    void add(std::string name, unsigned info, std::uint64_t section, ObjectSymbols& to) {
        if (name.empty()) return;
        text_ += name.size();
        const unsigned binding = GELF_ST_BIND(info);
        if (binding == STB_LOCAL) {
            if (GELF_ST_TYPE(info) == STT_FILE && !is_of_compiler(name) &&
                to.sources.size() < most_sources)
                text::add_once(to.sources, name);
        } else if (section == SHN_UNDEF) {
            to.undefined.push_back(std::move(name));
        } else {
            to.defined.push_back(std::move(name));
        }
    }

    std::size_t text_ = 0;
};

constexpr std::string_view archive_magic = "!<arch>\n";

struct ArchiveMember {
    std::string name{};
    std::string_view bytes{};
};

// The members of a static archive as ar of GNU writes it: headers of 60 bytes with the name (16),
// the size (10 at 48) and "`\n", each at an even place; a name that begins with '/' is a place in
// the table "//". libelf reads archives from file descriptors alone.
class ArchiveReader {
  public:
    explicit ArchiveReader(std::string_view bytes) : bytes_(bytes) {}

    std::optional<ArchiveMember> next() {
        while (at_ <= bytes_.size() && bytes_.size() - at_ >= header_size) {
            const std::string_view header = bytes_.substr(at_, header_size);
            const auto size = text::parse_unsigned(text::trim(header.substr(48, 10)));
            if (!size || header.substr(58) != "`\n") return std::nullopt;
            const std::string_view content = bytes_.substr(at_ + header_size, *size);
            if (content.size() < *size) return std::nullopt;
            at_ += header_size + *size + *size % 2;
            const std::string_view name = text::trim(header.substr(0, 16));
            if (name == "//") long_names_ = content;
            if (name == "/" || name == "//" || name == "/SYM64/") continue;
            return ArchiveMember{name_of(name), content};
        }
        return std::nullopt;
    }

  private:
    static constexpr std::size_t header_size = 60;

    std::string name_of(std::string_view name) const {
        if (!name.starts_with('/')) return std::string(name.substr(0, name.find('/')));
        const auto place = text::parse_unsigned(name.substr(1));
        if (!place || *place >= long_names_.size()) return std::string(name);
        const std::string_view whole = long_names_.substr(*place, longest_name);
        return std::string(whole.substr(0, whole.find_first_of("/\n")));
    }

    std::string_view bytes_;
    std::string_view long_names_{};
    std::size_t at_ = archive_magic.size();
};

} // namespace

std::vector<ObjectSymbols> object_symbols(std::string_view bytes) {
    std::vector<ObjectSymbols> list;
    SymbolReader reader;
    const auto add = [&](std::string_view object, std::string member) {
        const ElfHandle elf = is_elf(object) ? open_elf(object) : nullptr;
        if (elf == nullptr) return;
        ObjectSymbols symbols = reader.read(elf.get(), object);
        symbols.member = std::move(member);
        if (!symbols.undefined.empty() || !symbols.defined.empty())
            list.push_back(std::move(symbols));
    };
    if (!bytes.starts_with(archive_magic)) {
        add(bytes, "");
        return list;
    }
    ArchiveReader archive(bytes);
    for (std::size_t i = 0; i < most_members; ++i) {
        auto member = archive.next();
        if (!member) break;
        add(member->bytes, std::move(member->name));
    }
    return list;
}

} // namespace acapctl
