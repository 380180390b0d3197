#include "cli/shared/deploy_requests.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/policy.hpp"

namespace acapctl::cli {

std::vector<device::Request> deploy_requests(const PlannedDeploy& plan) {
    std::vector<device::Request> requests{device::list_request(), device::device_info_request()};
    const bool switches = plan.allow_unsigned && !plan.is_signed;
    if (!plan.is_signed) requests.push_back(device::config_get_request(device::allow_unsigned));
    requests.push_back(device::log_request("", false)); // what the installer has said so far
    if (switches) requests.push_back(device::config_set_request(device::allow_unsigned, "true"));
    requests.push_back(device::upload_request(plan.package));
    requests.push_back(device::list_request());
    if (switches) requests.push_back(device::config_set_request(device::allow_unsigned, "false"));
    if (!plan.start) return requests;
    requests.push_back(device::control_request("start", plan.app));
    requests.push_back(device::list_request());
    return requests;
}

} // namespace acapctl::cli
