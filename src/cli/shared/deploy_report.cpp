#include "cli/shared/deploy_report.hpp"

#include "cli/app/advice.hpp"
#include "fleet/fleet.hpp"
#include "support/json.hpp"

namespace acapctl::cli {

namespace {

using nlohmann::json;

nlohmann::json json_of(const device::Check& check) {
    return {{"id", check.id},
            {"result", device::check_result_name(check.result)},
            {"reason", check.reason},
            {"remedy", or_null(advised(check.remedy, check.advice))},
            {"overridable", check.overridable}};
}

} // namespace

void note_failure(Deployed& deployed, const Failure& failure) {
    using Kind = device::DeployOutcome::Kind;
    device::DeployOutcome& outcome = deployed.report.outcome;
    if (failure.kind == ErrorKind::interrupted || failure.code == fleet::SameDevices::code) return;
    deployed.failed = true;
    if (outcome.kind == Kind::untouched) outcome.kind = Kind::failed;
}

nlohmann::json deploy_fields(const Deployed& deployed) {
    const device::DeployReport& report = deployed.report;
    nlohmann::json checks = nlohmann::json::array();
    for (const device::Check& check : report.checks) checks.push_back(json_of(check));
    nlohmann::json candidates = nlohmann::json::array();
    for (const device::Considered& each : report.candidates)
        candidates.push_back(
            {{"package", each.package}, {"chosen", each.chosen}, {"reason", each.reason}});
    nlohmann::json cause;
    if (report.cause)
        cause = {{"id", report.cause->id},
                 {"what", report.cause->what},
                 {"remedy", advised(report.cause->remedy, report.cause->advice)},
                 {"line", report.cause->line}};
    return {{"application", or_null(report.application)},
            {"version", or_null(report.version)},
            {"previousVersion", or_null(report.previous_version)},
            {"outcome", report.outcome.text()},
            {"failedAt", deployed.failed ? json(report.step) : json(nullptr)},
            {"status", or_null(report.status)},
            {"deployedAt", or_null(report.deployed_at)},
            {"architecture", or_null(report.facts.architecture)},
            {"axisOs", or_null(report.facts.axis_os)},
            {"package", or_null(report.package)},
            {"candidates", std::move(candidates)},
            {"policySwitched", report.policy_switched},
            {"checks", std::move(checks)},
            {"cause", std::move(cause)},
            {"log", deployed.log}};
}

} // namespace acapctl::cli
