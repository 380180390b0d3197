#pragma once
// The readiness of a site as one page for a browser, to be handed to whoever owns the devices.

#include <string>

namespace acapctl::cli {

struct InstalledReport;

// Self-contained: no script, nothing fetched. What devices say is text and nothing else.
std::string installed_page(const InstalledReport& report);

} // namespace acapctl::cli
