#include "builder/tree/transfer.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/compile_script.hpp"
#include "builder/plan/container_steps.hpp"
#include "builder/tree/tree.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// A step that is the engine's own affair; what it says matters only when it fails. Returns its
// status: 0, or that the tree was replaced.
int carry(Engine& engine, const Plan& plan, const ContainerBuild& build, const Step& step,
          const Observer& observer, const std::stop_token& stop) {
    std::string said;
    Observer quiet = observer;
    quiet.output = [&](std::string_view line) { said = text::visible(line); };
    const int status = engine.run(plan, step, quiet, stop);
    if (status == 0 || status == tree_replaced) return status;
    check(stop);
    const std::string what =
        step.purpose == Step::Purpose::create ? "make a container of " + build.image
        : step.purpose == Step::Purpose::send ? "copy the sources to its container"
                                              : "copy the build tree back";
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "transfer-failed",
                 .message = fmt::format("{} could not {}{}{}", build.container.program(), what,
                                        said.empty() ? "" : ": ", said),
                 .hint = "see whether the engine answers, and whether its disk has space",
                 .retryable = true});
}

[[noreturn]] void throw_replaced(const Plan& plan) {
    throw Error({.kind = ErrorKind::build_failed,
                 .code = "tree-replaced",
                 .message = fmt::format("what ran in the container for {} left no directory in "
                                        "/opt/app, where the build tree was",
                                        plan.key),
                 .hint = "see what its Makefile does there"});
}

// The clock of the engine may be ahead of ours: make would then take what it made for newer than
// every change to come.
void take_back_from_future(const fs::path& tree) {
    const auto now = fs::file_time_type::clock::now();
    std::error_code error;
    for (fs::recursive_directory_iterator entry(tree, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->symlink_status(ignored).type() == fs::file_type::regular &&
            entry->last_write_time(ignored) > now)
            fs::last_write_time(entry->path(), now, ignored);
    }
}

// Asked with a file that nothing of the project or its image could have met: what they run may end
// with any status, and may have removed what they found.
bool sees_tree(Engine& engine, const Plan& plan, const ContainerBuild& build,
               const Observer& observer, const std::stop_token& stop) {
    const Beneath tree = tree_of(plan);
    const std::string mark = "." + build.container.name;
    tree.write(mark, "");
    Observer quiet = observer;
    quiet.output = [](std::string_view) {};
    const bool seen = engine.run(plan, look_in_container(plan, build, mark), quiet, stop) == 0;
    tree.remove(mark);
    return seen;
}

// Where the lines of a step were not read, its status alone is no proof.
bool may_write(Engine& engine, const Plan& plan, const ContainerBuild& build, int status,
               const Observer& observer, const std::stop_token& stop) {
    if (status == tree_not_writable) return false;
    if (status != tree_seems_not_writable || !build.steps.mounted.attached) return true;
    Observer quiet = observer;
    quiet.output = [](std::string_view) {};
    return engine.run(plan, try_to_write(build), quiet, stop) == 0;
}

int run_on_copy(Engine& engine, const Plan& plan, const ContainerBuild& build,
                const Observer& observer, const std::stop_token& stop) {
    const ContainerBuild::Copied& steps = build.steps.copied;
    carry(engine, plan, build, steps.create, observer, stop);
    carry(engine, plan, build, steps.send, observer, stop);
    const int status = engine.run(plan, steps.compile, observer, stop);
    if (status == tree_not_writable)
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "tree-not-writable",
                     .message = fmt::format("a container of {} may not write to what was copied "
                                            "to it",
                                            build.container.program()),
                     .hint = fmt::format("see in '{} info' which ids it gives to containers",
                                         build.container.program())});
    if (carry(engine, plan, build, steps.fetch, observer, stop) == tree_replaced)
        throw_replaced(plan);
    carry(engine, plan, build, steps.remove, observer, {});
    take_back_from_future(tree_of(plan).path());
    return status;
}

int run_in_container(Engine& engine, Plan& plan, const Observer& observer,
                     const std::stop_token& stop) {
    auto& build = std::get<ContainerBuild>(plan.build);
    if (!build.copies()) {
        const int status = engine.run(plan, build.steps.mounted, observer, stop);
        const bool seen = status != tree_missing || sees_tree(engine, plan, build, observer, stop);
        if (seen && may_write(engine, plan, build, status, observer, stop)) return status;
        const std::string program = build.container.program();
        const std::string what = seen ? "may not write to" : "does not see";
        if (build.transfer == Transfer::mount)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = seen ? "tree-not-writable" : "tree-not-seen",
                         .message = fmt::format("{} {} {}", program, what,
                                                text::visible(plan.tree.string())),
                         .advice = {{Advice::copy_tree}}});
        observer.note(
            fmt::format("{} {} the files of this machine: they are copied", program, what));
        build.transfer = Transfer::copy;
    }
    return run_on_copy(engine, plan, build, observer, stop);
}

} // namespace

int run_on_tree(Engine& engine, Plan& plan, const Observer& observer, const std::stop_token& stop) {
    if (const LocalBuild* local = plan.in_local_sdk())
        return engine.run(plan, local->compile, observer, stop);
    if (const HostBuild* host = plan.on_host())
        return engine.run(plan, host->compile, observer, stop);
    return run_in_container(engine, plan, observer, stop);
}

} // namespace acapctl::builder
