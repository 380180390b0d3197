// Everything of ours lives in DIR/build/.acapctl; only packages appear beside it.
#include "builder/carry_out.hpp"

#include "acapctl/error.hpp"
#include "builder/compile_failure.hpp"
#include "builder/packers.hpp"
#include "builder/program.hpp"
#include "builder/record/build_log.hpp"
#include "builder/record/inputs.hpp"
#include "builder/record/record.hpp"
#include "builder/record/symbols.hpp"
#include "builder/record/up_to_date.hpp"
#include "builder/tree/fetched.hpp"
#include "builder/tree/transfer.hpp"
#include "builder/tree/tree.hpp"
#include "builder/workspace/git.hpp"
#include "manifest/document.hpp"
#include "manifest/schema/validate.hpp"
#include "sdk/manifest_schemas.hpp"
#include "support/inside.hpp"
#include "support/interrupt.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

struct ManifestUpdate {
    std::string axis_os_version{};             // for compatibleOsVersions; empty: left alone
    std::vector<std::string> newest_schemas{}; // for schemaVersion
};

// What is interrupted in a container that writes to the tree is not whole. One that has a copy of
// it leaves the tree alone, and make on this machine removes what it was about to write.
int run_compiler(Engine& engine, Plan& plan, const Tree& tree, const Observer& observer,
                 const std::stop_token& stop) {
    tree.begin_writing();
    try {
        const int status = run_on_tree(engine, plan, observer, stop);
        tree.end_writing();
        return status;
    } catch (...) {
        const ContainerBuild* contained = plan.in_container();
        if (contained == nullptr || contained->copies()) tree.end_writing();
        throw;
    }
}

std::string compiler_of(const Plan& plan) {
    if (const ContainerBuild* build = plan.in_container()) return build->image;
    if (const LocalBuild* build = plan.in_local_sdk()) return build->local_sdk.directory.string();
    return "this machine's compiler";
}

void compile(Engine& engine, Plan& plan, const Tree& tree, const Observer& observer,
             const std::stop_token& stop) {
    observer.note(fmt::format("compiling {} for {} with {}", text::visible(plan.app_name), plan.key,
                              compiler_of(plan)));
    const int status = run_compiler(engine, plan, tree, observer, stop);
    check(stop);
    if (status != 0) throw_compile_failed(plan, status);
}

// What the SDK's own tool would do to the manifest. Throws if that would refuse it.
ManifestUpdate manifest_update(const Plan& plan, const Toolchain& toolchain,
                               const Observer& observer, const std::stop_token& stop) {
    if (!plan.packaging.validate) return {};
    manifest::SdkSchemas schemas;
    const Container* container = plan.container();
    if (container != nullptr && !toolchain.image.empty())
        schemas = sdk::schemas_of_image(container->program(), toolchain.image, toolchain.image_id,
                                        container->platform, stop);
    else if (!toolchain.sdk_directory.empty())
        schemas = sdk::schemas_of_directory(toolchain.sdk_directory);
    const auto document =
        JsonDocument::parse(Inside(plan.root).read(plan.manifest, JsonDocument::max_size),
                            (plan.root / plan.manifest).lexically_normal());
    for (const std::string& warning : manifest::require_valid(document, schemas))
        observer.warn(warning);
    const std::string& of_user = plan.packaging.axis_os_version;
    return {.axis_os_version = of_user.empty() ? toolchain.axis_os : of_user,
            .newest_schemas = schemas.raised_to()};
}

std::string log_name(const Plan& plan) {
    return plan.key + ".log";
}

fs::path log_file(const Plan& plan, const Workspace& workspace) {
    return workspace.path(log_name(plan));
}

PackedPackage pack_tree(const Plan& plan, const ManifestUpdate& update, const Sources& sources,
                        const std::stop_token& stop) {
    const fs::path tree = tree_of(plan).path();
    if (plan.packaging.packer == Packer::sdk) return take_sdk_package(plan);
    require_program(plan, sources);
    const PackRequest request{.project = tree,
                              .architecture = plan.architecture == "all" ? "" : plan.architecture,
                              .manifest = "manifest.json",
                              .additional_files = plan.packaging.additional_files,
                              .output = plan.output,
                              .compression = plan.packaging.compression,
                              .mend = plan.packaging.mend,
                              .axis_os_version = update.axis_os_version,
                              .newest_schemas = update.newest_schemas,
                              .stop = stop};
    try {
        if (plan.packaging.packer == Packer::both) compare_packers(plan, request);
        PackedPackage package = pack(request);
        for (std::string& warning : package.warnings)
            warning = in_words_of_project(warning, plan, sources);
        return package;
    } catch (const Error& error) {
        Failure failure = error.failure();
        failure.message = in_words_of_project(failure.message, plan, sources);
        throw Error(failure);
    }
}

