#pragma once
// What docker and podman say when they refuse, and what one can do about it. They have no codes:
// only their texts tell one refusal from another, so what is not known here is unknown.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::engine {

enum class Refusal {
    no_permission,  // this user may not use the engine's socket
    not_shared,     // Docker Desktop does not show this directory to its containers
    login_needed,   // by the registry; it says the same of a repository that it does not have
    no_such_image,  // the registry has no such tag
    too_many_pulls, // its rate limit
    other_platform, // it has none for this platform, or what is here is for another
    cannot_execute, // the image's programs are for a CPU that this machine neither is nor emulates
    no_space,       // on the engine's disk
    unknown_authority, // the registry's certificate
    no_connection,     // name, network or proxy
};

// Nothing for what is none of these. `text` is one line or all of the output.
std::optional<Refusal> refusal_in(std::string_view text);

// What to do, one sentence without a full stop; `program` is docker or podman, `image` what it was
// about (may be empty).
std::string remedy(Refusal refusal, std::string_view program, std::string_view image);

// The remedy of what the text says; `otherwise` if it says nothing that is known.
std::string hint_for(std::string_view text, std::string_view program, std::string_view image,
                     std::string otherwise);

// Whether a line is what an engine says instead of running the shell of an image that is for
// another CPU. The same of a program that a Makefile runs is not meant.
bool cannot_run_shell(std::string_view line);

} // namespace acapctl::engine
