#include "builder/tree/fetched.hpp"

#include "acapctl/error.hpp"
#include "builder/engines/builder_output.hpp"
#include "builder/plan/dockerfile_steps.hpp"
#include "manifest/document.hpp"
#include "package/package_name.hpp"
#include "support/ascii.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& code, std::string message, std::string hint,
                       std::vector<Advice> advice = {}) {
    throw Error({.kind = ErrorKind::build_failed,
                 .code = code,
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

std::string shown(const fs::path& path) {
    return text::visible(path.string());
}

// What the builder needs and has not, or the Dockerfile's own failure.
[[noreturn]] void throw_not_built(const Plan& plan, const DockerfileBuild& dockerfile,
                                  const BuilderOutput& said, int status) {
    if (said.lacks_buildx())
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "buildx-missing",
             .message = "docker was told to build with buildx, and has no buildx that works",
             .hint = "install docker-buildx (Docker's own packages: docker-buildx-plugin), or "
                     "use the classic builder: unset BUILDX_BUILDER, DOCKER_BUILDKIT=0"});
    if (const std::string image = said.missing_image(); !image.empty())
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "image-missing",
             .message = fmt::format("the Dockerfile could not be built for {}: the image {} "
                                    "is not available",
                                    plan.key, text::visible(image)),
             .hint = said.misses_frontend()
                         ? "check the network, or leave out '# syntax=', which asks for this "
                           "image: most Dockerfiles can do without"
                         : "check its name and the network; the builder's message is above"});
    fail("dockerfile-failed",
         fmt::format("the Dockerfile could not be built for {} ({} build ended with {})", plan.key,
                     dockerfile.container.program(), status),
         "its messages are above", {{Advice::ignore_dockerfile}});
}

void build(Engine& engine, const Plan& plan, const DockerfileBuild& dockerfile,
           const Observer& observer, const std::stop_token& stop) {
    BuilderOutput said;
    Observer reader = observer;
    reader.output = [&](std::string_view line) {
        if (const auto text = said.read(line)) observer.output(*text);
    };
    observer.note(fmt::format("building {} of {} for {} with {}",
                              text::visible(dockerfile.file.string()), text::visible(plan.app_name),
                              plan.key, dockerfile.container.program()));
    const int status = engine.run(plan, dockerfile.steps.image, reader, stop);
    check(stop);
    if (status != 0) throw_not_built(plan, dockerfile, said, status);
}

// The container is only there to copy from. Removed whatever happens: the engine removes it after
// a step that fails, and this after one that does not.
void take_out(Engine& engine, const Plan& plan, const DockerfileBuild& dockerfile,
              const Observer& observer, const std::stop_token& stop) {
    std::string said;
    const Observer silent{
        .note = observer.note,
        .output = [&](std::string_view line) { said += std::string(line) + "\n"; },
        .warn = observer.warn};
    if (engine.run(plan, dockerfile.steps.create, silent, stop) != 0)
        fail("container-failed", "cannot make a container of the image that was built",
             text::visible(said));
    // tar also complains, with a status, when one of the two kinds of files is not there: what
    // counts is what came out.
    engine.run(plan, dockerfile.steps.fetch, silent, stop);
    engine.run(plan, dockerfile.steps.remove, silent, {});
}

// Whole under its name, or not there; also across file systems.
void move_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (!error) return;
    AtomicFile copy(to);
    fs::copy_file(from, copy.temporary(), fs::copy_options::overwrite_existing);
    copy.commit();
    fs::remove(from);
}

std::vector<fs::path> files_in(const fs::path& directory) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error))
        if (!entry->is_symlink() && entry->is_regular_file()) files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

// The context of the build holds no *.eap, so what is here was made now, or came with a base image:
// the manifest inside says which.
void check_package(const Plan& plan, const Package& package) {
    const std::string name = shown(package.file.filename());
    if (!plan.app_name.empty() && package.app_name != plan.app_name)
        fail("wrong-package",
             fmt::format("{} in the image is of the application {}, not of {}", name,
                         text::visible(package.app_name), text::visible(plan.app_name)),
             "see that the Dockerfile packs this project, and nothing is left from its base image");
    if (package.architecture != plan.architecture && package.architecture != "all")
        fail("wrong-package",
             fmt::format("{} in the image is for {}, not for {}", name,
                         text::visible(package.architecture), plan.architecture),
             "see that the Dockerfile begins with ARG ARCH and uses it in FROM");
}

