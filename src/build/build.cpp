// Carrying out plans, one after the other: mirror the sources, compile, pack, write the record.
// Everything of ours lives in DIR/build/.acapctl; only packages appear beside it.
#include "build/build.hpp"

#include "acapctl/error.hpp"
#include "build/fetched.hpp"
#include "build/mirror.hpp"
#include "build/plan.hpp"
#include "build/recipes.hpp"
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

// What is remembered about the tree of a plan.
struct Workspace {
    fs::path own;         // DIR/build/.acapctl
    fs::path files;       // state of the mirror
    fs::path fingerprint; // of the toolchain that compiled what is there
    fs::path record;

    explicit Workspace(const Plan& plan)
        : own(own_directory(plan.project)), files(plan.tree.string() + ".files"),
          fingerprint(plan.tree.string() + ".toolchain"), record(own / (plan.key + ".json")) {}
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
void start_afresh_if_toolchain_changed(const Plan& plan, const Workspace& workspace,
                                       const Toolchain& toolchain) {
    std::error_code ignored;
    if (fs::exists(workspace.fingerprint, ignored) &&
        read_file(workspace.fingerprint) == toolchain.fingerprint)
        return;
    fs::remove_all(plan.tree, ignored);
    fs::remove(workspace.files, ignored);
    write_file(workspace.fingerprint, toolchain.fingerprint);
}

// The manifest of the variant in the place where the Makefile looks for one.
void put_manifest(const Plan& plan) {
    if (plan.manifest == "manifest.json") return;
    const std::string text = read_file(plan.tree / plan.manifest);
    const fs::path target = plan.tree / "manifest.json";
    std::error_code ignored;
    if (fs::exists(target, ignored) && read_file(target) == text) return; // keeps its time for make
    write_file(target, text);
}

void mirror_sources(const Plan& plan, const Workspace& workspace) {
    if (plan.kind == Kind::dockerfile) {
        mirror(plan.project, plan.tree, workspace.files, workspace.own, History::keep);
        return;
    }
    mirror(plan.root, plan.tree, workspace.files, workspace.own);
    put_manifest(plan);
}

[[noreturn]] void throw_tool_missing(const Plan& plan) {
    const std::string tool = kind_name(plan.kind);
    throw Error({.exit = ExitCode::engine_unavailable,
                 .code = "tool-missing",
                 .message = plan.image.empty()
                                ? fmt::format("{} is not installed", tool)
                                : fmt::format("the SDK image {} has no {}", plan.image, tool),
                 .hint = plan.image.empty() ? "apt-get install " + tool
                                            : "give the project a Dockerfile that begins with this "
                                              "image and installs " +
                                                  tool});
}

void compile(Engine& engine, const Plan& plan, const Step& step, const Observer& observer,
             const std::stop_token& stop) {
    observer.note(fmt::format("compiling {} for {} with {}", text::visible(plan.app_name), plan.key,
                              plan.image.empty() ? "this machine's compiler" : plan.image));
    const int status = engine.run(plan, step, observer, stop);
    check(stop);
    if (status == 0) return;
    if (status == tool_missing && plan.kind != Kind::make) throw_tool_missing(plan);
    throw Error({.exit = ExitCode::build_failed,
                 .code = "make-failed",
                 .message = fmt::format("{} failed for {} (exit status {})", kind_name(plan.kind),
                                        plan.key, status),
                 .hint = fmt::format("its messages are above; the build tree is kept in {}",
                                     text::visible(plan.tree.string()))});
}

// What the SDK's own tool would do to the manifest. Throws if that would refuse it.
ManifestUpdate manifest_update(const Plan& plan, const Toolchain& toolchain,
                               const Observer& observer, const std::stop_token& stop) {
    if (!plan.validate) return {};
    manifest::SdkSchemas schemas;
    if (!toolchain.image.empty())
        schemas =
            sdk::schemas_of_image(toolchain.engine, toolchain.image, toolchain.image_id, stop);
    const fs::path file = plan.root / plan.manifest;
    const auto document =
        JsonDocument::parse(read_file(file, JsonDocument::max_size), file.lexically_normal());
    for (const std::string& warning : manifest::require_valid(document, schemas))
        observer.warn(warning);
    return {.axis_os_version = toolchain.axis_os, .newest_schemas = schemas.raised_to()};
}

PackedPackage pack_tree(const Plan& plan, const ManifestUpdate& update,
                        const std::stop_token& stop) {
    return pack({.project = plan.tree,
                 .architecture = plan.architecture == "all" ? "" : plan.architecture,
                 .manifest = "manifest.json",
                 .additional_files = plan.additional_files,
                 .output = plan.output,
                 .compression = plan.compression,
                 .mend = plan.mend,
                 .axis_os_version = update.axis_os_version,
                 .newest_schemas = update.newest_schemas,
                 .stop = stop});
}

// `engine` is null when nothing has to be compiled.
std::vector<Built> carry_out(const Plan& plan, Engine* engine, const Observer& observer,
                             const std::stop_token& stop) {
    for (const std::string& note : plan.notes) observer.note(note);
    for (const std::string& warning : plan.warnings) observer.warn(warning);
    const Workspace workspace(plan);
    make_workspace(workspace);
    fs::remove(workspace.record); // a build that fails has no last package
    Toolchain toolchain;
    if (engine != nullptr) toolchain = engine->prepare(plan, observer, stop);
    if (engine != nullptr && plan.kind != Kind::dockerfile)
        start_afresh_if_toolchain_changed(plan, workspace, toolchain);
    ManifestUpdate update;
    if (plan.kind != Kind::dockerfile) update = manifest_update(plan, toolchain, observer, stop);

    std::vector<PackedPackage> packages;
    for (const Step& step : plan.steps) {
        if (step.purpose == Step::Purpose::mirror)
            mirror_sources(plan, workspace);
        else if (step.purpose == Step::Purpose::compile)
            compile(*engine, plan, step, observer, stop);
        else if (step.purpose == Step::Purpose::pack)
            packages = {pack_tree(plan, update, stop)};
        else if (step.purpose == Step::Purpose::image)
            packages = build_image(*engine, plan, toolchain, observer, stop);
    }
    toolchain.sdk_why = plan.sdk_why;
    std::vector<Built> result;
    for (const PackedPackage& package : packages) {
        for (const std::string& warning : package.warnings) observer.warn(warning);
        result.push_back({package, plan.chip, plan.variant, toolchain});
    }
    write_record(workspace.record, plan, result);
    return result;
}

} // namespace

