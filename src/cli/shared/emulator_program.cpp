#include "cli/shared/emulator_program.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/subprocess.hpp"

#include <chrono>

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

nlohmann::json emulator_list(const std::string& option) {
    const CommandResult result =
        run({.arguments = {find_emulator().string(), option, "list", "--json"},
             .output_limit = 1U << 16U,
             .time_limit = std::chrono::seconds(5)});
    nlohmann::json list = parse_foreign(result.output);
    if (list.is_object() && result.status == 0) return list;
    throw Error(
        {.kind = ErrorKind::unexpected,
         .code = "emulator-broken",
         .message = fmt::format("acapctl-emulator {} list does not answer with a list", option),
         .hint = "install acapctl as a whole"});
}

} // namespace acapctl::cli