// The work of one plan, from the survey of its sources to its record.
class Maker {
  public:
    Maker(const Plan& plan, Engine* engine, const Sources& sources, const Workspace& workspace,
          const Observer& observer, const std::stop_token& stop)
        : plan_(plan), made_(plan), engine_(engine), sources_(sources), workspace_(workspace),
          observer_(observer), stop_(stop), tree_(plan, workspace) {}

    // Whatever other plans could be doing at the same time.
    void prepare(bool afresh) {
        if (afresh) tree_.forget();
        if (engine_ != nullptr) toolchain_ = engine_->prepare(plan_, observer_, stop_);
        if (engine_ == nullptr) toolchain_.axis_os = plan_.sdk.axis_os;
        const DockerfileBuild* dockerfile = plan_.dockerfile();
        if (dockerfile != nullptr) engine_->fetch_images(*dockerfile, observer_, stop_);
        if (plan_.in_container() == nullptr) known_before_ = add_toolchain(before_, plan_, stop_);
        tree_.settle(dockerfile != nullptr ? "" : toolchain_.fingerprint, stop_);
        if (dockerfile != nullptr) return;
        update_ = manifest_update(plan_, toolchain_, observer_, stop_);
    }

    void make() {
        begin();
        if (plan_.dockerfile() != nullptr) {
            packages_ = build_image(*engine_, plan_, workspace_, toolchain_, observer_, stop_);
        } else {
            if (engine_ != nullptr) make_program();
            if (plan_.packaging.nothing) return require_program(plan_, sources_);
            packages_ = {pack_tree(plan_, update_, sources_, stop_)};
        }
        for (const PackedPackage& package : packages_)
            for (const std::string& warning : package.warnings) observer_.warn(warning);
    }

    std::vector<Built> record(const std::vector<std::string>& warnings) {
        toolchain_.sdk_why = plan_.sdk.why;
        std::vector<Built> result;
        Making making{.inputs = inputs(),
                      .sources = sources_,
                      .warnings = warnings,
                      .log = fs::absolute(log_file(plan_, workspace_)).lexically_normal(),
                      .git = git_description(plan_.root, stop_)};
        for (const PackedPackage& package : packages_) {
            const fs::path tree = plan_.dockerfile() != nullptr ? "" : tree_of(plan_).path();
            for (Symbols& each : keep_symbols(package.path, tree, workspace_))
                making.symbols.push_back(std::move(each));
            result.push_back({.package = package,
                              .application = plan_.app_name,
                              .chip = plan_.chip,
                              .variant = plan_.variant,
                              .toolchain = toolchain_,
                              .images = making.inputs ? making.inputs->images : Images{},
                              .record = workspace_.path(record_name(plan_)),
                              .warnings = warnings});
        }
        write_record(workspace_, made_, result, making);
        return result;
    }

  private:
    // Until here everything is as the last build left it, so its record holds. From here on a build
    // that fails has no last package.
    void begin() {
        if (const std::string path = tree_.follow(sources_); !path.empty())
            observer_.note(fmt::format("{} is gone or another one: everything is made afresh",
                                       text::visible(path)));
        if (!plan_.packaging.nothing) workspace_.files().remove(record_name(plan_));
    }

    // Where the compiler leaves an old program alone although its sources are others (a header that
    // no rule names), the whole tree is made anew: what is packed is never older than its sources.
    void make_program() {
        const std::string mark = plan_.tree.filename().string() + ".made";
        const std::string of_sources = program_sources(plan_, sources_);
        const ProgramState before = program_state(plan_);
        compile(*engine_, made_, tree_, observer_, stop_);
        if (!tree_.is_fresh() && workspace_.read(mark) != of_sources &&
            is_left_alone(plan_, sources_, before)) {
            observer_.note(fmt::format("the sources changed and {} did not: everything is made "
                                       "afresh",
                                       text::visible(plan_.app_name)));
            tree_.forget();
            tree_.follow(sources_);
            compile(*engine_, made_, tree_, observer_, stop_);
        }
        workspace_.write(mark, of_sources);
    }

