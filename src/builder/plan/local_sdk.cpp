#include "builder/plan/local_sdk.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/asked.hpp"
#include "builder/plan/plan_method.hpp"
#include "builder/plan/plan_sdk.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr const char* usual_place = "/opt/axis/acapsdk";

// An environment script says itself what it compiles for.
std::string architecture_of(const fs::path& script) {
    const std::string text = read_file(script, 1U << 20U);
    for (const auto& [target, name] : {std::pair{"aarch64", "aarch64"}, {"arm", "armv7hf"}})
        for (const char* quote : {"", "\""})
            if (text.find(fmt::format("OECORE_TARGET_ARCH={0}{1}{0}\n", quote, target)) !=
                std::string::npos)
                return name;
    return {};
}

// Its name stands in CC and in a pattern of sed, where neither quotes nor blanks survive.
bool may_be_in_command(const fs::path& directory) {
    return directory.string().find_first_of(" \t\r\n\"'\\$`;&|<>(){}*?[]#!,") == std::string::npos;
}

std::map<std::string, fs::path> scripts_in(const fs::path& directory) {
    std::map<std::string, fs::path> scripts;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!entry->path().filename().string().starts_with("environment-setup")) continue;
        if (const std::string name = architecture_of(entry->path()); !name.empty())
            scripts[name] = entry->path();
    }
    return scripts;
}

// Beside an SDK the project's build system runs without a container around it. So one is found by
// itself only where the user sourced its script, or acapctl itself is in a container.
std::optional<LocalSdk> detect() {
    if (const auto native = environment("OECORE_NATIVE_SYSROOT"))
        if (auto found = read_local_sdk(fs::path(*native) / ".." / "..")) return found;
    return is_in_container() ? read_local_sdk(usual_place) : std::nullopt;
}

// A detected SDK does not overrule what was asked for.
bool suits(const LocalSdk& local, const Project& project, const Request& request,
           const sdk::Catalog& catalog) {
    const auto asked = asked_sdk(project, request, request.chip, catalog);
    if (asked && asked->image.version != version_of(local, request, catalog)) return false;
    const auto missing = [&](const std::string& name) { return !local.scripts.contains(name); };
    return !request.all && std::ranges::none_of(request.architectures, missing);
}

} // namespace

bool LocalSdk::is_moved() const {
    return directory != usual_place;
}

const fs::path& LocalSdk::script(const std::string& architecture) const {
    const auto found = architecture == "all" ? scripts.begin() : scripts.find(architecture);
    if (found != scripts.end()) return found->second;
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "sdk-of-another-architecture",
                 .message = fmt::format("the SDK in {} does not compile for {}",
                                        text::visible(directory.string()), architecture),
                 .advice = {{Advice::choose_sdk_directory}, {Advice::build_in_container}}});
}

std::optional<LocalSdk> read_local_sdk(const fs::path& directory) {
    for (const char* below : {".", "acapsdk", "axis/acapsdk"}) {
        LocalSdk local{.directory = fs::absolute(directory / below).lexically_normal()};
        if (!local.directory.has_filename()) local.directory = local.directory.parent_path();
        local.scripts = scripts_in(local.directory);
        if (local.scripts.empty() || !may_be_in_command(local.directory)) continue;
        // A variable of the image, so it says nothing about files that lie elsewhere.
        if (!local.is_moved()) local.axis_os = environment("AXIS_OS_VERSION").value_or("");
        if (local.axis_os == "unknown") local.axis_os.clear();
        return local;
    }
    return std::nullopt;
}

bool is_in_container(const fs::path& root) {
    std::error_code unknown;
    for (const char* mark : {".dockerenv", "run/.containerenv"}) // docker's, podman's
        if (fs::exists(root / mark, unknown)) return true;
    // The SDK's image sets the first, Kubernetes the second.
    return environment("AXIS_OS_VERSION") || environment("KUBERNETES_SERVICE_HOST");
}

std::optional<LocalSdk> usable_sdk(const Project& project, const Request& request,
                                   const sdk::Catalog& catalog) {
    if (request.engine.kind) return std::nullopt;
    if (const std::string& asked = request.engine.sdk_directory; !asked.empty()) {
        auto local = read_local_sdk(asked);
        if (!local)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "no-sdk",
                         .message = fmt::format("there is no SDK in {}", text::visible(asked)),
                         .hint =
                             "an SDK is a directory with environment-setup-* and sysroots, "
                             "/opt/axis/acapsdk in its image; its path has no blanks or quotes"});
        local->asked = true;
        return local;
    }
    if (asked_engine(project, request) || choose_method(project, request).dockerfile)
        return std::nullopt;
    auto local = detect();
    if (!local || !suits(*local, project, request, catalog)) return std::nullopt;
    return local;
}

std::string version_of(const LocalSdk& local, const Request& request, const sdk::Catalog& catalog) {
    if (local.asked && !request.engine.sdk_version.empty())
        return catalog.image(request.engine.sdk_version).version;
    for (const sdk::Image& image : catalog.images())
        if (!local.axis_os.empty() && image.axis_os == local.axis_os) return image.version;
    return "local";
}

} // namespace acapctl::builder
