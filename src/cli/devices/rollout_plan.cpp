#include "cli/devices/rollout_plan.hpp"

#include "cli/shared/edges.hpp"
#include "sdk/knowledge.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <array>
#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& why) {
    throw_invalid("the plan of the rollout record cannot be used: " + why,
                  "start the rollout anew");
}

// The options that a resumed rollout takes from its record, by their names there.
using Flag = std::pair<const char*, bool DeployVerbOptions::*>;
constexpr std::array<Flag, 5> deploy_flags{
    {{"start", &DeployVerbOptions::start},
     {"allowUnsigned", &DeployVerbOptions::allow_unsigned},
     {"force", &DeployVerbOptions::force},
     {"reinstall", &DeployVerbOptions::reinstall},
     {"rollbackOnFailure", &DeployVerbOptions::rollback_on_failure}}};
using Permission = std::pair<const char*, bool device::Permitted::*>;
constexpr std::array<Permission, 3> deploy_permissions{
    {{"allowDowngrade", &device::Permitted::downgrade},
     {"allowOtherVendor", &device::Permitted::other_vendor},
     {"allowBundled", &device::Permitted::bundled}}};
using Word = std::pair<const char*, std::string DeployVerbOptions::*>;
constexpr std::array<Word, 3> deploy_words{{{"expect", &DeployVerbOptions::expect},
                                            {"wait", &DeployVerbOptions::wait},
                                            {"until", &DeployVerbOptions::until}}};
using Rule = std::pair<const char*, std::string RolloutOptions::*>;
constexpr std::array<Rule, 4> rule_words{{{"canary", &RolloutOptions::canary},
                                          {"batch", &RolloutOptions::batch},
                                          {"maxFail", &RolloutOptions::max_fail},
                                          {"pause", &RolloutOptions::pause}}};

bool is_true(const json& object, const char* name) {
    return object.is_object() && object.contains(name) && object[name] == json(true);
}

json part(const json& object, const char* name) {
    return object.is_object() && object.contains(name) ? object[name] : json();
}

fleet::Batch read_batch(const json& batch, const std::vector<std::string>& devices,
                        std::set<std::size_t>& taken) {
    fleet::Batch result{.canary = is_true(batch, "canary")};
    const json places = part(batch, "places");
    if (!places.is_array()) refuse("a batch has no places");
    for (const json& place : places) {
        if (!place.is_number_unsigned() || place.get<std::size_t>() >= devices.size() ||
            !taken.insert(place.get<std::size_t>()).second)
            refuse("a place of a batch is no device of it, or of two");
        result.devices.push_back(place.get<std::size_t>());
    }
    return result;
}

} // namespace

fleet::RolloutRules rollout_rules(const RolloutOptions& options) {
    fleet::RolloutRules result;
    result.max_fail_name = "--max-fail";
    if (!options.canary.empty()) result.canary = fleet::Canary::parse(options.canary, "--canary");
    if (!options.batch.empty()) result.batch = fleet::Share::parse(options.batch, "--batch");
    if (!options.max_fail.empty())
        result.max_fail = fleet::Share::parse(options.max_fail, "--max-fail");
    if (!options.pause.empty()) result.pause = text::parse_duration(options.pause, "--pause");
    if (result.batch && result.batch->of(100) == 0)
        throw_usage("--batch is 0: no device at all", "--batch 1 serves one after the other");
    return result;
}

json plan_json(const RolloutPlan& plan, const std::vector<device::Candidate>& packages,
               const DeployVerbOptions& options) {
    json result{{"packages", json::array()}, {"kinds", plan.kinds}, {"batches", json::array()}};
    for (const device::Candidate& candidate : packages)
        result["packages"].push_back(
            {{"file", std::filesystem::absolute(candidate.package.file).string()},
             {"sha256", candidate.sha256}});
    for (const fleet::Batch& batch : plan.batches)
        result["batches"].push_back({{"canary", batch.canary}, {"places", batch.devices}});
    for (const auto& [name, member] : deploy_flags) result["deploy"][name] = options.*member;
    for (const auto& [name, member] : deploy_permissions)
        result["deploy"][name] = options.permitted.*member;
    for (const auto& [name, member] : deploy_words) result["deploy"][name] = options.*member;
    for (const auto& [name, member] : rule_words) result["rules"][name] = options.rollout.*member;
    result["rules"]["rollbackBatch"] = options.rollout.rollback_batch;
    return result;
}

RolloutPlan read_plan(const json& plan, const std::vector<std::string>& devices) {
    RolloutPlan result{.devices = devices};
    const json kinds = part(plan, "kinds");
    for (std::size_t i = 0; i < devices.size(); ++i)
        result.kinds.push_back(kinds.is_array() && i < kinds.size() && kinds[i].is_string()
                                   ? kinds[i].get<std::string>()
                                   : "");
    const json batches = part(plan, "batches");
    if (!batches.is_array()) refuse("it has no batches");
    std::set<std::size_t> taken;
    for (const json& batch : batches) result.batches.push_back(read_batch(batch, devices, taken));
    if (taken.size() != devices.size()) refuse("a device is in no batch");
    return result;
}

void restore_options(const json& plan, DeployVerbOptions& options) {
    const json deploy = part(plan, "deploy");
    const json rule = part(plan, "rules");
    for (const auto& [name, member] : deploy_flags) options.*member = is_true(deploy, name);
    for (const auto& [name, member] : deploy_permissions)
        options.permitted.*member = is_true(deploy, name);
    for (const auto& [name, member] : deploy_words) options.*member = string_at(deploy, name);
    for (const auto& [name, member] : rule_words) options.rollout.*member = string_at(rule, name);
    options.rollout.rollback_batch = is_true(rule, "rollbackBatch");
}

std::vector<device::Candidate> read_packages_of(const json& plan, const Context& context) {
    std::vector<device::Candidate> result;
    const json packages = part(plan, "packages");
    if (!packages.is_array() || packages.empty()) refuse("it names no package");
    for (const json& package : packages) {
        const std::string file = string_at(package, "file");
        result.push_back(device::read_candidate(file, context.edges.knowledge(), context.stop));
        if (result.back().sha256 != string_at(package, "sha256"))
            throw_invalid(fmt::format("{} is not the package that the rollout began with",
                                      text::visible(file)),
                          "put that file back, or start the rollout anew");
    }
    return result;
}

} // namespace acapctl::cli
