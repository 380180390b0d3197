#include "package/elf_dynamic.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

#include <elf.h>

namespace acapctl {

namespace {

// A real file has hundreds of entries at most; these only end a hostile one.
constexpr std::uint64_t most_entries = 65536;
constexpr std::uint64_t longest_string = 4096;
constexpr std::uint64_t most_text = 1U << 20U; // bytes of all names together
constexpr std::uint64_t longest_function = 40; // of those that are looked for
constexpr std::uint64_t longest_import = 256;  // longer names are of templates, not of an API

using Values = std::map<std::uint64_t, std::uint64_t>;

void complain(ElfFacts& facts, const char* problem) {
    text::add_once(facts.problems, problem);
}

std::vector<std::string> directories(const std::string& path) {
    std::vector<std::string> parts = text::split(path, ':');
    std::erase(parts, "");
    return parts;
}

class DynamicReader {
  public:
    DynamicReader(const ElfImage& image, ElfFacts& facts) : image_(image), facts_(facts) {}

    bool read() {
        collect();
        const auto table = values_.find(DT_STRTAB);
        if (table != values_.end()) {
            const auto size = values_.find(DT_STRSZ);
            strings_ =
                image_.at(table->second).part(0, size == values_.end() ? UINT64_MAX : size->second);
        }
        for (const std::uint64_t offset : needed_) facts_.needed.push_back(string(offset));
        facts_.soname = string_of(DT_SONAME);
        facts_.rpath = directories(string_of(DT_RPATH));
        facts_.runpath = directories(string_of(DT_RUNPATH));
        std::erase(facts_.needed, "");
        read_wanted();
        read_offered();
        if (facts_.relro == Relro::partial && binds_now()) facts_.relro = Relro::full;
        if (values_.contains(DT_SYMTAB)) read_imports();
        return (value(DT_FLAGS_1) & DF_1_PIE) != 0;
    }

  private:
    std::uint64_t value(std::uint64_t tag) const {
        const auto found = values_.find(tag);
        return found == values_.end() ? 0 : found->second;
    }

    std::string string(std::uint64_t offset) {
        auto text = text_ < most_text ? strings_.string(offset) : std::nullopt;
        if (!text) complain(facts_, "a name lies outside the dynamic string table");
        text_ += text ? text->size() + 1 : 0;
        return text.value_or("");
    }

    std::string string_of(std::uint64_t tag) {
        return values_.contains(tag) ? string(value(tag)) : "";
    }

    void collect() {
        const unsigned width = image_.bits == 64 ? 8 : 4;
        const ElfBytes table = image_.file.part(image_.dynamic->offset, image_.dynamic->size);
        for (std::uint64_t i = 0; i < most_entries; ++i) {
            const auto tag = table.integer(i * 2 * width, width);
            const auto held = table.integer(i * 2 * width + width, width);
            if (!tag || !held) return complain(facts_, "the dynamic table has no end");
            if (*tag == DT_NULL) return;
            if (*tag == DT_NEEDED)
                needed_.push_back(*held);
            else
                values_.try_emplace(*tag, *held);
        }
        complain(facts_, "the dynamic table has no end");
    }

    bool binds_now() const {
        return values_.contains(DT_BIND_NOW) || (value(DT_FLAGS) & DF_BIND_NOW) != 0 ||
               (value(DT_FLAGS_1) & DF_1_NOW) != 0;
    }

    // Walks a chain of records that each hold the distance to the next; `visit` gets the offset of
    // one and may stop the walk.
    template <typename F>
    void walk(const ElfBytes& table, std::uint64_t start, std::uint64_t count, std::uint64_t link,
              const F& visit) {
        std::uint64_t offset = start;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto next = table.integer(offset + link, 4);
            if (!next || ++steps_ > most_entries || !visit(offset))
                return complain(facts_, "the symbol version table is damaged");
            if (*next == 0) return;
            offset += *next;
        }
    }

    // Elf32 and Elf64 lay out the version records alike: 16 bytes for a needed library
    // (version, count, file, aux, next) and for each version of it (hash, flags, other, name,
    // next); 20 for a definition (version, flags, index, count, hash, aux, next).
    void read_wanted() {
        if (!values_.contains(DT_VERNEED)) return;
        const ElfBytes table = image_.at(value(DT_VERNEED));
        walk(table, 0, value(DT_VERNEEDNUM), 12, [&](std::uint64_t offset) {
            const auto count = table.integer(offset + 2, 2);
            const auto file = table.integer(offset + 4, 4);
            const auto aux = table.integer(offset + 8, 4);
            if (!count || !file || !aux) return false;
            ElfVersions wanted{.library = string(*file)};
            walk(table, offset + *aux, *count, 12, [&](std::uint64_t entry) {
                const auto index = table.integer(entry + 6, 2);
                const auto name = table.integer(entry + 8, 4);
                if (!index || !name) return false;
                wanted.versions.push_back(string(*name));
                versions_.try_emplace(*index, wanted.versions.back());
                return true;
            });
            std::erase(wanted.versions, "");
            facts_.versions.push_back(std::move(wanted));
            return true;
        });
    }

