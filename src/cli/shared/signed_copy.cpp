#include "cli/shared/signed_copy.hpp"

#include "builder/record/signed_copy.hpp"
#include "package/package_name.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace fs = std::filesystem;

std::optional<SignedBeside> signed_beside(const fs::path& package, Context& context) {
    const fs::path copy = signed_name(package);
    std::error_code error;
    if (fs::symlink_status(copy, error).type() != fs::file_type::regular) return std::nullopt;
    try {
        SignedBeside beside{.file = copy,
                            .proof = signing::check_signed(package, copy, context.stop)};
        note_signed(package, copy, beside.proof, context.terminal);
        return beside;
    } catch (const Error& failure) {
        if (failure.kind() == ErrorKind::interrupted) throw;
        context.terminal.warn(fmt::format("the signed copy is left out: {}", failure.what()));
        return std::nullopt;
    }
}

std::optional<fs::path> note_signed(const fs::path& package, const fs::path& copy,
                                    const signing::SignedCopy& proof, Terminal& terminal) {
    try {
        return builder::record_signed({.package = package,
                                       .sha256 = proof.built_sha256,
                                       .copy = copy,
                                       .copy_sha256 = proof.signed_sha256});
    } catch (const Error& failure) {
        terminal.warn(fmt::format("the record of the build does not name the signed copy: {}",
                                  failure.what()));
        return std::nullopt;
    }
}

} // namespace acapctl::cli