// As its manifest has it: package.conf says the same in three numbers.
std::string version_of(const Package& package) {
    if (!package.manifest) return package.version;
    try {
        return JsonDocument::parse(*package.manifest, "manifest.json")
            .root.text_at("acapPackageConf.setup.version", package.version);
    } catch (const Error&) { // the device will refuse it
        return package.version;
    }
}

// A version that is a number is meant. Anything else is for the Dockerfile to replace.
std::vector<std::string> differences(const Plan& plan, const Package& package) {
    std::vector<std::string> result;
    const bool is_said = !plan.version.empty() && ascii::is_digit(plan.version.front());
    const std::string version = version_of(package);
    if (is_said && version != plan.version)
        result.push_back(fmt::format("{} has version {} and {} says {}: the Dockerfile packs "
                                     "another manifest, or writes to it",
                                     shown(package.file.filename()), text::visible(version),
                                     shown((plan.root / plan.manifest).lexically_normal()),
                                     text::visible(plan.version)));
    if (package.architecture == "all" && plan.architecture != "all")
        result.push_back(fmt::format("{} is for every architecture, and {} was to be built",
                                     shown(package.file.filename()), plan.architecture));
    return result;
}

// What acap-build names it. The image's own choice would be a choice among the user's files.
fs::path place_of(const Plan& plan, const Package& package) {
    return (plan.output / package_file_name(package)).lexically_normal();
}

// Beside the package: acap-build leaves the architecture out of its name.
std::string license_name(const PackedPackage& package) {
    const std::string name = package.path.filename().string();
    const std::string end = "_" + package.architecture + ".eap";
    return name.substr(0, name.size() - end.size()) + "_LICENSE.txt";
}

PackedPackage put(const Plan& plan, const fs::path& fetched,
                  const std::vector<PackedPackage>& others) {
    const Package package = read_package(fetched);
    check_package(plan, package);
    const fs::path place = place_of(plan, package);
    if (std::ranges::find(others, place, &PackedPackage::path) != others.end())
        fail("wrong-package",
             fmt::format("two packages in the image are both {}", shown(place.filename())),
             "see that the Dockerfile leaves one of them");
    PackedPackage result{.path = place,
                         .architecture = package.architecture,
                         .sha256 = sha256_of_file(fetched),
                         .size = package.size,
                         .warnings = differences(plan, package)};
    move_file(fetched, result.path);
    return result;
}

} // namespace

std::vector<PackedPackage> take_packages(const Plan& plan, const Beneath& directory) {
    std::vector<PackedPackage> packages;
    for (const fs::path& file : files_in(directory.path()))
        if (file.extension() == ".eap") packages.push_back(put(plan, file, packages));
    for (const PackedPackage& package : packages) {
        const std::string license = license_name(package);
        if (const auto info = directory.status(license); info && S_ISREG(info->st_mode))
            move_file(directory.path() / license, plan.output / license);
    }
    return packages;
}

std::vector<PackedPackage> build_image(Engine& engine, const Plan& plan, const Workspace& workspace,
                                       Toolchain& toolchain, const Observer& observer,
                                       const std::stop_token& stop) {
    const auto& dockerfile = std::get<DockerfileBuild>(plan.build);
    const std::string previous = toolchain.image_id;
    const std::string fetched = fetch_directory(plan).filename().string();
    workspace.files().remove_all(fetched);
    const Beneath taken = workspace.files().make(fetched);
    build(engine, plan, dockerfile, observer, stop);
    toolchain = engine.prepare(plan, observer, stop);
    if (plan.packaging.nothing) {
        workspace.files().remove_all(fetched);
        return {};
    }
    take_out(engine, plan, dockerfile, observer, stop);
    // The image of the build before is of no more use; its layers are the cache of this one.
    if (!previous.empty() && previous != toolchain.image_id)
        run({.arguments = {dockerfile.container.program(), "image", "rm", previous}});

    auto packages = take_packages(plan, taken);
    workspace.files().remove_all(fetched);
    if (packages.empty())
        fail("no-package",
             fmt::format("the image that was built has no package in {}",
                         text::visible(dockerfile.result)),
             "say where it is in acapctl.toml: [build] result = \"/opt/app\"",
             {{Advice::name_stage}});
    return packages;
}

} // namespace acapctl::builder
