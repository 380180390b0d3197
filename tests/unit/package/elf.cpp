#include "package/elf.hpp"

#include "catch.hpp"
#include "package/object_symbols.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "unit/package/elf_samples.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <regex>
#include <set>

#include <elf.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

ElfFacts facts_of(const fs::path& file) {
    const auto facts = elf_facts(read_file(file, 1U << 30U));
    REQUIRE(facts);
    return *facts;
}

std::vector<std::string> matches(const std::string& output, const std::string& pattern) {
    std::vector<std::string> found;
    const std::regex regex(pattern);
    for (auto it = std::sregex_iterator(output.begin(), output.end(), regex);
         it != std::sregex_iterator(); ++it)
        found.push_back((*it)[1]);
    return found;
}

std::string readelf(const fs::path& file, const std::string& option) {
    return samples::must_run({"readelf", "-W", option, file.string()}, file.parent_path());
}

std::set<std::string> wanted(const ElfFacts& facts) {
    std::set<std::string> all;
    for (const ElfVersions& library : facts.versions)
        for (const std::string& version : library.versions)
            all.insert(library.library + " " + version);
    return all;
}

// What readelf says of the version needs, in the same form.
std::set<std::string> wanted_by_readelf(const fs::path& file) {
    std::set<std::string> all;
    std::string library;
    bool needs = false;
    for (const std::string& line : text::lines(readelf(file, "-V"))) {
        if (line.find("Version needs section") != std::string::npos) needs = true;
        std::smatch match;
        if (needs && std::regex_search(line, match, std::regex("File: (\\S+)"))) library = match[1];
        if (needs && std::regex_search(line, match, std::regex("Name: (\\S+)  Flags")))
            all.insert(library + " " + std::string(match[1]));
    }
    return all;
}

std::set<std::string> imports(const ElfFacts& facts) {
    std::set<std::string> all;
    for (const ElfImport& each : facts.imports)
        all.insert(each.version.empty() ? each.name : each.name + "@" + each.version);
    return all;
}

// "12: 00000000 0 FUNC GLOBAL DEFAULT UND puts@GLIBC_2.17 (2)".
std::set<std::string> imports_by_readelf(const fs::path& file) {
    const auto found = matches(readelf(file, "--dyn-syms"), " UND ([^ \n]+)");
    return {found.begin(), found.end()};
}

void agrees_with_readelf(const fs::path& file) {
    INFO(file);
    const ElfFacts facts = facts_of(file);
    const std::string dynamic = readelf(file, "-d");
    CHECK(facts.needed == matches(dynamic, "\\(NEEDED\\).*\\[(.*)\\]"));
    CHECK(facts.soname == text::join(matches(dynamic, "\\(SONAME\\).*\\[(.*)\\]"), ","));
    CHECK(text::join(facts.runpath, ":") ==
          text::join(matches(dynamic, "\\(RUNPATH\\).*\\[(.*)\\]"), ","));
    CHECK(text::join(facts.rpath, ":") ==
          text::join(matches(dynamic, "\\(RPATH\\).*\\[(.*)\\]"), ","));
    CHECK(wanted(facts) == wanted_by_readelf(file));
    CHECK(facts.build_id == text::join(matches(readelf(file, "-n"), "Build ID: ([0-9a-f]+)"), ","));
    const std::string segments = readelf(file, "-l");
    CHECK(facts.interpreter == text::join(matches(segments, "interpreter: (.*)\\]"), ","));
    CHECK((facts.relro != Relro::none) == !matches(segments, "(GNU_RELRO)").empty());
    const bool now = !matches(dynamic, "(BIND_NOW|Flags:.*NOW)").empty();
    CHECK((facts.relro == Relro::full) == (now && facts.relro != Relro::none));
    CHECK(facts.executable_stack == !matches(segments, "GNU_STACK.*(RWE)").empty());
    CHECK(facts.stripped == matches(readelf(file, "-S"), "(\\.symtab)").empty());
    CHECK(*facts.stack_protector ==
          !matches(readelf(file, "--dyn-syms"), "(__stack_chk_fail)").empty());
    CHECK(imports(facts) == imports_by_readelf(file));
    CHECK(facts.problems.empty());
}

