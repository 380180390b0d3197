#pragma once
// The CGIs of a device. Each is a function of the device and one request.

#include "emulator/http.hpp"

#include <memory>
#include <string>

namespace acapctl::emulator {

class Device;

// What answers a request; checks host, origin and login first.
Exchange serve(Device& device, const Request& request);

Reply list_cgi(Device& device, const Request& request);
Reply control_cgi(Device& device, const Request& request);
Reply config_cgi(Device& device, const Request& request);
Reply systemlog_cgi(Device& device, const Request& request);
Reply param_cgi(Device& device, const Request& request);
Reply basicdeviceinfo_cgi(Device& device, const Request& request);
Reply systemready_cgi(Device& device, const Request& request);
Reply apidiscovery_cgi(Device& device, const Request& request);

Reply firmwaremanagement_cgi(Device& device, const Request& request);

// Nothing when the login of a request is good, else what answers it.
std::optional<Reply> refuse_login(Device& device, const Request& request);

// upload.cgi reads its body as it comes.
Exchange upload_cgi(Device& device, const Request& request);

// "OK" or "Error: N", as HTTP 200.
Reply ok();
Reply error_code(int code);

} // namespace acapctl::emulator
