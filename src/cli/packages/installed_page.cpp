#include "cli/packages/installed_page.hpp"

#include "cli/packages/installed.hpp"
#include "cli/shared/html_page.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using sdk::Readiness;

constexpr std::string_view style = R"(
.counts { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none }
.counts li, .mark { border-radius: .3rem; padding: .05rem .5rem; white-space: nowrap }
.ready { background: var(--good) } .warnings, .once-signed { background: var(--warn) }
.unknown { background: var(--odd) } .not-ready { background: var(--bad) }
)";

std::string mark(Readiness readiness) {
    return fmt::format(R"(<span class="mark {}">{}</span>)", sdk::readiness_name(readiness),
                       sdk::readiness_words(readiness));
}

std::string reasons(const sdk::Prospect& prospect) {
    std::string list;
    for (const sdk::ReadinessReason& reason : prospect.reasons) {
        list += fmt::format("<li>{}", escaped(reason.what));
        if (!reason.remedy.empty())
            list += fmt::format("<br><b>What to do:</b> {}", escaped(reason.remedy));
        if (!reason.source.empty())
            list += fmt::format("<br><small>{}</small>", escaped(reason.source));
        list += "</li>";
    }
    return list.empty() ? "" : "<ul>" + list + "</ul>";
}

std::string row(const std::string& name, const std::string& version,
                const sdk::Prospect& prospect) {
    return fmt::format("<tr><td>{}<td>{}<td>{}<td>{}\n", escaped(name), escaped(version),
                       mark(prospect.readiness), reasons(prospect));
}

std::string section(const fleet::Outcome<DeviceProspect>& outcome) {
    if (outcome.failure)
        return fmt::format("<h2>{}</h2>\n<p>It could not be asked: {}\n", escaped(outcome.device),
                           escaped(outcome.failure->message));
    const DeviceProspect& device = outcome.value;
    std::string html = fmt::format(
        "<h2>{} {}</h2>\n<p>{}, AXIS OS {} now\n", escaped(outcome.device),
        mark(device.readiness()), device.model.empty() ? "A device" : escaped(device.model),
        device.axis_os.empty() ? "of an unknown version" : escaped(device.axis_os));
    html += "<table><tr><th>Application<th>Version<th>Ready<th>Why\n";
    if (device.release.readiness != Readiness::ready) html += row("The device", "", device.release);
    for (const InstalledApplication& app : device.applications)
        html += row(app.name, app.version, app.prospect);
    return html + "</table>\n";
}

} // namespace

std::string installed_page(const InstalledReport& report) {
    std::string html = page_head(fmt::format("Ready for AXIS OS {}?", report.axis_os), style);
    html += fmt::format("<p>{} devices. A device is as ready as the worst of its applications: one "
                        "that cannot be installed again undoes the whole upgrade.\n<ul "
                        "class=\"counts\">",
                        report.devices.size());
    for (const auto& [readiness, count] : report.counts())
        html += fmt::format(R"(<li class="{}">{} {}</li>)", sdk::readiness_name(readiness), count,
                            sdk::readiness_words(readiness));
    html += "</ul>\n";
    for (const auto& outcome : report.devices) html += section(outcome);
    return html + "<p><small>Made by acapctl from what the devices tell and what Axis publishes. "
                  "“Unknown” is no promise.</small>\n";
}

} // namespace acapctl::cli
