#pragma once
// What changed from one package to another. Pure functions of packages already read.

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

enum class Change { added, removed, changed };
const char* change_name(Change change);

// A value of manifest.json: the order of keys says nothing, list entries with a name are compared
// by it, lists of plain values as sets.
struct ManifestChange {
    Change change = Change::changed;
    std::string path{};   // "$.acapPackageConf.setup.version", "$.a.paramConfig[name=Level].type"
    std::string before{}; // compact JSON, empty if added
    std::string after{};  // compact JSON, empty if removed
};

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

// Texts of two manifests; an empty text is a package without one.
std::vector<ManifestChange> diff_manifests(const std::string& before, const std::string& after);

// What must not change too much: "size>5%", "size>100kB", "files", "files>10", "manifest",
// "manifest>3", "elf", "elf>2", "floor", "any".
class Threshold {
  public:
    static constexpr const char* grammar =
        "size>N% or size>N[kB|MB], manifest, files or elf alone or with >N, floor, any";

    // Throws a usage error.
    static Threshold parse(std::string_view text);
    const std::string& text() const { return text_; }
    // Why it is exceeded ("the package grew by 7.1 %"); nothing if it is not.
    std::optional<std::string> exceeded(const PackageDiff& diff) const;

  private:
    std::optional<std::string> size_exceeded(const PackageDiff& diff) const;

    std::string text_{};
    std::string subject_{};
    double limit_ = 0;
    bool percent_ = false;
};

} // namespace acapctl
