#pragma once
// The signed copy that stands beside a package, however it came there.

#include "cli/app/verb.hpp"
#include "signing/check.hpp"

#include <filesystem>
#include <optional>

namespace acapctl::cli {

struct SignedBeside {
    std::filesystem::path file{};
    signing::SignedCopy proof{};
};

// NAME_signed.eap beside `package`, if it is proved to be that package and a signature; the record
// of the build then names it. Warns of one that is not, which is left out.
std::optional<SignedBeside> signed_beside(const std::filesystem::path& package, Context& context);

// Has the record of the build name the copy; a record that cannot be written is told, no more. The
// file of the record, if there is one.
std::optional<std::filesystem::path> note_signed(const std::filesystem::path& package,
                                                 const std::filesystem::path& copy,
                                                 const signing::SignedCopy& proof,
                                                 Terminal& terminal);

} // namespace acapctl::cli
