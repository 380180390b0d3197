#include "package/project_manifest.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl {

namespace fs = std::filesystem;

std::string hint_of_package_conf(const fs::path& directory) {
    for (const fs::path& place : {directory, directory / "app"}) {
        std::error_code error;
        if (fs::is_regular_file(place / "package.conf", error))
            return fmt::format("{} is what SDKs before ACAP 3.3 had in its place: "
                               "packageconf2manifest.py in an SDK image makes a manifest of it",
                               text::visible((place / "package.conf").lexically_normal().string()));
    }
    return {};
}

JsonDocument load_manifest(const Inside& project, const fs::path& manifest) {
    const fs::path path = (project.path() / manifest).lexically_normal();
    const auto shown = [](const fs::path& file) { return text::visible(file.string()); };
    std::error_code error;
    if (fs::symlink_status(path, error).type() == fs::file_type::not_found) {
        const fs::path below = project.path() / "app" / manifest;
        const std::string old = hint_of_package_conf(project.path());
        throw_invalid(
            fmt::format("there is no {}", shown(path)),
            fs::exists(below, error) ? fmt::format("there is one in {}: name that directory",
                                                   shown(below.parent_path().lexically_normal()))
            : !old.empty()           ? old
                           : "name the directory of an ACAP project, or the manifest with -m");
    }
    return JsonDocument::parse(is_path_below(manifest.string())
                                   ? project.read(manifest, JsonDocument::max_size)
                                   : read_file(path, JsonDocument::max_size),
                               path.string());
}

} // namespace acapctl
