#include "builder/tree/transfer.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/recipes.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// A step that is the engine's own affair; what it says matters only when it fails.
void carry(Engine& engine, const Plan& plan, Step::Purpose purpose, const Observer& observer,
           const std::stop_token& stop) {
    std::string said;
    Observer quiet = observer;
    quiet.output = [&](std::string_view line) { said = text::visible(line); };
    if (engine.run(plan, step_for(plan, purpose), quiet, stop) == 0) return;
    check(stop);
    const std::string what = purpose == Step::Purpose::create ? "make a container of " + plan.image
                             : purpose == Step::Purpose::send ? "copy the sources to its container"
                                                              : "copy the build tree back";
    throw Error({.exit = ExitCode::engine_unavailable,
                 .code = "transfer-failed",
                 .message = fmt::format("{} could not {}{}{}", plan.engine, what,
                                        said.empty() ? "" : ": ", said),
                 .hint = "see whether the engine answers, and whether its disk has space",
                 .retryable = true});
}

// The clock of the engine may be ahead of ours: make would then take what it made for newer than
// every change to come.
void take_back_from_future(const fs::path& tree) {
    const auto now = fs::file_time_type::clock::now();
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(tree))
        if (!entry.is_symlink() && entry.is_regular_file() && entry.last_write_time(ignored) > now)
            fs::last_write_time(entry.path(), now, ignored);
}

int run_on_copy(Engine& engine, const Plan& plan, const Observer& observer,
                const std::stop_token& stop) {
    carry(engine, plan, Step::Purpose::create, observer, stop);
    carry(engine, plan, Step::Purpose::send, observer, stop);
    const int status = engine.run(plan, step_for(plan, Step::Purpose::compile), observer, stop);
    carry(engine, plan, Step::Purpose::fetch, observer, stop);
    carry(engine, plan, Step::Purpose::remove, observer, {});
    take_back_from_future(plan.tree);
    return status;
}

void copy_instead(Plan& plan, std::vector<Step> steps) {
    const auto mounted = std::ranges::find(plan.steps, Step::Purpose::compile, &Step::purpose);
    const auto at = plan.steps.erase(mounted);
    plan.steps.insert(at, steps.begin(), steps.end());
}

} // namespace

int run_on_tree(Engine& engine, Plan& plan,
                const std::function<std::vector<Step>(const Plan&)>& with_copies,
                const Observer& observer, const std::stop_token& stop) {
    if (!plan.copies) {
        const int status = engine.run(plan, step_for(plan, Step::Purpose::compile), observer, stop);
        if (status != tree_missing || plan.container.empty()) return status;
        if (!plan.may_copy)
            throw Error({.exit = ExitCode::engine_unavailable,
                         .code = "tree-not-seen",
                         .message = fmt::format("{} does not see {}", plan.engine,
                                                text::visible(plan.tree.string())),
                         .hint = "copy the files to the container with --transfer copy"});
        observer.note(
            fmt::format("{} does not see the files of this machine: they are copied", plan.engine));
        plan.copies = true;
        copy_instead(plan, with_copies(plan));
    }
    return run_on_copy(engine, plan, observer, stop);
}

} // namespace acapctl::builder
