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

struct Contents {
    std::string sha256{};     // of the archive, uncompressed
    std::uint64_t stream = 0; // bytes of the file that hold it
    std::uint64_t behind = 0; // bytes of the file after them
};

Contents contents_of(const fs::path& file, const std::stop_token& stop) {
    PackageReader whole(file, {.stop = stop}); // that it is a package, within bounds
    while (whole.next()) {
    }
    Contents contents{.behind = whole.trailing_bytes()};
    contents.stream = whole.file_size() - contents.behind;
    GzipReader reader(file, ReadLimits{}.total, stop);
    Sha256 digest;
    while (reader.compressed_offset() < contents.stream) {
        const std::string_view bytes = reader.read();
        if (bytes.empty()) break;
        digest.add(bytes);
    }
    contents.sha256 = digest.finish();
    return contents;
}

// One more than a signature can have tells that there are too many.
std::string added_bytes(const fs::path& file, const Contents& contents) {
    const auto size = std::min<std::uint64_t>(contents.behind, most_of_signature + 1);
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(contents.stream));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

bool same_start(const fs::path& left, const fs::path& right, std::uint64_t size) {
    std::ifstream a(left, std::ios::binary);
    std::ifstream b(right, std::ios::binary);
    std::string x(64U << 10U, '\0');
    std::string y = x;
    for (std::uint64_t done = 0; done < size;) {
        const auto piece =
            static_cast<std::streamsize>(std::min<std::uint64_t>(size - done, x.size()));
        if (!a.read(x.data(), piece) || !b.read(y.data(), piece)) return false;
        if (std::string_view(x).substr(0, static_cast<std::size_t>(piece)) !=
            std::string_view(y).substr(0, static_cast<std::size_t>(piece)))
            return false;
        done += static_cast<std::uint64_t>(piece);
    }
    return true;
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
    const Contents before = contents_of(built, stop);
    if (before.behind > 0)
        fail("already-signed",
             fmt::format("{} has {} bytes behind the package: it is not what the build left",
                         visible_path(built), before.behind),
             "name the unsigned package first, and the signed one second");
    const Contents after = contents_of(copy, stop);
    if (after.sha256 != before.sha256)
        fail("not-the-built-one",
             fmt::format("{} does not hold what {} holds", visible_path(copy), visible_path(built)),
             "", {{Advice::compare_packages}});
    if (after.behind == 0)
        fail("not-signed", fmt::format("{} has no signature: nothing was added to the package",
                                       visible_path(copy)));
    const std::string added = added_bytes(copy, after);
    refuse_what_is_no_signature(copy, added);
    SignedCopy result{.built_sha256 = sha256_of_file(built, stop),
                      .signed_sha256 = sha256_of_file(copy, stop),
                      .added = after.behind,
                      .signers = find_signers(added)};
    result.packed_anew = after.stream != before.stream || !same_start(built, copy, before.stream);
    return result;
}

fs::path signed_name(const fs::path& package) {
    return package.parent_path() / (package.stem().string() + "_signed.eap");
}

} // namespace acapctl::signing
