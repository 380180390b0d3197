#include "builder/shell.hpp"

#include "acapctl/error.hpp"
#include "builder/compile_failure.hpp"
#include "builder/plan/asked.hpp"
#include "builder/plan/compile_script.hpp"
#include "builder/plan/container_steps.hpp"
#include "builder/plan/machine_steps.hpp"
#include "builder/plan/planner.hpp"
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

Chosen choose(Request request, const sdk::Catalog& catalog, const Observer& observer,
              const std::stop_token& stop) {
    const auto projects = find_projects(request.directory, catalog, request.apps);
    if (projects.size() > 1)
        throw_usage(fmt::format("{} applications are below {}", projects.size(),
                                text::visible(request.directory.string())),
                    "name the directory of one");
    // A project of scripts alone needs no SDK to be built, but here one was asked for.
    if (asked_engine(projects.front(), request) != EngineKind::host) request.packer = Packer::sdk;
    const Project& project = projects.front();
    auto local = usable_sdk(project, request, catalog);
    Chosen chosen{.around = local ? surroundings(*std::move(local))
                                  : surroundings(resolve_engine(asked_engine(project, request),
                                                                observer, stop))};
    auto plans = make_plans(projects.front(), request, chosen.around, catalog);
    chosen.plan = std::move(plans.front());
    if (!chosen.plan.engine())
        throw_usage("this machine's compilers were asked for, and this project has nothing to "
                    "compile",
                    {}, {{Advice::leave_host_compilers}});
    return chosen;
}

// In the place of the compile step, on this process' own terminal.
void put_command(Plan& plan, const Surroundings& around, const sdk::Catalog& catalog,
                 const std::vector<std::string>& command) {
    if (auto* contained = std::get_if<ContainerBuild>(&plan.build)) {
        const bool interactive = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
        contained->steps =
            command_in_container(plan, *contained, around, catalog, command, interactive);
    } else if (auto* local = std::get_if<LocalBuild>(&plan.build)) {
        local->compile = command_in_local_sdk(plan, local->local_sdk, command);
        local->compile.attached = true;
    } else if (auto* host = std::get_if<HostBuild>(&plan.build)) {
        host->compile = command_on_host(plan, host->architecture, command);
        host->compile.attached = true;
    }
}

} // namespace

Outcome shell(const Request& request, const std::vector<std::string>& command,
              const sdk::Catalog& catalog, const Observer& observer, std::stop_token stop) {
    Request settled = request;
    settled.use_dockerfile = false;
    Chosen chosen = choose(settled, catalog, observer, stop);
    Plan& plan = chosen.plan;
    if (!plan.sdk.why.empty()) observer.note(plan.sdk.why);
    for (const Notice& warning : plan.warnings) observer.warn(warning);
    const std::vector<std::string> words =
        command.empty() ? std::vector<std::string>{"bash"} : command;
    put_command(plan, chosen.around, catalog, words);

    const auto engine = make_engine(plan.engine().value(), catalog);
    Outcome outcome{.toolchain = engine->prepare(plan, observer, stop)};
    prepare_tree(plan, outcome.toolchain, observer, stop);
    // A tree that comes back replaces the one that is there. A mounted one is shared: whoever has a
    // shell open may build beside it.
    std::optional<FileLock> lock;
    if (const auto* contained = plan.in_container(); contained != nullptr && contained->copies())
        lock.emplace(plan.tree, observer.note, stop);
    outcome.status = run_on_tree(*engine, plan, observer, stop);
    if (outcome.status == environment_missing) throw_compile_failed(plan, outcome.status);
    return outcome;
}

} // namespace acapctl::builder