// Takes the section headers away, as packers of small programs do.
std::string without_sections(std::string bytes) {
    const bool wide = bytes[4] == 2;
    const auto clear = [&](std::size_t offset, std::size_t size) {
        std::fill_n(bytes.begin() + static_cast<long>(offset), size, '\0');
    };
    clear(wide ? 0x28 : 0x20, wide ? 8 : 4); // e_shoff
    clear(wide ? 0x3A : 0x2E, 6);            // e_shentsize, e_shnum, e_shstrndx
    return bytes;
}

} // namespace

TEST_CASE("what is read of a program and its libraries is what readelf reads") {
    for (const std::string& triplet : samples::triplets) {
        const TempDir dir;
        samples::build_application(triplet, dir.path(), {"-fstack-protector-all"});
        agrees_with_readelf(dir.path() / "app");
        agrees_with_readelf(dir.path() / "lib/libhelper.so.1.2");
        agrees_with_readelf(dir.path() / "device/liblarod.so.1");
        samples::must_run({triplet + "-strip", "app"}, dir.path());
        agrees_with_readelf(dir.path() / "app");
        agrees_with_readelf(fs::path("/usr") / triplet / "lib/libc.so.6");
    }
}

TEST_CASE("an object file, an archive and a program tell what they take and give") {
    for (const std::string& triplet : samples::triplets) {
        const TempDir dir;
        samples::compile(triplet, dir.path(),
                         "int a(void); extern int b; int c(void) { return a() + b; }", "a.o",
                         {"-c", "-fno-pic"});
        using Names = std::set<std::string>;
        const auto names = [](const std::vector<std::string>& list) {
            return Names(list.begin(), list.end());
        };
        const auto found = object_symbols(read_file(dir.path() / "a.o"));
        REQUIRE(found.size() == 1);
        CHECK(found[0].member.empty());
        CHECK(names(found[0].undefined) == Names{"a", "b"});
        CHECK(names(found[0].defined) == Names{"c"});
        const std::string longer = "a-name-that-needs-the-table-of-long-names.o";
        samples::compile(triplet, dir.path(), "int a(void) { return 1; } int b;", longer, {"-c"});
        samples::must_run({triplet + "-ar", "rc", "lib.a", "a.o", longer}, dir.path());
        const auto members = object_symbols(read_file(dir.path() / "lib.a"));
        REQUIRE(members.size() == 2);
        CHECK(members[0].member == "a.o");
        CHECK(names(members[0].undefined) == Names{"a", "b"});
        CHECK(members[1].member == longer);
        CHECK(names(members[1].defined) == Names{"a", "b"});
        write_file(dir.path() / "main.c", "int c(void); int main(void) { return c(); }");
        samples::must_run({triplet + "-gcc", "-no-pie", "main.c", "lib.a", "-o", "app"},
                          dir.path());
        const auto program = object_symbols(read_file(dir.path() / "app"));
        REQUIRE(program.size() == 1);
        CHECK(names(program[0].defined).contains("c"));
        CHECK(text::contains(program[0].sources, "main.c"));
        CHECK_FALSE(text::contains(program[0].sources, "crtstuff.c"));
        samples::must_run({triplet + "-strip", "app"}, dir.path());
        CHECK(object_symbols(read_file(dir.path() / "app")).empty());
    }
    CHECK(object_symbols("no ELF file").empty());
    CHECK(object_symbols("\177ELF").empty());
    CHECK(object_symbols("!<arch>\n").empty());
    CHECK(object_symbols("!<arch>\na.o/            0           0     0     644     99999     `\n")
              .empty());
}