std::vector<Plan> plan(const Request& request) {
    std::vector<Plan> plans;
    for (const Project& project : find_projects(request.directory, request.apps))
        for (Plan& each : make_plans(project, request,
                                     surroundings(likely_engine(engine_choice(project, request))),
                                     sdk::Catalog::with_users()))
            plans.push_back(std::move(each));
    return plans;
}

std::vector<Built> build(const Request& request, const Observer& observer, std::stop_token stop) {
    std::vector<Plan> plans;
    for (const Project& project : find_projects(request.directory, request.apps)) {
        std::string engine;
        if (needs_engine(project, request))
            engine = resolve_engine(engine_choice(project, request), observer, stop);
        for (Plan& each :
             make_plans(project, request, surroundings(engine), sdk::Catalog::with_users()))
            plans.push_back(std::move(each));
    }
    Observer once = observer;
    std::set<std::string> said; // what is wrong for one architecture is mostly so for the other
    once.warn = [&](std::string_view text) {
        if (said.emplace(text).second) observer.warn(text);
    };
    std::vector<Built> packages;
    for (const Plan& each : plans) {
        std::unique_ptr<Engine> engine;
        if (!each.engine.empty()) engine = make_engine(each.engine);
        for (Built& built : carry_out(each, engine.get(), once, stop))
            packages.push_back(std::move(built));
    }
    return packages;
}

} // namespace acapctl::build
