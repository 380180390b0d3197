#pragma once
// The CGIs of a device. Each is a function of the device and one request.

#include "emulator/http/http.hpp"
#include "emulator/state/accounts.hpp"

#include <memory>
#include <string>

namespace acapctl::emulator {

class Device;

// What answers a request; checks host, origin and login first.
Exchange serve(Device& device, const Request& request);

Reply list_cgi(Device& device, const Request& request);
Reply control_cgi(Device& device, const Request& request);
Reply info_cgi(Device& device, const Request& request);
Reply config_cgi(Device& device, const Request& request);
Reply systemlog_cgi(Device& device, const Request& request);
Reply param_cgi(Device& device, const Request& request);
Reply basicdeviceinfo_cgi(Device& device, const Request& request);
Reply systemready_cgi(Device& device, const Request& request);
Reply pwdgrp_cgi(Device& device, const Request& request);
Reply license_cgi(Device& device, const Request& request);
Reply apidiscovery_cgi(Device& device, const Request& request);

Reply firmwaremanagement_cgi(Device& device, const Request& request);

// upload.cgi reads its body as it comes.
Exchange upload_cgi(Device& device, const Request& request);

// The same below /axis-cgi/admin, as the official command-line tools still use it: reload_page=yes
// makes the answer a page that leads to /devtools.shtml and says there how it went.
Reply legacy_control_cgi(Device& device, const Request& request);
Exchange legacy_upload_cgi(Device& device, const Request& request);
Reply legacy_page(const Request& request, const Reply& reply, std::string_view done);

} // namespace acapctl::emulator
