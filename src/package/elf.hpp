#pragma once
// What an ELF file is and what it needs before it can start, read the way the dynamic loader reads
// it: from the program headers. Section headers only add what the loader does not care about
// (stripped or not), so that files without them are understood too. No byte is trusted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

enum class ElfType { relocatable, executable, pie, shared, core, other };
const char* elf_type_name(ElfType type); // "executable", "pie", "shared", ...

enum class Relro { none, partial, full };
const char* relro_name(Relro relro);

// The symbol versions that a file wants from one library, or that a library offers.
struct ElfVersions {
    std::string library; // as in NEEDED: "libc.so.6"
    std::vector<std::string> versions{};
};

// A function or variable that a file takes from a library.
struct ElfImport {
    std::string name;      // "fopen"
    std::string version{}; // "GLIBC_2.17"; empty: any
};

struct ElfFacts {
    int bits = 0; // 32 or 64
    bool little_endian = true;
    std::string machine{};      // "aarch64", "arm", "x86_64", ..., "machine 1234"
    std::string architecture{}; // as ACAP names it: "aarch64", "armv7hf"; empty: none of its names
    std::vector<std::string> abi{}; // "EABI5", "hard-float", ...
    ElfType type = ElfType::other;
    bool dynamic = false;              // has a dynamic table; false: static
    std::string interpreter{};         // of a program: "/lib/ld-linux-aarch64.so.1"
    std::string soname{};              // of a library
    std::vector<std::string> needed{}; // NEEDED, in order
    std::vector<std::string> rpath{};  // the directories of DT_RPATH
    std::vector<std::string> runpath{};
    std::vector<ElfVersions> versions{}; // wanted, by library
    std::vector<std::string> offers{};   // version definitions of a library, in order
    std::vector<ElfImport> imports{};    // undefined dynamic symbols; of a monstrous file not all
    bool stripped = false;               // has no symbol table beyond the dynamic one
    std::string build_id{};              // lower-case hex
    Relro relro = Relro::none;
    bool executable_stack = false;
    std::optional<bool> stack_protector{}; // nothing: cannot be told (static and stripped)
    std::vector<std::string> problems{};   // what is damaged, one phrase each

    bool is_program() const { return type == ElfType::executable || type == ElfType::pie; }
};

// Whether what is compiled so is for devices of that architecture, by whatever name. Of an
// architecture that no SDK knows any more the machine alone tells.
bool is_for(const ElfFacts& facts, std::string_view architecture);

bool is_elf(std::string_view bytes); // by its magic number

// The facts of a whole file in memory. Nothing if it is no ELF file or its header is damaged;
// damage further in is named in `problems` and what is sound is still told.
std::optional<ElfFacts> elf_facts(std::string_view bytes);

// Where gdb looks for the unstripped file with this build id, below a directory that it is told:
// ".build-id/ab/cdef.debug". Empty: it is no build id.
std::string build_id_place(const std::string& build_id);

} // namespace acapctl
