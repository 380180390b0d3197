#include "support/output_file.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

namespace acapctl {

void refuse_odd_output(const std::filesystem::path& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::file_type type = fs::symlink_status(path, error).type();
    if (path == "-" || (type != fs::file_type::not_found && type != fs::file_type::regular))
        throw_invalid(
            fmt::format("{} is no regular file that could be written anew", visible_path(path)),
            "name a file");
    const fs::path directory = path.parent_path();
    if (!directory.empty() && !fs::is_directory(directory, error))
        throw_invalid(fmt::format("there is no directory {}", visible_path(directory)));
}

} // namespace acapctl
