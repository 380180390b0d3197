#pragma once
// The VAPIX requests acapctl makes, in one place, so that a dry run shows exactly what a real run
// sends.

#include "device/http/transport.hpp"

namespace acapctl::device {

Request list_request();
// action: start, stop, restart, remove
Request control_request(const std::string& action, const std::string& app);
Request upload_request(const std::filesystem::path& package);
Request config_get_request(const std::string& name);
Request config_set_request(const std::string& name, const std::string& value);
Request device_info_request();
Request api_list_request();
Request params_request(const std::string& group);
// The system log; `app` empty: of everything. `legacy`: the path of AXIS OS before 9.
Request log_request(const std::string& app, bool legacy);
Request system_ready_request();
// Full names ("root.App.Name") and their values.
Request params_update_request(const std::vector<std::pair<std::string, std::string>>& values);
Request license_install_request(const std::filesystem::path& key, const std::string& app);
Request license_remove_request(const std::string& app);

} // namespace acapctl::device
