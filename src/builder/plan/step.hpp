#pragma once
// One command of a build.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace acapctl::builder {

struct Step {
    // mirror and pack are done by acapctl itself; their arguments are a command to the same effect.
    enum class Purpose { mirror, compile, image, create, send, fetch, remove, pack };
    Purpose purpose = Purpose::compile;
    std::vector<std::string> arguments{};             // the command, not for a shell
    std::filesystem::path directory{};                // where it runs; empty: here
    std::map<std::string, std::string> environment{}; // added to the inherited one
    bool attached = false; // on stdin, stdout and stderr of acapctl itself
};
const char* purpose_name(Step::Purpose purpose);
// The step as one would paste it into a POSIX shell.
std::string shell_line(const Step& step);

} // namespace acapctl::builder