    void read_offered() {
        if (!values_.contains(DT_VERDEF)) return;
        const ElfBytes table = image_.at(value(DT_VERDEF));
        walk(table, 0, value(DT_VERDEFNUM), 16, [&](std::uint64_t offset) {
            const auto flags = table.integer(offset + 2, 2);
            const auto aux = table.integer(offset + 12, 4);
            if (!flags || !aux) return false;
            const auto name = table.integer(offset + *aux, 4);
            if (!name) return false;
            if ((*flags & VER_FLG_BASE) == 0) facts_.offers.push_back(string(*name));
            return true;
        });
        std::erase(facts_.offers, "");
    }

    // The loader never needs the number of symbols, so it is nowhere said outright: DT_HASH knows
    // it; without one the string table, which linkers put behind the symbols, bounds it.
    std::uint64_t symbol_count(std::uint64_t entry) const {
        if (values_.contains(DT_HASH)) return image_.at(value(DT_HASH)).integer(4, 4).value_or(0);
        const std::uint64_t symbols = value(DT_SYMTAB);
        const std::uint64_t strings = value(DT_STRTAB);
        return (strings > symbols ? strings - symbols : image_.at(symbols).size()) / entry;
    }

    void read_imports() {
        facts_.stack_protector = false;
        const std::uint64_t entry = symbol_size(image_.bits);
        const ElfBytes symbols = image_.at(value(DT_SYMTAB));
        const std::uint64_t count = std::min(symbol_count(entry), symbols.size() / entry);
        for (std::uint64_t i = 1; i < count; ++i) {
            const auto name = symbols.integer(i * entry, 4);
            if (!name) continue;
            const std::string_view text = strings_.part(*name, longest_function).view();
            const std::string_view function = text.substr(0, text.find('\0'));
            if (function == "__stack_chk_fail") facts_.stack_protector = true;
            add_import(symbols, i);
        }
    }

    void add_import(const ElfBytes& symbols, std::uint64_t index) {
        if (import_text_ > most_import_text) return;
        ElfImport import{.name = undefined_symbol(symbols, index, strings_, image_.bits)};
        if (import.name.empty()) return;
        if (values_.contains(DT_VERSYM)) {
            const auto version = image_.at(value(DT_VERSYM)).integer(index * 2, 2);
            const auto known = versions_.find(version.value_or(0) & 0x7FFFU); // less the hidden bit
            if (known != versions_.end()) import.version = known->second;
        }
        import_text_ += import.name.size() + import.version.size() + 1;
        facts_.imports.push_back(std::move(import));
    }

    const ElfImage& image_;
    ElfFacts& facts_;
    Values values_;
    std::vector<std::uint64_t> needed_;
    ElfBytes strings_;
    std::map<std::uint64_t, std::string> versions_; // wanted, by their index
    std::uint64_t text_ = 0;
    std::uint64_t import_text_ = 0;
    std::uint64_t steps_ = 0; // of all walks together, so that nested ones end too
};

} // namespace

std::optional<std::uint64_t> ElfBytes::integer(std::uint64_t offset, unsigned width) const {
    if (offset > bytes_.size() || bytes_.size() - offset < width) return std::nullopt;
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
        const unsigned at = little_ ? width - 1 - i : i;
        value = value << 8U | static_cast<unsigned char>(bytes_[offset + at]);
    }
    return value;
}

std::optional<std::string> ElfBytes::string(std::uint64_t offset) const {
    const std::string_view rest = part(offset, longest_string + 1).view();
    const auto end = rest.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(rest.substr(0, end));
}

ElfBytes ElfBytes::part(std::uint64_t offset, std::uint64_t size) const {
    if (offset >= bytes_.size()) return {};
    return {bytes_.substr(offset, size), little_};
}

ElfBytes ElfImage::at(std::uint64_t address) const {
    for (const ElfSegment& load : loads)
        if (address >= load.address && address - load.address < load.size) {
            const std::uint64_t inside = address - load.address;
            if (load.offset > file.size()) return {};
            return file.part(load.offset, load.size).part(inside);
        }
    return {};
}

std::uint64_t symbol_size(int bits) {
    return bits == 64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
}

std::string undefined_symbol(const ElfBytes& symbols, std::uint64_t index, const ElfBytes& names,
                             int bits) {
    const std::uint64_t start = index * symbol_size(bits);
    const auto section = symbols.integer(
        start + (bits == 64 ? offsetof(Elf64_Sym, st_shndx) : offsetof(Elf32_Sym, st_shndx)), 2);
    const auto name = symbols.integer(start, 4);
    if (!name || !section || *section != SHN_UNDEF) return {};
    const std::string_view text = names.part(*name, longest_import).view();
    const auto end = text.find('\0');
    return end == std::string_view::npos ? std::string() : std::string(text.substr(0, end));
}

bool read_dynamic(const ElfImage& image, ElfFacts& facts) {
    return DynamicReader(image, facts).read();
}

} // namespace acapctl
