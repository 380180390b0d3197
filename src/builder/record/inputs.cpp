// When a build is up to date. Never by times alone: a checkout, a copy or a clock that was put back
// would be believed. A package is the same if everything that made it is the same, so everything is
// hashed, and the hashes are those in the sealed record of the build that made it:
//
//   the program  version and stamp of acapctl itself, which mirrors, compiles and packs
//   the plan     every command, option and environment that would run, but for names of this run
//   the sources  content, mode and link target of each file (workspace/sources.cpp)
//   the image    the digest of its configuration, or what this machine's compilers say they are
//   the rest     the environment that a Makefile can see, for builds on this machine
//
// What cannot be told (an engine that does not answer) is "not up to date". The package itself must
// still be there. If the inputs change while a build runs, no record of them is written.
#include "builder/record/inputs.hpp"

#include "acapctl/error.hpp"
#include "builder/engines/early_answers.hpp"
#include "engine/ask_engine.hpp"
#include "sdk/catalog.hpp"
#include "support/digest.hpp"
#include "support/environment.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::builder {

using nlohmann::json;

namespace {

// The plan without what differs from run to run: the name of the container, and --no-cache, which
// only says how to get to the same result.
std::string plan_hash(const Plan& plan) {
    json document = plan_json(plan);
    for (json& step : document["steps"]) {
        step.erase("shell");
        if (step["purpose"] == purpose_name(Step::Purpose::mirror)) {
            step.erase("command"); // the sources have a hash of their own
            continue;
        }
        std::erase(step["command"].get_ref<json::array_t&>(), json("--no-cache"));
    }
    for (const char* said : {"reason", "sdkWhy", "warnings", "project", "tree"})
        document.erase(said);
    document["manifest"] = plan.manifest.string();
    document["output"] = std::filesystem::absolute(plan.output).lexically_normal().string();
    document["epoch"] = environment("SOURCE_DATE_EPOCH").value_or("");
    document["axisOs"] = plan.sdk.axis_os;
    std::string text = document.dump(-1, ' ', false, json::error_handler_t::replace);
    if (const Container* container = plan.container())
        text::replace_all(text, container->name, "CONTAINER");
    return sha256(text);
}

// What a compiler or a Makefile does not look at, and differs between two terminals.
bool is_session_variable(std::string_view name) {
    constexpr std::array names{"_",       "PWD",       "OLDPWD",   "SHLVL",        "TERM",
                               "COLUMNS", "LINES",     "DISPLAY",  "WINDOWID",     "COLORTERM",
                               "TMUX",    "TMUX_PANE", "NO_COLOR", "INVOCATION_ID"};
    constexpr std::array prefixes{"SSH_",     "XDG_",         "DBUS_",     "VTE_",
                                  "ACAPCTL_", "AXIS_DEVICE_", "STARSHIP_", "GPG_"};
    return std::ranges::find(names, name) != names.end() ||
           std::ranges::any_of(prefixes, [&](const char* p) { return name.starts_with(p); });
}

std::string compilers(const sdk::Architecture& architecture, const std::stop_token& stop) {
    std::string text;
    for (const char* tool : {"-gcc", "-g++", "-ld"}) {
        const auto program = find_program(architecture.toolchain + tool);
        text += program ? program->string() + stamp_of(*program) + "\n" : "\n";
    }
    const std::string compiler = architecture.toolchain + "-gcc";
    return text + run({.arguments = {compiler, "--version"}}, stop).output;
}

// A build on this machine uses what is installed here, and may read any variable.
std::string machine_hash(const Plan& plan, const std::stop_token& stop) {
    std::string text;
    if (const LocalBuild* local = plan.in_local_sdk()) {
        text += stamp_of_tree(local->local_sdk.directory);
        if (local->architecture) text += compilers(*local->architecture, stop);
    } else if (const HostBuild* host = plan.on_host()) {
        text += compilers(host->architecture, stop);
    }
    text += stamp_of("/var/lib/dpkg/status"); // any package installed, removed or upgraded
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry)
        if (const std::string_view variable = *entry;
            !is_session_variable(variable.substr(0, variable.find('='))))
            variables.emplace_back(variable);
    std::ranges::sort(variables);
    return sha256(text + text::join(variables, "\n"));
}

// The engine answers a line per image, in order, and fails if one is not there.
std::optional<Images> image_ids(const std::string& engine, const std::vector<std::string>& names,
                                const std::stop_token& stop) {
    std::vector<std::string> arguments = {engine, "image", "inspect", "--format", "{{.Id}}"};
    arguments.insert(arguments.end(), names.begin(), names.end());
    CommandResult result;
    try {
        result = engine::ask_engine(arguments, stop);
    } catch (const Error& error) { // a build will tell
        if (error.kind() != ErrorKind::engine_unavailable) throw;
        return std::nullopt;
    }
    const auto lines = text::lines(text::trim(result.output));
    if (result.status != 0 || lines.size() != names.size()) return std::nullopt;
    Images ids;
    for (std::size_t i = 0; i < names.size(); ++i) ids[names[i]] = lines[i];
    return ids;
}

// The images whose content goes into the package; nothing if that cannot be told.
std::optional<std::vector<std::string>> images_of(const Plan& plan) {
    if (const DockerfileBuild* dockerfile = plan.dockerfile()) return dockerfile->images_used;
    return std::vector{std::get<ContainerBuild>(plan.build).image};
}

} // namespace

Inputs inputs_of(const Plan& plan, const Sources& sources) {
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return {.acapctl = ACAPCTL_VERSION " " + stamp_of(program),
            .plan = plan_hash(plan),
            .sources = digest(sources)};
}

bool add_toolchain(Inputs& inputs, const Plan& plan, const std::stop_token& stop,
                   const EarlyAnswers* early) {
    if (!plan.engine()) return true; // nothing is compiled
    const Container* container = plan.container();
    if (container == nullptr) {
        inputs.machine = machine_hash(plan, stop);
        return true;
    }
    if (const ContainerBuild* build = plan.in_container(); build != nullptr && early != nullptr)
        if (const auto known =
                early->answer(container->program(), build->image, engine::engine_patience())) {
            inputs.images = {{build->image, known->id}};
            return true;
        }
    const auto images = images_of(plan);
    if (!images) return false;
    if (images->empty()) return true; // FROM scratch
    const auto ids = image_ids(container->program(), *images, stop);
    if (ids) inputs.images = *ids;
    return ids.has_value();
}

json inputs_json(const Inputs& inputs, const Sources& sources) {
    json files = json::object();
    for (const auto& [path, source] : sources)
        if (source.identity != "directory") files[path] = source.identity;
    return {{"acapctl", inputs.acapctl}, {"plan", inputs.plan},       {"sources", inputs.sources},
            {"images", inputs.images},   {"machine", inputs.machine}, {"files", files}};
}

Inputs inputs_of_record(const json& record) {
    try {
        const json& inputs = record.at("inputs");
        return {.acapctl = inputs.at("acapctl"),
                .plan = inputs.at("plan"),
                .sources = inputs.at("sources"),
                .images = inputs.at("images"),
                .machine = inputs.at("machine")};
    } catch (const json::exception&) {
        return {};
    }
}

} // namespace acapctl::builder
