// A plan as a document, and its steps as lines for a shell.
#include "builder/plan/plan.hpp"

#include "engine/endpoint.hpp"
#include "engine/image_name.hpp"
#include "support/environment.hpp"
#include "support/json.hpp"
#include "support/subprocess.hpp"

#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::builder {

namespace {

nlohmann::json step_json(const Step& step) {
    return {{"purpose", purpose_name(step.purpose)},
            {"command", step.arguments},
            {"directory", or_null(step.directory.string())},
            {"environment", step.environment},
            {"shell", shell_line(step)}};
}

// How the tree gets into the container; null without one.
nlohmann::json transfer_of(const Plan& plan) {
    if (plan.container.empty() || plan.kind == Kind::dockerfile) return nullptr;
    return plan.copies ? "copy" : "mount";
}

const char* packer_name(Packer packer) {
    return packer == Packer::own ? "acapctl" : packer == Packer::sdk ? "sdk" : "both";
}

} // namespace

const char* kind_name(Kind kind) {
    switch (kind) {
    case Kind::make:
        return "make";
    case Kind::meson:
        return "meson";
    case Kind::cmake:
        return "cmake";
    case Kind::dockerfile:
        return "dockerfile";
    case Kind::none:
        break;
    }
    return "none";
}

const char* purpose_name(Step::Purpose purpose) {
    constexpr const char* names[] = {"mirror", "compile", "image",  "create",
                                     "send",   "fetch",   "remove", "pack"};
    return names[static_cast<std::size_t>(purpose)];
}

std::string shell_line(const Step& step) {
    std::vector<std::string> words;
    if (!step.environment.empty()) words.emplace_back("env");
    for (const auto& [name, value] : step.environment) words.push_back(name + "=" + value);
    words.insert(words.end(), step.arguments.begin(), step.arguments.end());
    std::string line = shell_shown(words);
    if (!step.directory.empty())
        line = fmt::format("(cd {} && {})", shell_shown({step.directory.string()}), line);
    return line;
}

nlohmann::json plan_json(const Plan& plan) {
    nlohmann::json steps = nlohmann::json::array();
    for (const Step& step : plan.steps) steps.push_back(step_json(step));
    nlohmann::json warnings = nlohmann::json::array();
    for (const Notice& warning : plan.warnings) warnings.push_back(warning.text);
    return {{"application", plan.app_name},
            {"project", plan.project.string()},
            {"kind", kind_name(plan.kind)},
            {"reason", plan.reason},
            {"manifest", (plan.root / plan.manifest).string()},
            {"variant", or_null(plan.variant)},
            {"architecture", plan.architecture},
            {"chip", or_null(plan.chip)},
            {"engine", or_null(plan.engine)},
            {"sdk", or_null(plan.sdk)},
            {"sdkWhy", or_null(plan.sdk_why)},
            {"image", or_null(plan.image)},
            {"sdkDirectory", or_null(plan.sdk_directory.string())},
            {"transfer", transfer_of(plan)},
            {"ccache", plan.ccache},
            {"packer", packer_name(plan.packer)},
            {"additionalFiles", plan.additional_files},
            {"arguments", plan.arguments},
            {"target", or_null(plan.target)},
            {"tree", plan.tree.string()},
            {"output", plan.output.string()},
            {"warnings", warnings},
            {"steps", steps}};
}

Surroundings surroundings(const std::string& engine) {
    std::random_device random;
    Surroundings result{.engine = engine,
                        .remote = engine::engine_is_remote(engine),
                        .other_builder = engine::has_other_builder(engine),
                        .uid = ::getuid(),
                        .gid = ::getgid(),
                        .token = fmt::format("{}-{:08x}", ::getpid(), random()),
                        .sdk_repository = engine::repository_of_user(),
                        .source_date_epoch = environment("SOURCE_DATE_EPOCH").value_or("")};
    for (const char* name : {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
                             "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"})
        if (environment(name)) result.proxies.emplace_back(name);
    return result;
}

Surroundings surroundings_with(const Project& project, const Request& request,
                               const std::string& engine) {
    Surroundings result = surroundings(engine);
    if (engine == "local")
        result.local_sdk = usable_sdk(project, request, sdk::Catalog::with_users());
    return result;
}

} // namespace acapctl::builder
