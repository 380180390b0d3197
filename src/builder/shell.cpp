#include "builder/shell.hpp"

#include "acapctl/error.hpp"
#include "builder/compile_failure.hpp"
#include "builder/plan/plan.hpp"
#include "builder/plan/recipes.hpp"
#include "builder/tree/transfer.hpp"
#include "builder/tree/tree.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::builder {

namespace {

struct Chosen {
    Plan plan{};
    Surroundings around{};
};

Chosen choose(Request request, const Observer& observer, const std::stop_token& stop) {
    const auto projects = find_projects(request.directory, request.apps);
    if (projects.size() > 1)
        throw_usage(fmt::format("{} applications are below {}", projects.size(),
                                text::visible(request.directory.string())),
                    "name the directory of one");
    // A project of scripts alone needs no SDK to be built, but here one was asked for.
    if (engine_choice(projects.front(), request) != EngineChoice::host)
        request.packer = Packer::sdk;
    const Project& project = projects.front();
    std::string engine = "local";
    if (!usable_sdk(project, request, sdk::Catalog::with_users()))
        engine = resolve_engine(engine_choice(project, request), observer, stop);
    Chosen chosen{.around = surroundings_with(project, request, engine)};
    auto plans = make_plans(projects.front(), request, chosen.around, sdk::Catalog::with_users());
    chosen.plan = std::move(plans.front());
    if (chosen.plan.engine.empty())
        throw_usage("this machine's compilers were asked for, and this project has nothing to "
                    "compile",
                    {}, {{Advice::leave_host_compilers}});
    return chosen;
}

std::vector<Step> steps(const Chosen& chosen, const Plan& plan,
                        const std::vector<std::string>& command) {
    const sdk::Catalog& catalog = sdk::Catalog::with_users();
    if (plan.engine == "local")
        return {command_in_local_sdk(plan, *chosen.around.local_sdk, command)};
    if (plan.engine == "host")
        return {command_on_host(plan, catalog.architecture(plan.architecture), command)};
    return command_in_container(plan, chosen.around, catalog, command,
                                ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1);
}

} // namespace

Outcome shell(const Request& request, const std::vector<std::string>& command,
              const Observer& observer, std::stop_token stop) {
    Request settled = request;
    settled.use_dockerfile = false;
    Chosen chosen = choose(settled, observer, stop);
    Plan& plan = chosen.plan;
    if (!plan.sdk_why.empty()) observer.note(plan.sdk_why);
    for (const Notice& warning : plan.warnings) observer.warn(warning);
    const std::vector<std::string> words =
        command.empty() ? std::vector<std::string>{"bash"} : command;
    const auto with_copies = [&](const Plan& copied) { return steps(chosen, copied, words); };
    plan.steps = with_copies(plan);
    for (Step& step : plan.steps)
        if (step.purpose == Step::Purpose::compile) step.attached = true;

    const auto engine = make_engine(plan.engine);
    Outcome outcome{.toolchain = engine->prepare(plan, observer, stop)};
    prepare_tree(plan, outcome.toolchain, observer, stop);
    // A tree that comes back replaces the one that is there. A mounted one is shared: whoever has a
    // shell open may build beside it.
    std::optional<FileLock> lock;
    if (plan.copies) lock.emplace(plan.tree, observer.note, stop);
    outcome.status = run_on_tree(*engine, plan, with_copies, observer, stop);
    if (outcome.status == environment_missing) throw_compile_failed(plan, outcome.status);
    return outcome;
}

} // namespace acapctl::builder
