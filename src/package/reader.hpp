#pragma once
// Members of a package one after the other, within bounds. The gzip layer is ours, so that the end
// of the stream, and with it the length of a signature behind it, is known exactly and in one pass;
// libarchive reads the tar inside and nothing else.

#include "acapctl/package.hpp"
#include "support/bounds.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl {

struct ReadLimits {
    std::uint64_t total = 1U << 30U;     // uncompressed bytes; a camera has less room than that
    std::uint64_t text = 4U << 20U;      // bytes of one text member
    std::size_t members = 50'000;        // members, directories included
    std::size_t path = 4096;             // bytes of a path or of a link target, as PATH_MAX
    std::size_t depth = deepest_nesting; // directories above a member
    std::stop_token stop{};              // when to give up, as `interrupted`
    // All of it will be read: what is of middling size is unpacked in one go, which is quicker, but
    // errors do not tell where in the file they are.
    bool at_once = false;
};

class PackageReader {
  public:
    explicit PackageReader(const std::filesystem::path& file, const ReadLimits& limits = {});
    ~PackageReader();
    PackageReader(const PackageReader&) = delete;
    PackageReader& operator=(const PackageReader&) = delete;

    // The next member, nothing after the last. A member that could be written outside the package's
    // directory, or is a device, is an error, code "unsafe-member".
    std::optional<Member> next();

    // The content of the current member.
    std::string text();
    void content(const std::function<void(std::string_view)>& sink);

    std::uint64_t file_size() const;
    // Bytes behind the gzip stream. Reads to its end first.
    std::uint64_t trailing_bytes();
    // Why these are no signature; empty: they may be one.
    std::string trailing_problem();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Called for each file whose text read_package does not keep; may read the reader's content().
using FileVisitor = std::function<void(const Member&, PackageReader&)>;
Package read_package(const std::filesystem::path& file, const FileVisitor& visit,
                     const ReadLimits& limits = {});

// What a package says of itself, read until its manifest and package.conf have said it. Its size,
// its members and a signature are then not known, and what follows is not checked.
Package read_package_head(const std::filesystem::path& file, const std::stop_token& stop = {});

// Fills in what a package says of itself from its manifest and conf texts.
void describe(Package& package);

} // namespace acapctl
