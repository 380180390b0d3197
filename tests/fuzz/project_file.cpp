// acapctl.toml as a cloned project brings it.
#include "manifest/project_file.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

#include <algorithm>

using namespace acapctl;

namespace {

void require_below(const std::string& path) {
    const auto parts = text::split(path, '/');
    fuzz::require(!path.starts_with('/') && std::ranges::find(parts, "..") == parts.end(),
                  "a path stays below the project");
}

void require_one_of(const std::string& value, const std::vector<std::string>& values) {
    fuzz::require(value.empty() || std::ranges::find(values, value) != values.end(),
                  "a choice is one of those there are");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ProjectFile file;
    const std::string_view text = fuzz::text_of(data, size);
    if (!fuzz::accepts([&] { file = parse_project_file(text, "acapctl.toml"); })) return 0;
    require_below(file.build.dockerfile);
    for (const std::string& path : file.build.files) require_below(path);
    if (!file.build.result.empty()) require_below(file.build.result.substr(1));
    require_one_of(file.build.engine, {"auto", "docker", "podman"});
    require_one_of(file.build.network, {"none"});
    require_one_of(file.build.system, {"make", "meson", "cmake", "none"});
    for (const auto& [name, variant] : file.variants) {
        fuzz::require(!name.empty(), "a variant has a name");
        fuzz::require_printable(name);
        fuzz::require(name.find_first_of("/. ") == std::string::npos, "a name is no path");
        require_below(variant.manifest);
        for (const std::string& path : variant.files) require_below(path);
    }
    for (const ProjectFile::Ignore& ignore : file.ignores) fuzz::require_printable(ignore.place);
    return 0;
}
