#pragma once
// A package with the facts of every ELF file and model in it, read in one pass.

#include "acapctl/package.hpp"
#include "model/model.hpp"
#include "package/elf.hpp"
#include "package/reader.hpp"
#include "package/word_search.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl {

// One NEEDED entry and who has it.
struct NeededLibrary {
    std::string name;       // "libfoo.so.1"
    std::string provider{}; // the member that has this name or SONAME; empty: the device must
    bool found = true;      // by RPATH or RUNPATH, if a member has it; false: the loader will not
                            // look where it lies
};

struct ElfMember {
    std::string path{};
    std::uint64_t size = 0;
    ElfFacts facts{};
    std::vector<NeededLibrary> libraries{}; // as facts.needed
    std::vector<std::string> mentions{};    // of the words looked for
};

struct ScriptMember {
    std::string path{};
    std::string interpreter{};           // what follows "#!"; empty: no such line
    std::vector<std::string> mentions{}; // of the words looked for
};

struct ModelMember {
    std::string path{};
    model::ModelFacts facts{};
};

struct PackageScan {
    Package package{};
    std::vector<ElfMember> elf{};        // in archive order
    std::vector<ScriptMember> scripts{}; // if words were looked for,
    bool scripts_known = false;          // which this tells
    std::vector<ModelMember> models{};

    const ElfMember* find(std::string_view path) const;
};

constexpr std::uint64_t largest_elf = 256U << 20U; // bytes; a model too

// A file above `largest` bytes is not kept in memory: its facts say so as a problem.
// Throws as read_package does.
PackageScan scan_package(const std::filesystem::path& file, std::uint64_t largest = largest_elf,
                         const ReadLimits& limits = {});
PackageScan scan_package(const std::filesystem::path& file, const std::stop_token& stop);
// The same, with what its programs and scripts mention.
PackageScan scan_package(const std::filesystem::path& file, const WordSearch& words,
                         const std::stop_token& stop = {});

// Whether a file of this name that begins so is a script; only the first lines are looked at.
bool is_script(std::string_view path, std::string_view bytes);
// What follows "#!" in its first line.
std::string interpreter_of(std::string_view bytes);

// Fills in `libraries` of every member.
void resolve_needed(PackageScan& scan);

} // namespace acapctl
