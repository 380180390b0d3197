#pragma once
// Has a package signed by the service that the user configured. Axis has no public interface for
// signing: this is for a service of one's own that drives the portal, or one that comes.

#include "support/secret.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::signing {

// [sign] of the user's config.toml, never of a project: a project that was cloned runs and sends
// nothing.
struct Service {
    // Run without a shell; {input} is the package, {output} the file it writes the signed one to.
    std::vector<std::string> command{};
    // Or where to post the package, as a form with one file; the reply is the signed one.
    std::string url{};
    std::string field = "file";
    std::string token_variable{};             // of the environment, with the bearer token
    std::vector<std::string> token_command{}; // or what prints it

    bool configured() const { return !command.empty() || !url.empty(); }
};

// Writes what the service gave to `output`, unchecked. Throws unreachable (no answer), code
// "sign-service"; authentication (401, 403 or no token); refused (every other answer, or a command
// that failed); and `interrupted` after a stop. No message holds the token.
void submit(const Service& service, const Secret& token, const std::filesystem::path& package,
            const std::filesystem::path& output, const std::stop_token& stop);

// The beginning of what was answered, without any part of the token that would tell it: a service
// may repeat what it was sent, whole, cut or written in another way.
std::string without_token(std::string_view said, const Secret& token);

// Whether a token may be sent to this address: over TLS, or to this machine.
bool may_carry_token(const std::string& url);

} // namespace acapctl::signing