    // Nothing if something changed while it was built: then nobody knows from what.
    std::optional<Inputs> inputs() {
        Inputs inputs = inputs_of(plan_, sources_);
        if (plan_.in_container() != nullptr) { // one image, whose digest is known from before
            inputs.images = {{toolchain_.image, toolchain_.image_id}};
        } else {
            if (!add_toolchain(inputs, plan_, stop_)) return std::nullopt;
            if (known_before_ &&
                (before_.images != inputs.images || before_.machine != inputs.machine))
                return std::nullopt;
        }
        if (!untouched(sources_, source_directory(plan_), workspace_.files().path(),
                       history_of(plan_)))
            return std::nullopt;
        return inputs;
    }

    const Plan& plan_;
    Plan made_; // what was done: it may have turned out that the tree must be copied
    Engine* engine_;
    const Sources& sources_;
    const Workspace& workspace_;
    const Observer& observer_;
    const std::stop_token& stop_;
    Tree tree_;
    Toolchain toolchain_{};
    ManifestUpdate update_{};
    Inputs before_{}; // images of a Dockerfile and compilers of this machine, before the build
    bool known_before_ = false;
    std::vector<PackedPackage> packages_{};
};

// Another acapctl must not share the tree, nor what was started on it if this one is killed.
struct Turn {
    std::unique_ptr<FileLock> lock;
    bool waited = false;
};

Turn take_turn(const Plan& plan, const Workspace& workspace, const Observer& observer,
               const std::stop_token& stop) {
    const fs::path file = workspace.lock(plan.key);
    if (auto lock = FileLock::if_free(file)) return {.lock = std::move(lock)};
    return {.lock = std::make_unique<FileLock>(file, observer.note, stop), .waited = true};
}

// The one that was waited for may have made the very package.
std::optional<std::vector<Built>> made_meanwhile(const Plan& plan, const Sources& sources,
                                                 const Workspace& workspace,
                                                 const Observer& observer,
                                                 const std::stop_token& stop) {
    const auto recorded = read_record(plan);
    HashCache hashes(workspace.read("hashes").value_or(""), stop);
    if (!recorded ||
        !untouched(sources, source_directory(plan), workspace.files().path(), history_of(plan)) ||
        !is_up_to_date(*recorded, plan, sources, hashes, stop))
        return std::nullopt;
    for (const std::string& warning : recorded->warnings) observer.warn(warning);
    observer.note(up_to_date_note(plan));
    return recorded->built;
}

} // namespace

std::vector<Built> carry_out(const Plan& plan, Engine* engine, const Sources& sources, bool afresh,
                             std::mutex& preparing, const Observer& observer,
                             const std::stop_token& stop) {
    check(stop);
    const Workspace workspace = make_workspace(plan);
    const Turn turn = take_turn(plan, workspace, observer, stop);
    if (turn.waited && !afresh)
        if (auto made = made_meanwhile(plan, sources, workspace, observer, stop)) return *made;
    if (engine != nullptr) engine->hold(turn.lock->descriptor());
    BuildLog log(workspace.files(), log_name(plan), observer);
    try {
        const Observer recorded = log.observer();
        Maker maker(plan, engine, sources, workspace, recorded, stop);
        {
            const std::lock_guard alone(preparing);
            maker.prepare(afresh);
        }
        for (const Step& step : plan.steps()) log.write("$ " + shell_line(step));
        maker.make();
        if (plan.packaging.nothing) return {};
        return maker.record(log.warnings());
    } catch (const Error& error) {
        log.write("error: " + error.failure().message);
        // The compiler failed, or the engine while it compiled.
        if (error.kind() != ErrorKind::build_failed && !error.failure().retryable) throw;
        Failure failure = error.failure();
        if (!failure.hint.empty()) failure.hint += "; ";
        failure.hint +=
            fmt::format("log: {}, build tree: {}",
                        text::visible(log_file(plan, workspace).lexically_normal().string()),
                        text::visible(plan.tree.lexically_normal().string()));
        throw Error(failure);
    }
}

} // namespace acapctl::builder
