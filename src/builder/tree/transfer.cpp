#include "builder/tree/transfer.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/recipes.hpp"
#include "builder/tree/tree.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

// A step that is the engine's own affair; what it says matters only when it fails. Returns its
// status: 0, or that the tree was replaced.
int carry(Engine& engine, const Plan& plan, Step::Purpose purpose, const Observer& observer,
          const std::stop_token& stop) {
    std::string said;
    Observer quiet = observer;
    quiet.output = [&](std::string_view line) { said = text::visible(line); };
    const int status = engine.run(plan, step_for(plan, purpose), quiet, stop);
    if (status == 0 || status == tree_replaced) return status;
    check(stop);
    const std::string what = purpose == Step::Purpose::create ? "make a container of " + plan.image
                             : purpose == Step::Purpose::send ? "copy the sources to its container"
                                                              : "copy the build tree back";
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "transfer-failed",
                 .message = fmt::format("{} could not {}{}{}", plan.engine, what,
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

void fetch(Engine& engine, const Plan& plan, const Observer& observer,
           const std::stop_token& stop) {
    if (carry(engine, plan, Step::Purpose::fetch, observer, stop) == tree_replaced)
        throw_replaced(plan);
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
bool sees_tree(Engine& engine, const Plan& plan, const Observer& observer,
               const std::stop_token& stop) {
    const Beneath tree = tree_of(plan);
    const std::string mark = "." + plan.container;
    tree.write(mark, "");
    Observer quiet = observer;
    quiet.output = [](std::string_view) {};
    const Step look = look_in_container(plan, sdk::Catalog::with_users(), mark);
    const bool seen = engine.run(plan, look, quiet, stop) == 0;
    tree.remove(mark);
    return seen;
}

int run_on_copy(Engine& engine, const Plan& plan, const Observer& observer,
                const std::stop_token& stop) {
    carry(engine, plan, Step::Purpose::create, observer, stop);
    carry(engine, plan, Step::Purpose::send, observer, stop);
    const int status = engine.run(plan, step_for(plan, Step::Purpose::compile), observer, stop);
    fetch(engine, plan, observer, stop);
    carry(engine, plan, Step::Purpose::remove, observer, {});
    take_back_from_future(tree_of(plan).path());
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
        const bool claimed = status == tree_missing && !plan.container.empty();
        if (!claimed || sees_tree(engine, plan, observer, stop)) return status;
        if (!plan.may_copy)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "tree-not-seen",
                         .message = fmt::format("{} does not see {}", plan.engine,
                                                text::visible(plan.tree.string())),
                         .advice = {{Advice::copy_tree}}});
        observer.note(
            fmt::format("{} does not see the files of this machine: they are copied", plan.engine));
        plan.copies = true;
        copy_instead(plan, with_copies(plan));
    }
    return run_on_copy(engine, plan, observer, stop);
}

} // namespace acapctl::builder
