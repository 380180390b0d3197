#pragma once
// What a Dockerfile says, as far as a build must know: its stages, the arguments it declares, and
// whether it does anything beyond the plain recipe. Pure; never fails: what is not understood is
// left to the engine, whose messages are better.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::builder {

using Arguments = std::map<std::string, std::string>;

struct Dockerfile {
    struct Instruction {
        std::string keyword{};   // upper case
        std::string arguments{}; // continuation lines joined, comments inside left out
        std::size_t line = 0;    // where it begins, from 1
        bool heredoc = false;    // its body is not in `arguments`
    };
    struct Argument { // ARG
        std::string name{};
        std::optional<std::string> value{}; // as written, quotes removed, variables not expanded
        bool global = false;                // declared before the first FROM
    };
    struct Stage {          // FROM
        std::string base{}; // as written
        std::string name{}; // AS name, lower case; may be empty
    };

    char escape = '\\';
    std::vector<Instruction> instructions{};
    std::vector<Argument> arguments{};
    std::vector<Stage> stages{};

    bool declares(std::string_view name) const;
    // The last of the first `among` stages that has this name, in whatever case, or number.
    std::optional<std::size_t> find_stage(std::string_view named,
                                          std::size_t among = SIZE_MAX) const;
    std::vector<std::string> argument_names() const; // each once, in order of appearance
};

Dockerfile parse_dockerfile(std::string_view text);

// `text` with $NAME, ${NAME}, ${NAME:-word} and ${NAME:+word} replaced as the builder does it.
// Nothing if it is malformed, too deep, or longer than 4096 bytes.
std::optional<std::string> expand(std::string_view text, const Arguments& values, char escape);

// The arguments before the first FROM, with `given` in place of defaults; an argument without
// either is left out, and so is one whose default cannot be told or would make them all larger
// than 1 MB.
Arguments global_arguments(const Dockerfile& file, const Arguments& given);

// The image the stage `target` (empty: the last) is built on, through stages that build on each
// other; nothing if it cannot be told.
std::optional<std::string> base_image(const Dockerfile& file, const Arguments& given,
                                      const std::string& target = {});

// Whether something in it may write the manifest that is packed: a command that names one, other
// than acap-build's own option, or a copy under that name.
bool may_write_manifest(const Dockerfile& file);

// The argument that chooses the manifest: X of "manifest.json.${X}" in an instruction; empty if
// there is none.
std::string variant_argument(const Dockerfile& file);

} // namespace acapctl::builder
