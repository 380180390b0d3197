#include "package/elf.hpp"

#include "manifest/architecture_names.hpp"
#include "package/elf_dynamic.hpp"
#include "package/elf_handle.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

constexpr std::size_t most_headers = 65535; // as many as e_phnum and e_shnum can say
// Bounds of what a real file has a handful of, or some dozen bytes of: thousands of headers may
// name the same megabytes.
constexpr unsigned most_notes = 4096;
constexpr std::uint64_t longest_attributes = 4096;

std::string machine_name(unsigned machine) {
    switch (machine) {
    case EM_AARCH64:
        return "aarch64";
    case EM_ARM:
        return "arm";
    case EM_X86_64:
        return "x86_64";
    case EM_386:
        return "i386";
    case EM_MIPS:
        return "mips";
    case EM_CRIS:
        return "cris";
    case EM_RISCV:
        return "riscv";
    case EM_PPC:
        return "powerpc";
    default:
        return fmt::format("machine {}", machine);
    }
}

// The value of one numeric tag in the "aeabi" part of .ARM.attributes (ARM IHI 0045, section 2).
// Tags 4, 5, 32, 65 and 67 hold strings, which are stepped over.
std::optional<std::uint64_t> arm_attribute(std::string_view bytes, std::uint64_t wanted) {
    std::size_t at = 0;
    const auto number = [&]() -> std::optional<std::uint64_t> { // unsigned LEB128
        std::uint64_t value = 0;
        for (unsigned shift = 0; at < bytes.size() && shift < 63; shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes[at++]);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) return value;
        }
        return std::nullopt;
    };
    const auto vendor = bytes.find(std::string_view("aeabi\0", 6));
    if (vendor == std::string_view::npos) return std::nullopt;
    at = vendor + 6 + 1 + 4; // the tag of the whole file and the length of its part
    while (at < bytes.size()) {
        const auto tag = number();
        if (!tag) return std::nullopt;
        if (*tag == 4 || *tag == 5 || *tag == 32 || *tag == 65 || *tag == 67) {
            const auto end = bytes.find('\0', at);
            if (end == std::string_view::npos) return std::nullopt;
            at = end + 1;
            if (*tag != 32) continue;
        }
        const auto value = number();
        if (!value || *tag == wanted) return value;
    }
    return std::nullopt;
}

class FactReader {
  public:
    FactReader(::Elf* elf, std::string_view bytes) : elf_(elf), bytes_(bytes) {}

    std::optional<ElfFacts> read() {
        if (::elf_kind(elf_) != ELF_K_ELF || ::gelf_getehdr(elf_, &header_) == nullptr)
            return std::nullopt;
        facts_.bits = ::gelf_getclass(elf_) == ELFCLASS64 ? 64 : 32;
        facts_.little_endian = header_.e_ident[EI_DATA] != ELFDATA2MSB;
        facts_.machine = machine_name(header_.e_machine);
        read_segments();
        read_sections();
        bool says_pie = false;
        if (image_.dynamic) says_pie = read_dynamic(image_, facts_);
        facts_.dynamic = image_.dynamic.has_value();
        facts_.type = type(says_pie);
        name_architecture();
        return std::move(facts_);
    }

  private:
    ElfBytes file() const { return {bytes_, facts_.little_endian}; }

    void read_segments() {
        image_.file = file();
        image_.bits = facts_.bits;
        // Without a PT_GNU_STACK header the kernel makes the stack executable.
        facts_.executable_stack = header_.e_type == ET_EXEC || header_.e_type == ET_DYN;
        std::size_t count = 0;
        if (::elf_getphdrnum(elf_, &count) != 0) return complain("no program headers can be read");
        for (std::size_t i = 0; i < std::min(count, most_headers); ++i) {
            GElf_Phdr segment;
            if (::gelf_getphdr(elf_, static_cast<int>(i), &segment) == nullptr)
                return complain("no program headers can be read");
            read_segment(segment);
        }
    }

    void read_segment(const GElf_Phdr& segment) {
        const ElfSegment place{segment.p_offset, segment.p_vaddr, segment.p_filesz};
        const ElfBytes content = file().part(segment.p_offset, segment.p_filesz);
        switch (segment.p_type) {
        case PT_LOAD:
            if (content.size() < segment.p_filesz) complain("a segment is cut off");
            image_.loads.push_back(place);
            break;
        case PT_DYNAMIC:
            image_.dynamic = place;
            break;
        case PT_INTERP:
            facts_.interpreter = content.string(0).value_or("");
            break;
        case PT_GNU_STACK:
            facts_.executable_stack = (segment.p_flags & PF_X) != 0;
            break;
        case PT_GNU_RELRO:
            facts_.relro = Relro::partial;
            break;
        case PT_NOTE:
            if (facts_.build_id.empty()) facts_.build_id = build_id(content);
            break;
        default:
            break;
        }
    }

    std::string build_id(const ElfBytes& notes) {
        std::uint64_t at = 0;
        while (++notes_ <= most_notes) {
            const auto name = notes.integer(at, 4);
            const auto size = notes.integer(at + 4, 4);
            const auto type = notes.integer(at + 8, 4);
            if (!name || !size || !type) return {};
            const std::uint64_t content = at + 12 + (*name + 3) / 4 * 4;
            if (*type == NT_GNU_BUILD_ID && *size <= 64 &&
                notes.part(at + 12, *name).view() == std::string_view("GNU\0", 4))
                return text::hex(notes.part(content, *size).view());
            at = content + (*size + 3) / 4 * 4;
        }
        return {};
    }