TEST_CASE("machine, type and ABI name the architecture as ACAP does") {
    const TempDir dir;
    samples::build_application("aarch64-linux-gnu", dir.path() / "a");
    ElfFacts facts = facts_of(dir.path() / "a/app");
    CHECK(facts.architecture == "aarch64");
    CHECK(facts.bits == 64);
    CHECK(facts.type == ElfType::pie);
    CHECK(facts_of(dir.path() / "a/lib/libhelper.so.1.2").type == ElfType::shared);

    samples::build_application("arm-linux-gnueabihf", dir.path() / "b", {"-no-pie"});
    facts = facts_of(dir.path() / "b/app");
    CHECK(facts.architecture == "armv7hf");
    CHECK(facts.bits == 32);
    CHECK(facts.type == ElfType::executable);
    CHECK(facts.abi == std::vector<std::string>{"EABI5", "hard-float"});

    facts = facts_of("/proc/self/exe");
    CHECK(facts.machine != "");
    CHECK(facts.is_program());
}

TEST_CASE("an ARM program for the soft-float ABI is no armv7hf program") {
    const TempDir dir;
    samples::compile("arm-linux-gnueabihf", dir.path(), "int f(void) { return 1; }", "f.so",
                     {"-shared", "-fPIC", "-nostdlib", "-march=armv7-a", "-mfloat-abi=softfp"});
    const ElfFacts facts = facts_of(dir.path() / "f.so");
    CHECK(facts.architecture == "");
    CHECK(facts.abi == std::vector<std::string>{"EABI5", "soft-float"});
}

TEST_CASE("a static program needs nothing and says so") {
    const TempDir dir;
    samples::compile("aarch64-linux-gnu", dir.path(), "int main(void) { return 0; }", "app",
                     {"-static"});
    ElfFacts facts = facts_of(dir.path() / "app");
    CHECK_FALSE(facts.dynamic);
    CHECK(facts.interpreter == "");
    CHECK(facts.needed.empty());
    CHECK(facts.type == ElfType::executable);
    CHECK_FALSE(facts.stack_protector.has_value());

    samples::compile("aarch64-linux-gnu", dir.path(), "int main(void) { return 0; }", "pie",
                     {"-static-pie"});
    CHECK(facts_of(dir.path() / "pie").type == ElfType::pie);
}

TEST_CASE("hardening follows the options of the linker") {
    struct Case {
        std::vector<std::string> options;
        ElfType type;
        Relro relro;
        bool executable_stack;
    };
    const std::vector<Case> cases = {
        {{"-pie", "-fPIE", "-Wl,-z,now"}, ElfType::pie, Relro::full, false},
        {{"-pie", "-fPIE", "-Wl,-z,lazy"}, ElfType::pie, Relro::partial, false},
        {{"-no-pie", "-Wl,-z,norelro"}, ElfType::executable, Relro::none, false},
        {{"-no-pie", "-Wl,-z,execstack,-z,lazy"}, ElfType::executable, Relro::partial, true},
    };
    const TempDir dir;
    for (const Case& c : cases) {
        INFO(text::join(c.options, " "));
        samples::compile("aarch64-linux-gnu", dir.path(), "int main(void) { return 0; }", "app",
                         c.options);
        const ElfFacts facts = facts_of(dir.path() / "app");
        CHECK(facts.type == c.type);
        CHECK(facts.relro == c.relro);
        CHECK(facts.executable_stack == c.executable_stack);
    }
}

TEST_CASE("symbol versions are told by the library that must have them") {
    const TempDir dir;
    samples::build_application("arm-linux-gnueabihf", dir.path());
    const auto helper = wanted(facts_of(dir.path() / "lib/libhelper.so.1.2"));
    CHECK(helper.contains("liblarod.so.1 LIBLAROD_3.0.0"));
    CHECK(facts_of(dir.path() / "device/liblarod.so.1").offers ==
          std::vector<std::string>{"LIBLAROD_1.0.0", "LIBLAROD_3.0.0"});
}

