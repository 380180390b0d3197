// One architecture after the other: mirror the sources, compile, pack, write the record.
// Everything of ours lives in DIR/build/.acapctl; only packages appear beside it.
#include "build/build.hpp"

#include "acapctl/error.hpp"
#include "build/mirror.hpp"
#include "build/project.hpp"
#include "build/record.hpp"
#include "manifest/document.hpp"
#include "manifest/schema/validate.hpp"
#include "sdk/manifest_schemas.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <set>

#include <fmt/format.h>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

struct ManifestUpdate {
    std::string axis_os_version{};             // for compatibleOsVersions; empty: left alone
    std::vector<std::string> newest_schemas{}; // for schemaVersion
};

// Where the tree of one architecture lives, and what is remembered about it.
struct Workspace {
    fs::path own;         // DIR/build/.acapctl
    fs::path tree;        // the mirrored sources and the compiler's output
    fs::path files;       // state of the mirror
    fs::path fingerprint; // of the toolchain that compiled what is there
    fs::path record;

    Workspace(const Project& project, const std::string& architecture)
        : own(own_directory(project.directory)), tree(own / architecture),
          files(own / (architecture + ".files")), fingerprint(own / (architecture + ".toolchain")),
          record(own / (architecture + ".json")) {}
};

void make_workspace(const Workspace& workspace) {
    std::error_code error;
    fs::create_directories(workspace.own, error);
    if (error)
        throw_invalid(fmt::format("cannot make {}: {}", text::visible(workspace.own.string()),
                                  error.message()));
    write_file(workspace.own / ".gitignore", "*\n");
    write_file(workspace.own / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
}

// Objects of another compiler must not be linked into this build.
void start_afresh_if_toolchain_changed(const Workspace& workspace, const Toolchain& toolchain) {
    std::error_code ignored;
    if (fs::exists(workspace.fingerprint, ignored) &&
        read_file(workspace.fingerprint) == toolchain.fingerprint)
        return;
    fs::remove_all(workspace.tree, ignored);
    fs::remove(workspace.files, ignored);
    write_file(workspace.fingerprint, toolchain.fingerprint);
}

// The architectures to build for; {"all"} when nothing has to be compiled.
std::vector<std::string> targets(const Request& request, const Project& project,
                                 const Observer& observer) {
    if (project.architecture == "all") return {"all"};
    if (!request.architectures.empty()) return request.architectures;
    if (!project.architecture.empty()) return {project.architecture};
    observer.note("building for aarch64; --arch armv7hf or --all for other devices");
    return {"aarch64"};
}

void compile(Engine& engine, const Project& project, const Workspace& workspace,
             const sdk::Architecture& architecture, const Toolchain& toolchain,
             const Observer& observer, const std::stop_token& stop) {
    observer.note(fmt::format(
        "compiling {} for {} with {}", text::visible(project.app_name), architecture.name,
        toolchain.image.empty() ? "this machine's compiler" : toolchain.image));
    const int status = engine.make(workspace.tree, architecture, toolchain, observer, stop);
    check(stop);
    if (status != 0)
        throw Error({.exit = ExitCode::build_failed,
                     .code = "make-failed",
                     .message = fmt::format("make failed for {} (exit status {})",
                                            architecture.name, status),
                     .hint = fmt::format("its messages are above; the build tree is kept in {}",
                                         text::visible(workspace.tree.string()))});
}

// What the SDK's own tool would do to the manifest. Throws if that would refuse it.
ManifestUpdate manifest_update(const Request& request, const Project& project,
                               const Toolchain& toolchain, const Observer& observer,
                               const std::stop_token& stop) {
    if (!request.validate) return {};
    manifest::SdkSchemas schemas;
    if (!toolchain.image.empty())
        schemas =
            sdk::schemas_of_image(toolchain.engine, toolchain.image, toolchain.image_id, stop);
    const fs::path file = project.root / project.manifest;
    const auto document =
        JsonDocument::parse(read_file(file, JsonDocument::max_size), file.lexically_normal());
    for (const std::string& warning : manifest::require_valid(document, schemas))
        observer.warn(warning);
    return {.axis_os_version = toolchain.axis_os, .newest_schemas = schemas.raised_to()};
}

PackedPackage pack_tree(const Request& request, const Project& project, const Workspace& workspace,
                        const std::string& architecture, ManifestUpdate update,
                        const std::stop_token& stop) {
    return pack({.project = workspace.tree,
                 .architecture = architecture == "all" ? "" : architecture,
                 .manifest = project.manifest,
                 .additional_files = request.additional_files,
                 .output = request.output.empty() ? project.directory / "build" : request.output,
                 .compression = request.compression,
                 .axis_os_version = std::move(update.axis_os_version),
                 .newest_schemas = std::move(update.newest_schemas),
                 .stop = stop});
}

// `engine` is null when nothing has to be compiled.
Built build_one(const Request& request, const Project& project, const std::string& target,
                Engine* engine, const Observer& observer, const std::stop_token& stop) {
    Built built;
    built.chip = request.chip;
    const Workspace workspace(project, target);
    make_workspace(workspace);
    fs::remove(workspace.record); // a build that fails has no last package
    const sdk::Architecture* architecture = nullptr;
    if (engine != nullptr) {
        architecture = &sdk::Catalog::built_in().architecture(target);
        built.toolchain = engine->prepare(*architecture, observer, stop);
        start_afresh_if_toolchain_changed(workspace, built.toolchain);
    }
    ManifestUpdate update = manifest_update(request, project, built.toolchain, observer, stop);
    mirror(project.root, workspace.tree, workspace.files, workspace.own);
    if (engine != nullptr)
        compile(*engine, project, workspace, *architecture, built.toolchain, observer, stop);
    built.package = pack_tree(request, project, workspace, target, std::move(update), stop);
    for (const std::string& warning : built.package.warnings) observer.warn(warning);
    write_record(workspace.record, built);
    return built;
}

} // namespace

std::vector<Built> build(const Request& request, const Observer& observer, std::stop_token stop) {
    const Project project = find_project(request.directory);
    if (project.has_dockerfile)
        observer.note(
            "the project's own Dockerfile is not used: make runs in the SDK image itself");
    std::unique_ptr<Engine> engine;
    if (project.architecture != "all" && project.has_makefile)
        engine = make_engine(request.engine, observer, stop);
    Observer each = observer;
    std::set<std::string> said; // what is wrong for one architecture is mostly so for the other
    each.warn = [&](std::string_view text) {
        if (said.emplace(text).second) observer.warn(text);
    };
    std::vector<Built> packages;
    for (const std::string& target : targets(request, project, observer))
        packages.push_back(build_one(request, project, target, engine.get(), each, stop));
    return packages;
}

} // namespace acapctl::build
