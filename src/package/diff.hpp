#pragma once
// What changed from one package to another. Pure functions of packages already read.

#include "package/diff_manifest.hpp"
#include "package/elf_scan.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct PackageContent {
    PackageScan scan{};
    std::map<std::string, std::string> sha256{}; // of the content of every file, by path
};

PackageContent read_content(const std::filesystem::path& file, const std::stop_token& stop = {});

const char* change_name(Change change);

struct FileChange {
    Change change = Change::changed;
    std::string path{};
    std::optional<Member> before{};
    std::optional<Member> after{};
    bool content = false; // differs; of a link its target, of both sides the type
    bool mode = false;
};

// Something that an ELF file needs and did not need before, or no longer needs.
struct NeedChange {
    Change change = Change::added; // or removed
    std::string path{};            // of the ELF file
    std::string kind{};            // "library", "version", "architecture"
    std::string what{};            // "libfoo.so.1", "GLIBC_2.34 of libc.so.6", "aarch64"
    bool new_to_package = false;   // added, and no file of the first package needed it
};

// The AXIS OS versions on which nothing speaks against each package, in words.
struct FloorChange {
    std::string before{}, after{};
    bool narrower = false; // some version that was allowed no longer is
};

struct PackageDiff {
    std::uint64_t size_before = 0, size_after = 0; // bytes of the files themselves
    std::vector<ManifestChange> manifest{};
    std::vector<FileChange> files{};
    std::vector<NeedChange> needs{};
    std::optional<FloorChange> floor{}; // filled in by who knows AXIS OS; nothing: the same

    bool empty() const; // the contents are equal; compressed sizes may still differ
};

PackageDiff diff(const PackageContent& before, const PackageContent& after);

} // namespace acapctl
