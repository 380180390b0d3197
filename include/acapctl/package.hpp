#pragma once
// The .eap package: a gzip'd GNU tar with an optional signature behind it. Reading is bounded and
// never trusts a byte; writing repeats the official recipe bit for bit.

#include "acapctl/export.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl {

enum class MemberType { file, directory, symlink, hardlink, other };

struct Member {
    std::string path; // as stored, without a leading "./" and without a final "/"
    MemberType type = MemberType::file;
    std::uint64_t size = 0; // bytes; 0 for everything but files
    unsigned mode = 0;      // permission bits, 07777 at most
    std::string link{};     // target of a symlink or hardlink
};

// What a package says of itself. manifest.json wins over package.conf where both speak.
struct Package {
    std::filesystem::path file{};
    std::uint64_t size = 0; // of the file, in bytes
    std::string app_name{};
    std::string friendly_name{};
    std::string version{};                     // as list.cgi will show it
    std::string architecture{};                // aarch64, armv7hf, all, mipsisa32r2el, ...
    std::string vendor{};                      // may be empty
    std::string schema_version{};              // of manifest.json; empty without one
    std::uint64_t trailing_bytes = 0;          // behind the gzip stream: a signature, if any
    std::string trailing_problem{};            // why they are none: "zeros"; empty: they may be one
    std::vector<Member> members{};             // in archive order
    std::optional<std::string> manifest{};     // text of manifest.json
    std::map<std::string, std::string> conf{}; // package.conf, unquoted
    std::optional<std::string> param_conf{};   // text
    std::optional<std::string> cgi_conf{};     // text
    // Whether a signature may stand behind the archive; only a device can verify it.
    bool is_signed() const { return trailing_bytes > 0 && trailing_problem.empty(); }
    // What package.conf says of `key`; empty if nothing.
    std::string conf_value(const std::string& key) const {
        const auto found = conf.find(key);
        return found == conf.end() ? std::string() : found->second;
    }
};

// Reads a package within bounds. Throws invalid_input that says which member and which byte; the
// error's code is "not-a-package" (no sound gzip'd tar, or no manifest.json and no package.conf in
// it), "unsafe-member" (a path that leaves the package, a device, a bound exceeded) or
// "invalid-manifest". app_name of the result is never empty and never a path.
// After a stop it throws `interrupted`.
ACAPCTL_API Package read_package(const std::filesystem::path& file, std::stop_token stop = {});

// Unpacks into a directory, made if missing: nothing is written outside it, whatever the members
// say. Device nodes and members that would leave the directory are an error before anything is
// written. Symbolic links are made as they are and may point anywhere: do not follow them blindly.
// `only` names the members wanted, a directory with all that is below it; empty: all of them. A
// name that is not there is an error, code "no-such-member". Returns what was written. Each file
// appears under its name only when whole; after a stop those that did stay, and it throws
// `interrupted`.
ACAPCTL_API std::vector<Member> extract_package(const std::filesystem::path& file,
                                                const std::filesystem::path& directory,
                                                const std::vector<std::string>& only = {},
                                                const std::stop_token& stop = {});

enum class Compression { fast, gzip }; // fast: libdeflate; gzip: the gzip program, bit for bit

struct PackRequest {
    std::filesystem::path project{}; // the directory whose files are packed
    // The target: aarch64, armv7hf or all; empty: the manifest's own, else the executable's.
    std::string architecture{};
    std::filesystem::path manifest = "manifest.json"; // relative to the project
    std::vector<std::string> additional_files{};      // -a, relative to the project, in order
    std::filesystem::path output{}; // directory, created if missing; empty: project/build
    Compression compression = Compression::fast;
    bool mend = true; // CRLF line ends of scripts and write permission for everyone, in the package
    std::string axis_os_version{}; // of the SDK, e.g. 12.11.72; empty: unknown
    // The newest schema of each major that the SDK carries: schemaVersion is raised to it.
    std::vector<std::string> newest_schemas{};
    std::stop_token stop{};
};

struct PackedPackage {
    std::filesystem::path path{};
    std::string architecture{};
    std::string sha256{};
    std::uint64_t size = 0;              // bytes
    std::vector<std::string> warnings{}; // one sentence each
};

// Packs a project that is already compiled. The package appears under its name only when whole.
ACAPCTL_API PackedPackage pack(const PackRequest& request);

} // namespace acapctl
