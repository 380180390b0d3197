// A plan as a document, and its steps as lines for a shell.
#include "build/plan.hpp"

#include "support/environment.hpp"
#include "support/json.hpp"

#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace acapctl::build {

namespace {

nlohmann::json step_json(const Step& step) {
    return {{"purpose", purpose_name(step.purpose)},
            {"command", step.arguments},
            {"directory", or_null(step.directory.string())},
            {"environment", step.environment},
            {"shell", shell_line(step)}};
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
    constexpr const char* names[] = {"mirror", "compile", "image", "create",
                                     "fetch",  "remove",  "pack"};
    return names[static_cast<std::size_t>(purpose)];
}

std::string shell_line(const Step& step) {
    std::vector<std::string> words;
    if (!step.environment.empty()) words.emplace_back("env");
    for (const auto& [name, value] : step.environment) words.push_back(name + "=" + value);
    words.insert(words.end(), step.arguments.begin(), step.arguments.end());
    std::string line = shell_quoted(words);
    if (!step.directory.empty())
        line = fmt::format("(cd {} && {})", shell_quoted({step.directory.string()}), line);
    return line;
}

nlohmann::json plan_json(const Plan& plan) {
    nlohmann::json steps = nlohmann::json::array();
    for (const Step& step : plan.steps) steps.push_back(step_json(step));
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
            {"additionalFiles", plan.additional_files},
            {"arguments", plan.arguments},
            {"target", or_null(plan.target)},
            {"tree", plan.tree.string()},
            {"output", plan.output.string()},
            {"warnings", plan.warnings},
            {"steps", steps}};
}

Surroundings surroundings(const std::string& engine) {
    std::random_device random;
    Surroundings result{.engine = engine,
                        .uid = ::getuid(),
                        .gid = ::getgid(),
                        .token = fmt::format("{}-{:08x}", ::getpid(), random()),
                        .sdk_repository = environment("ACAPCTL_SDK_REPOSITORY").value_or(""),
                        .source_date_epoch = environment("SOURCE_DATE_EPOCH").value_or("")};
    for (const char* name : {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
                             "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"})
        if (environment(name)) result.proxies.emplace_back(name);
    return result;
}

} // namespace acapctl::build
