// Texts as docker 20.10 to 29 and podman 4.3 to 5 print them.
#include "engine/refusal.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::engine {

namespace {

struct Words {
    std::string_view text; // in lower case
    Refusal refusal;
};

// The first that is found counts: what is narrower stands before what it is part of.
constexpr Words known[] = {
    {"permission denied while trying to connect", Refusal::no_permission},
    {"connect: permission denied", Refusal::no_permission},
    {"mounts denied", Refusal::not_shared},
    {"is not shared from the host", Refusal::not_shared},
    {"exec format error", Refusal::cannot_execute},
    {"toomanyrequests", Refusal::too_many_pulls},
    {"rate limit", Refusal::too_many_pulls},
    {"429 too many requests", Refusal::too_many_pulls},
    {"no matching manifest for", Refusal::other_platform},
    {"no image found in manifest list for", Refusal::other_platform},
    {"no image found in image index for", Refusal::other_platform},
    {"does not match the specified platform", Refusal::other_platform},
    {"does not provide the specified platform", Refusal::other_platform},
    {"manifest unknown", Refusal::no_such_image},
    {"pull access denied", Refusal::login_needed},
    {"requested access to the resource is denied", Refusal::login_needed},
    {"unauthorized", Refusal::login_needed},
    {"authentication required", Refusal::login_needed},
    {"no basic auth credentials", Refusal::login_needed},
    {"403 forbidden", Refusal::login_needed},
    {"no space left on device", Refusal::no_space},
    {"certificate signed by unknown authority", Refusal::unknown_authority},
    {"x509:", Refusal::unknown_authority},
    {"no such host", Refusal::no_connection},
    {"temporary failure in name resolution", Refusal::no_connection},
    {"network is unreachable", Refusal::no_connection},
    {"i/o timeout", Refusal::no_connection},
    {"tls handshake timeout", Refusal::no_connection},
    {"connection refused", Refusal::no_connection},
    {"proxyconnect", Refusal::no_connection},
    // The beginning of all that containerd says of a name; so what follows it counts first.
    {"manifest for ", Refusal::no_such_image}, // "... not found"
    {"failed to resolve reference", Refusal::no_such_image},
    {": not found", Refusal::no_such_image},
};

constexpr std::string_view no_engine[] = {
    "cannot connect to the docker daemon", "failed to connect to the docker api",
    "unable to connect to podman", "cannot connect to podman"};

// "registry:5000" of "registry:5000/team/sdk:1"; empty: the engine's own default.
std::string_view registry_of(std::string_view image) {
    const auto slash = image.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view first = image.substr(0, slash);
    const bool is_host =
        first == "localhost" || first.find_first_of(".:") != std::string_view::npos;
    return is_host ? first : std::string_view();
}

std::string login(std::string_view program, std::string_view image) {
    const std::string registry = text::visible(registry_of(image));
    return fmt::format("{} login{}{}", program, registry.empty() ? "" : " ", registry);
}

} // namespace

std::optional<Refusal> refusal_in(std::string_view text) {
    const std::string lower = text::lower(text);
    const auto says = [&](std::string_view words) {
        return lower.find(words) != std::string::npos;
    };
    for (const Words& each : known)
        if (says(each.text)) {
            // An engine that is not there is no registry's matter.
            if (each.refusal == Refusal::no_connection && std::ranges::any_of(no_engine, says))
                return std::nullopt;
            return each.refusal;
        }
    return std::nullopt;
}

std::string remedy(Refusal refusal, std::string_view program, std::string_view image) {
    switch (refusal) {
    case Refusal::no_permission:
        return program == "podman"
                   ? "see that the socket is yours, or leave CONTAINER_HOST out"
                   : "this user may not use the engine: 'sudo usermod -aG docker \"$USER\"' and a "
                     "new login let it (whoever is in that group is as good as root), or use "
                     "rootless docker or podman";
    case Refusal::not_shared:
        return "share the directory in Docker Desktop: Settings, Resources, File sharing";
    case Refusal::login_needed:
        return fmt::format("see that the name is right; if the registry wants to know who asks: "
                           "'{}'",
                           login(program, image));
    case Refusal::no_such_image:
        return "see that the name is right: the registry has no such tag";
    case Refusal::too_many_pulls:
        return fmt::format("the registry's limit for pulls is reached: wait, log in ('{}'), or "
                           "name a mirror in ACAPCTL_SDK_REPOSITORY",
                           login(program, image));
    case Refusal::other_platform:
        return fmt::format("the SDK's images are for linux/amd64: fetch that one, '{} pull "
                           "--platform linux/amd64 {}'",
                           program, text::visible(image));
    case Refusal::cannot_execute:
        return "have the kernel emulate that CPU: 'apt-get install qemu-user-static "
               "binfmt-support' where the engine runs; in Docker Desktop switch on Rosetta or QEMU";
    case Refusal::no_space:
        return fmt::format("make space on the engine's disk: '{} system df' says what is used",
                           program);
    case Refusal::unknown_authority:
        return "have the engine trust the registry's certificate authority, or a proxy's that is "
               "in between";
    case Refusal::no_connection:
        return "check the network and the engine's proxy, or name a mirror in "
               "ACAPCTL_SDK_REPOSITORY";
    }
    return {};
}

std::string hint_for(std::string_view text, std::string_view program, std::string_view image,
                     std::string otherwise) {
    const auto refusal = refusal_in(text);
    return refusal ? remedy(*refusal, program, image) : std::move(otherwise);
}

bool cannot_run_shell(std::string_view line) {
    const std::string lower = text::lower(line);
    if (lower.find("exec format error") == std::string::npos) return false;
    for (const std::string_view start :
         {"exec /bin/sh: ", "exec /usr/bin/sh: ", "standard_init_linux.go",
          "exec container process", "exec user process caused"})
        if (lower.find(start) != std::string::npos) return true;
    return false;
}

} // namespace acapctl::engine
