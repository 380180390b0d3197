#include "device/vapix/advice_names.hpp"

#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace acapctl::device {

std::vector<Advice> advised_by(const nlohmann::json& row) {
    static const std::map<std::string, Advice::Kind> kinds{
        {"allow-unsigned", Advice::allow_unsigned},
        {"build-for-device", Advice::build_for_device},
        {"deploy-as-ending", Advice::deploy_as_ending},
        {"inspect-package", Advice::inspect_package},
        {"install-licence", Advice::install_licence},
        {"list-applications", Advice::list_applications},
        {"read-log", Advice::read_log},
        {"see-where-it-runs", Advice::see_where_it_runs},
        {"show-device", Advice::show_device},
    };
    std::vector<Advice> advice;
    for (const std::string name : row.value("advice", nlohmann::json::array()))
        advice.push_back({kinds.at(name)});
    return advice;
}

} // namespace acapctl::device
