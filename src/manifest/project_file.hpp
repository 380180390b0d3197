#pragma once
// acapctl.toml, the project file: what would otherwise be typed each time. The one reader for all
// who want something from it. docs/build.md describes the keys.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct ProjectFile {
    using Arguments = std::map<std::string, std::string>;

    struct Ignore { // an entry of lint.ignore
        std::string id{};
        std::string reason{};
        std::string place{}; // file:line:column, for messages
    };
    struct Variant { // [variants.NAME]
        std::string chip{};
        std::string architecture{};
        std::string manifest{};
        std::vector<std::string> files{}; // added to those of [build]
        Arguments arguments{};            // win over those of [build]
    };
    struct Build { // [build]
        std::string sdk{};
        std::string axis_os{}; // where it must run; chooses the SDK
        std::string engine{};
        std::string network{};
        std::string system{};                     // make, meson, cmake or none
        std::vector<std::string> architectures{}; // those --all means
        std::vector<std::string> files{};
        std::optional<bool> mend{};
        bool ccache = false;
        std::optional<bool> use_dockerfile{}; // dockerfile = true | false
        std::string dockerfile{};             // dockerfile = "PATH", relative to the project
        std::string target{};                 // stage of the Dockerfile
        std::string result{};                 // directory in the image where the package is
        Arguments arguments{};
    };

    std::filesystem::path path{}; // empty: the project has no such file
    Build build{};
    std::map<std::string, Variant> variants{};
    std::vector<Ignore> ignores{};
};

// The text of the file `path`. Throws invalid_input, with the place, for what is not TOML, for an
// unknown key (with the nearest known one) and for a value of the wrong kind.
ProjectFile parse_project_file(std::string_view text, const std::filesystem::path& path);

// Reads DIRECTORY/acapctl.toml; without it everything is empty.
ProjectFile read_project_file(const std::filesystem::path& directory);

} // namespace acapctl
