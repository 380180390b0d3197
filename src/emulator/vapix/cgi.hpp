#pragma once
// The CGIs of a device. Each is a function of the device and one request.

#include "emulator/http/http.hpp"
#include "emulator/state/accounts.hpp"

#include <cstdint>
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
Reply serverreport_cgi(Device& device, const Request& request);
Reply param_cgi(Device& device, const Request& request);
Reply basicdeviceinfo_cgi(Device& device, const Request& request);
Reply systemready_cgi(Device& device, const Request& request);
Reply pwdgrp_cgi(Device& device, const Request& request);
Reply usergroup_cgi(Device& device, const Request& request);
Reply license_cgi(Device& device, const Request& request);
Reply apidiscovery_cgi(Device& device, const Request& request);
Reply restart_cgi(Device& device, const Request& request);

// These read their body as it comes: packages and firmware images are large.
Exchange upload_cgi(Device& device, const Request& request);
Exchange firmwaremanagement_cgi(Device& device, const Request& request);

// The last lines of a log, as many as there are.
std::string last_lines(const std::string& text, std::uint64_t count);

} // namespace acapctl::emulator
