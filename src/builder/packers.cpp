#include "builder/packers.hpp"

#include "acapctl/error.hpp"
#include "builder/tree/fetched.hpp"
#include "package/diff.hpp"
#include "package/gzip_reader.hpp"
#include "support/beneath.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// Both packers write the time of packing unless SOURCE_DATE_EPOCH is set, and one of them is later.
// Clears time and checksum of every header.
void clear_times(std::string& tar) {
    constexpr std::size_t block = 512;
    for (std::size_t at = 0; at + block <= tar.size();) {
        const std::uint64_t size = std::strtoull(tar.substr(at + 124, 12).c_str(), nullptr, 8);
        std::fill_n(tar.begin() + static_cast<std::ptrdiff_t>(at + 136), 20, '\0');
        if (size > tar.size()) return; // no octal number; the contents were compared already
        at += block + (size + block - 1) / block * block;
    }
}

std::string tar_of(const fs::path& package) {
    GzipReader reader(package, 1U << 30U);
    std::string bytes;
    for (auto piece = reader.read(); !piece.empty(); piece = reader.read()) bytes += piece;
    if (!environment("SOURCE_DATE_EPOCH")) clear_times(bytes);
    return bytes;
}

std::string described(const FileChange& change) {
    const std::string path = text::visible(change.path);
    if (change.change == Change::added) return path + " is only in the SDK's";
    if (change.change == Change::removed) return path + " is only in acapctl's";
    if (change.content && change.before && change.after &&
        change.before->size != change.after->size)
        return fmt::format("{} has {} bytes in acapctl's and {} in the SDK's", path,
                           change.before->size, change.after->size);
    if (change.content) return path + " has other content";
    return fmt::format("{} has mode {:04o} in acapctl's and {:04o} in the SDK's", path,
                       change.before->mode, change.after->mode);
}

std::vector<std::string> order(const PackageContent& content) {
    std::vector<std::string> paths;
    for (const Member& member : content.scan.package.members) paths.push_back(member.path);
    return paths;
}

// In words; empty if they are equal to the last byte of the tar.
std::vector<std::string> differences(const fs::path& own, const fs::path& sdk) {
    const PackageContent before = read_content(own);
    const PackageContent after = read_content(sdk);
    std::vector<std::string> result;
    for (const FileChange& change : diff(before, after).files) result.push_back(described(change));
    if (!result.empty()) return result;
    if (order(before) != order(after)) return {"the members are in another order"};
    if (tar_of(own) != tar_of(sdk)) return {"times or owners in the tar headers"};
    return {};
}

// Where the compile step puts what acap-build made. A Makefile may have put a link there.
std::optional<Beneath> packed(const Plan& plan) {
    return Beneath(plan.tree).find(fs::path(".acapctl") / "packed");
}

fs::path sdk_package(const Plan& plan) {
    std::error_code missing;
    if (const auto directory = packed(plan))
        for (const auto& entry : fs::directory_iterator(directory->path(), missing))
            if (entry.path().extension() == ".eap" && entry.is_regular_file(missing) &&
                !entry.is_symlink(missing))
                return entry.path();
    throw Error({.kind = ErrorKind::build_failed,
                 .code = "no-package",
                 .message = "acap-build ended well but made no package"});
}

} // namespace

PackedPackage take_sdk_package(const Plan& plan) {
    sdk_package(plan); // or a clear error
    const auto packages = take_packages(plan, *packed(plan));
    Beneath(plan.tree).remove_all(fs::path(".acapctl") / "packed");
    return packages.front();
}

void compare_packers(const Plan& plan, PackRequest request) {
    const fs::path theirs = sdk_package(plan);
    const TempDir directory;
    request.output = directory.path();
    request.mend = false; // acap-build mends nothing
    const fs::path ours = pack(request).path;
    std::vector<std::string> found = differences(ours, theirs);
    if (ours.filename() != theirs.filename())
        found.insert(found.begin(), fmt::format("acapctl names it {} and the SDK {}",
                                                text::visible(ours.filename().string()),
                                                text::visible(theirs.filename().string())));
    if (found.empty()) return;
    throw Error({.kind = ErrorKind::build_failed,
                 .code = "packers-differ",
                 .message = fmt::format("the packages of acapctl and of acap-build differ: {}",
                                        text::join(found, "; ")),
                 .hint = fmt::format("acap-build's package is {}", text::visible(theirs.string())),
                 .advice = {{Advice::choose_packer_of_sdk}}});
}

} // namespace acapctl::builder
