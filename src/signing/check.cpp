#include "signing/check.hpp"

#include "acapctl/error.hpp"
#include "package/gzip_reader.hpp"
#include "package/reader.hpp"
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

// A signature of RSA-4096 with its certificates takes some kilobytes; what is larger hides
// something.
constexpr std::uint64_t largest_signature = 1U << 20U;

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

std::string added_bytes(const fs::path& file, const Contents& contents) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(contents.stream));
    std::string bytes(static_cast<std::size_t>(contents.behind), '\0');
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
    if (added.find_first_not_of('\0') == std::string::npos)
        fail("not-a-signature", fmt::format("{}: what was added is all zeros", visible_path(file)));
    if (added.starts_with("\x1f\x8b"))
        fail("not-a-signature",
             fmt::format("{}: a second compressed archive stands behind the package, and no "
                         "signature",
                         visible_path(file)),
             "do not install it: the service, or who is between, added files");
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
    if (after.behind > largest_signature)
        fail("not-a-signature",
             fmt::format("{}: {} were added, which is more than a signature takes",
                         visible_path(copy), text::human_size(after.behind)));
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