TEST_CASE("a file without section headers tells the same") {
    for (const std::string& triplet : samples::triplets) {
        const TempDir dir;
        samples::build_application(triplet, dir.path(), {"-fstack-protector-all"});
        for (const char* name : {"app", "lib/libhelper.so.1.2", "device/liblarod.so.1"}) {
            INFO(triplet << " " << name);
            const std::string bytes = read_file(dir.path() / name);
            const auto whole = elf_facts(bytes);
            const auto bare = elf_facts(without_sections(bytes));
            REQUIRE(bare);
            CHECK(bare->architecture == whole->architecture);
            CHECK(bare->type == whole->type);
            CHECK(bare->needed == whole->needed);
            CHECK(bare->soname == whole->soname);
            CHECK(bare->offers == whole->offers);
            CHECK(wanted(*bare) == wanted(*whole));
            CHECK(bare->build_id == whole->build_id);
            CHECK(bare->relro == whole->relro);
            CHECK(bare->stack_protector == whole->stack_protector);
            CHECK(bare->stripped);
            CHECK(bare->problems.empty());
        }
    }
}

TEST_CASE("a file that is no ELF file has no facts") {
    CHECK_FALSE(elf_facts(""));
    CHECK_FALSE(elf_facts("\x7f"
                          "EL"));
    CHECK_FALSE(elf_facts("\x7f"
                          "ELF"));
    CHECK_FALSE(elf_facts("#!/bin/sh\n"));
    CHECK_FALSE(elf_facts("\x7f"
                          "ELF" +
                          std::string(60, '\xff')));
}

// The sanitizer build is the judge of these two: nothing is read past the end, nothing loops.
TEST_CASE("a truncated file never reads past its end") {
    const TempDir dir;
    for (const std::string& triplet : samples::triplets) {
        samples::build_application(triplet, dir.path() / triplet);
        const std::string bytes = read_file(dir.path() / triplet / "app");
        std::size_t told = 0;
        for (std::size_t size = 0; size < bytes.size(); size += size < 4096 ? 1 : 61) {
            const std::string cut(bytes.data(), size); // a copy, so that its end is guarded
            if (elf_facts(cut)) ++told;
        }
        CHECK(told > 0);
    }
}

// Without a bound on all of them together this one takes minutes.
TEST_CASE("many headers that share the same notes cost no more than a few") {
    constexpr std::size_t count = 60'000;
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
    header.e_machine = EM_AARCH64;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = count;
    const Elf64_Phdr note{.p_type = PT_NOTE,
                          .p_flags = PF_R,
                          .p_offset = sizeof header + count * sizeof(Elf64_Phdr),
                          .p_vaddr = 0,
                          .p_paddr = 0,
                          .p_filesz = 4U << 20U,
                          .p_memsz = 4U << 20U,
                          .p_align = 4};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    for (std::size_t i = 0; i < count; ++i)
        bytes.append(reinterpret_cast<const char*>(&note), sizeof note);
    bytes.append(note.p_filesz, '\0');
    const auto facts = elf_facts(bytes);
    REQUIRE(facts);
    CHECK(facts->architecture == "aarch64");
    CHECK(facts->build_id.empty());
}

TEST_CASE("flipped bits never lead astray") {
    const TempDir dir;
    std::mt19937 random(1); // NOLINT: the same flips every time
    for (const std::string& triplet : samples::triplets) {
        samples::build_application(triplet, dir.path() / triplet);
        const std::string name = triplet == samples::triplets[0] ? "app" : "lib/libhelper.so.1.2";
        const std::string bytes = read_file(dir.path() / triplet / name);
        const std::string bare = without_sections(bytes);
        std::size_t damaged = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string flipped = i % 2 == 0 ? bytes : bare;
            // Headers and dynamic tables lie in the first pages; the rest is code.
            const int flips = 1 + i % 4;
            for (int flip = 0; flip < flips; ++flip)
                flipped[random() % std::min<std::size_t>(flipped.size(), 2048)] ^=
                    static_cast<char>(1U << random() % 8U);
            const auto facts = elf_facts(flipped);
            if (!facts || !facts->problems.empty()) ++damaged;
        }
        CHECK(damaged > 0);
    }
}
