#include "cli/shared/emulator_program.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::cli {

std::filesystem::path find_emulator() {
    constexpr const char* program = "acapctl-emulator";
    const auto here = program_directory();
    for (const auto& path : {here / program, here / ".." / "libexec" / "acapctl" / program})
        if (::access(path.c_str(), X_OK) == 0) return path;
    if (const auto found = find_program(program)) return *found;
    throw Error({.kind = ErrorKind::unexpected,
                 .code = "emulator-missing",
                 .message = fmt::format("{} is neither beside acapctl nor in PATH", program),
                 .hint = "install acapctl as a whole"});
}

} // namespace acapctl::cli