    ElfBytes section_names() const {
        std::size_t index = 0;
        GElf_Shdr header;
        if (::elf_getshdrstrndx(elf_, &index) != 0 ||
            ::gelf_getshdr(::elf_getscn(elf_, index), &header) == nullptr)
            return {};
        return file().part(header.sh_offset, header.sh_size);
    }

    void read_sections() {
        facts_.stripped = true;
        const ElfBytes names = section_names();
        ::Elf_Scn* section = nullptr;
        for (std::size_t i = 0; i < most_headers; ++i) {
            section = ::elf_nextscn(elf_, section);
            GElf_Shdr header;
            if (section == nullptr || ::gelf_getshdr(section, &header) == nullptr) return;
            if (header.sh_type == SHT_SYMTAB) facts_.stripped = false;
            if (header.sh_type == SHT_ARM_ATTRIBUTES && header_.e_machine == EM_ARM)
                vfp_arguments_ = arm_attribute(file()
                                                   .part(header.sh_offset, header.sh_size)
                                                   .part(0, longest_attributes)
                                                   .view(),
                                               28);
            constexpr std::string_view wanted(".note.gnu.build-id\0", 19);
            if (facts_.build_id.empty() &&
                names.part(header.sh_name, wanted.size()).view() == wanted)
                facts_.build_id = build_id(file().part(header.sh_offset, header.sh_size));
        }
    }

    ElfType type(bool says_pie) const {
        switch (header_.e_type) {
        case ET_REL:
            return ElfType::relocatable;
        case ET_EXEC:
            return ElfType::executable;
        case ET_CORE:
            return ElfType::core;
        case ET_DYN:
            // libc.so.6 has an interpreter too, for the banner it prints.
            return says_pie || (!facts_.interpreter.empty() && facts_.soname.empty())
                       ? ElfType::pie
                       : ElfType::shared;
        default:
            return ElfType::other;
        }
    }

    void name_architecture() {
        if (header_.e_machine == EM_AARCH64 && facts_.bits == 64 && facts_.little_endian)
            facts_.architecture = "aarch64";
        if (header_.e_machine == EM_X86_64) facts_.architecture = "x86_64";
        if (header_.e_machine == EM_MIPS && facts_.bits == 32 && facts_.little_endian)
            facts_.architecture = "mipsisa32r2el";
        if (header_.e_machine == EM_CRIS) facts_.architecture = "crisv32";
        if (header_.e_machine == EM_ARM) name_arm();
    }

    // Linkers since binutils 2.23 say the float ABI in the flags; before, only the attributes did.
    void name_arm() {
        const unsigned eabi = header_.e_flags >> 24U;
        if (eabi != 0) facts_.abi.push_back(fmt::format("EABI{}", eabi));
        const bool hard = (header_.e_flags & EF_ARM_ABI_FLOAT_HARD) != 0 || vfp_arguments_ == 1 ||
                          facts_.interpreter.ends_with("ld-linux-armhf.so.3");
        const bool soft =
            !hard && ((header_.e_flags & EF_ARM_ABI_FLOAT_SOFT) != 0 || vfp_arguments_ == 0 ||
                      facts_.interpreter.ends_with("ld-linux.so.3"));
        if (hard || soft) facts_.abi.emplace_back(hard ? "hard-float" : "soft-float");
        if (eabi == 5 && facts_.little_endian && !soft) facts_.architecture = "armv7hf";
    }

    void complain(const char* problem) { text::add_once(facts_.problems, problem); }

    ::Elf* elf_;
    std::string_view bytes_;
    GElf_Ehdr header_{};
    ElfImage image_;
    ElfFacts facts_;
    std::optional<std::uint64_t> vfp_arguments_;
    unsigned notes_ = 0; // looked at
};

} // namespace

bool is_for(const ElfFacts& facts, std::string_view architecture) {
    if (!facts.architecture.empty() && same_architecture(facts.architecture, architecture))
        return true;
    const ArchitectureNames* known = find_architecture(architecture);
    return known != nullptr && !known->sdk && facts.machine == known->machine &&
           facts.little_endian && facts.bits == 32;
}

std::string build_id_place(const std::string& build_id) {
    if (build_id.size() < 3) return {};
    return ".build-id/" + build_id.substr(0, 2) + "/" + build_id.substr(2) + ".debug";
}

ElfHandle open_elf(std::string_view bytes) {
    static const bool ready = ::elf_version(EV_CURRENT) != EV_NONE;
    if (!ready) return nullptr;
    // libelf reads only: without ELF_C_WRITE it converts into memory of its own.
    return ElfHandle(::elf_memory(const_cast<char*>(bytes.data()), bytes.size()));
}

bool is_elf(std::string_view bytes) {
    return bytes.starts_with(std::string_view(ELFMAG, SELFMAG));
}

std::optional<ElfFacts> elf_facts(std::string_view bytes) {
    const ElfHandle elf = is_elf(bytes) ? open_elf(bytes) : nullptr;
    if (elf == nullptr) return std::nullopt;
    return FactReader(elf.get(), bytes).read();
}

const char* elf_type_name(ElfType type) {
    switch (type) {
    case ElfType::relocatable:
        return "object";
    case ElfType::executable:
        return "executable";
    case ElfType::pie:
        return "pie";
    case ElfType::shared:
        return "shared";
    case ElfType::core:
        return "core";
    case ElfType::other:
        break;
    }
    return "other";
}

const char* relro_name(Relro relro) {
    return relro == Relro::full ? "full" : relro == Relro::partial ? "partial" : "none";
}

} // namespace acapctl
