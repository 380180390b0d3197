#pragma once
// The readiness of a site as one page for a browser, to be handed to whoever owns the devices.

#include <string>

namespace acapctl::cli {

struct UpgradeReport;

// Self-contained: no script, nothing fetched. What devices say is text and nothing else.
std::string installed_page(const UpgradeReport& report);

} // namespace acapctl::cli
