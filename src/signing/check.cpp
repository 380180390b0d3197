#include "signing/check.hpp"

#include "acapctl/error.hpp"
#include "package/gzip_reader.hpp"
#include "package/reader.hpp"
#include "package/signature.hpp"
#include "signing/signers.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace acapctl::signing {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string code, std::string message, std::string hint = {},
                       std::vector<Advice> advice = {}) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = std::move(code),
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

struct Layout {
    std::uint64_t stream = 0; // bytes of the file that hold the package
    std::uint64_t behind = 0; // bytes of the file after them
};

// Throws for what is no package within bounds.
Layout layout_of(const fs::path& file, const std::stop_token& stop) {
    PackageReader package(file, {.stop = stop});
    while (package.next()) {
    }
    const std::uint64_t behind = package.trailing_bytes();
    return {.stream = package.file_size() - behind, .behind = behind};
}

std::string bytes_of(const fs::path& file, std::uint64_t from, std::uint64_t size) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(from));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

bool same_bytes(const fs::path& left, const fs::path& right, std::uint64_t size) {
    constexpr std::uint64_t piece = 1U << 20U;
    for (std::uint64_t at = 0; at < size; at += piece)
        if (bytes_of(left, at, std::min(piece, size - at)) !=
            bytes_of(right, at, std::min(piece, size - at)))
            return false;
    return true;
}

// Of the archive, uncompressed.
std::string contents_sha256(const fs::path& file, const Layout& layout,
                            const std::stop_token& stop) {
    GzipReader reader(file, ReadLimits{}.total, stop);
    Sha256 digest;
    while (reader.compressed_offset() < layout.stream) {
        const std::string_view bytes = reader.read();
        if (bytes.empty()) break;
        digest.add(bytes);
    }
    return digest.finish();
}

// Programs that read gzip go on with what begins like another member of it.
void refuse_what_is_no_signature(const fs::path& file, const std::string& added) {
    const std::string why = why_no_signature(added);
    if (why.empty()) return;
    fail("not-a-signature",
         fmt::format("{}: what stands behind the package is no signature: {}", visible_path(file),
                     why),
         "do not install it before you know what was added, and by whom");
}

} // namespace

SignedCopy check_signed(const fs::path& built, const fs::path& copy, const std::stop_token& stop) {
    const Layout before = layout_of(built, stop);
    if (before.behind > 0)
        fail("already-signed",
             fmt::format("{} has {} bytes behind the package: it is not what the build left",
                         visible_path(built), before.behind),
             "name the unsigned package first, and the signed one second");
    const Layout after = layout_of(copy, stop);
    const bool packed_anew =
        after.stream != before.stream || !same_bytes(built, copy, before.stream);
    if (packed_anew && contents_sha256(built, before, stop) != contents_sha256(copy, after, stop))
        fail("not-the-built-one",
             fmt::format("{} does not hold what {} holds", visible_path(copy), visible_path(built)),
             "", {{Advice::compare_packages}});
    if (after.behind == 0)
        fail("not-signed", fmt::format("{} has no signature: nothing was added to the package",
                                       visible_path(copy)));
    // One byte more than a signature can have tells that there are too many.
    const std::string added =
        bytes_of(copy, after.stream, std::min<std::uint64_t>(after.behind, most_of_signature + 1));
    refuse_what_is_no_signature(copy, added);
    return {.built_sha256 = sha256_of_file(built, stop),
            .signed_sha256 = sha256_of_file(copy, stop),
            .added = after.behind,
            .packed_anew = packed_anew,
            .signers = find_signers(added)};
}

} // namespace acapctl::signing
