#include "cli/packages/installed_page.hpp"

#include "cli/packages/installed.hpp"
#include "cli/shared/html_page.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using sdk::Readiness;
using Asked = fleet::Outcome<DeviceProspect>;

constexpr std::string_view style = R"(
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact }
body { font-size: 16px; max-width: 66rem; overflow-wrap: anywhere }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .2rem } h2, h2 + p, thead { break-after: avoid }
p { margin: .3rem 0 .8rem; max-width: 46rem }
.dim { color: var(--quiet); font-size: .88rem; font-weight: normal } td .dim { margin: .1rem 0 }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 1rem 0; list-style: none }
.counts li, .mark { border-radius: .3rem; padding: .1rem .55rem; white-space: nowrap }
.mark { font-size: 1rem; font-weight: normal }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--quiet); font-weight: normal; font-size: .88rem }
td:first-child { font-weight: 600 }
.applications td:nth-child(1) { width: 24% } .applications td:nth-child(2) { width: 12% }
.overview td:nth-child(1), .overview td:nth-child(4) { width: 28% }
td:nth-child(3) { width: 11rem } td .mark { display: inline-block; white-space: normal }
td ul { margin: 0; padding: 0; list-style: none } td li + li { margin-top: .7rem }
td li::first-letter { text-transform: uppercase }
a { color: inherit }
.ready { background: var(--good) } .warnings, .once-signed { background: var(--warn) }
.unknown, .silent { background: var(--odd) } .not-ready { background: var(--bad) }
tr { break-inside: avoid }
@media screen and (max-width: 44rem) {
  thead { display: none }
  table, tbody, tr, td { display: block; width: auto !important; padding: 0; border: 0 }
  tr { padding: .7rem 0; border-bottom: 1px solid var(--line) }
  td + td { margin-top: .3rem } td:empty { display: none }
  .applications td:nth-child(-n+3) { display: inline; margin-right: .6rem }
  .overview td:nth-child(4):not(:empty)::before { content: "because of " }
}
@media print { body { margin: 0; max-width: none; font-size: 11pt } a { text-decoration: none } }
)";

std::string mark(Readiness readiness) {
    return fmt::format(R"(<span class="mark {}">{}</span>)", sdk::readiness_name(readiness),
                       sdk::readiness_words(readiness));
}

std::string mark(const Asked& asked) {
    return asked.failure ? R"(<span class="mark silent">could not be asked</span>)"
                         : mark(asked.value.readiness());
}

std::string reasons(const sdk::Prospect& prospect) {
    std::string list;
    for (const sdk::ReadinessReason& reason : prospect.reasons) {
        list += fmt::format("<li>{}", escaped(reason.what));
        if (!reason.remedy.empty())
            list += fmt::format("<br><b>What to do:</b> {}", escaped(reason.remedy));
        if (!reason.source.empty())
            list +=
                fmt::format(R"(<br><span class="dim">Source: {}</span>)", escaped(reason.source));
        list += "</li>";
    }
    return list.empty() ? "Nothing known speaks against it." : "<ul>" + list + "</ul>";
}

std::string row(const std::string& name, const std::string& version, const sdk::Prospect& prospect,
                const std::string& why) {
    return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", name, version,
                       mark(prospect.readiness), why);
}

std::string row(const InstalledApplication& app) {
    std::string name = escaped(app.nice_name.empty() ? app.name : app.nice_name);
    if (!app.nice_name.empty() && app.nice_name != app.name)
        name += fmt::format(R"( <span class="dim">{}</span>)", escaped(app.name));
    std::string why = reasons(app.prospect);
    if (app.package) why += R"(<p class="dim">Judged by a package of this version.</p>)";
    return row(name, escaped(app.version), app.prospect, why);
}

std::string what_it_is(const DeviceProspect& device) {
    return fmt::format("{}, {} now",
                       device.model.empty() ? "a device that does not tell its model"
                                            : escaped(device.model),
                       device.axis_os.empty() ? "with an AXIS OS that it does not tell"
                                              : "AXIS OS " + escaped(device.axis_os));
}

std::string section(const Asked& asked, std::size_t number) {
    std::string html =
        fmt::format("<h2 id=\"d{}\">{} {}</h2>\n", number, escaped(asked.device), mark(asked));
    if (asked.failure) return html + fmt::format("<p>{}</p>\n", escaped(asked.failure->message));
    const DeviceProspect& device = asked.value;
    html += fmt::format("<p class=\"dim\">{}</p>\n", what_it_is(device));
    const bool device_counts = device.release.readiness != Readiness::ready;
    if (!device_counts && device.applications.empty())
        return html + "<p>No application is installed.</p>\n";
    html += "<table class=\"applications\"><thead><tr><th>Application</th><th>Version</th>"
            "<th>Verdict</th><th>Why, and what to do</th></tr></thead><tbody>\n";
    if (device_counts)
        html += row("The device itself", "", device.release, reasons(device.release));
    for (const InstalledApplication& app : device.applications) html += row(app);
    return html + "</tbody></table>\n";
}

// The worst first: who owns many devices reads the beginning.
std::vector<const Asked*> by_urgency(const InstalledReport& report) {
    std::vector<const Asked*> order;
    for (const Asked& asked : report.devices) order.push_back(&asked);
    const auto urgency = [](const Asked* asked) {
        return asked->failure ? Readiness::unknown : asked->value.readiness();
    };
    std::ranges::stable_sort(order, std::ranges::greater(), urgency);
    return order;
}

std::string counts(const InstalledReport& report) {
    std::string html = "<ul class=\"counts\">";
    for (const auto& [readiness, count] : report.counts())
        html += fmt::format(R"(<li class="{}">{} {}</li>)", sdk::readiness_name(readiness), count,
                            sdk::readiness_words(readiness));
    if (const std::size_t silent = failed_of(report.devices); silent > 0)
        html += fmt::format(R"(<li class="silent">{} could not be asked</li>)", silent);
    return html + "</ul>\n";
}

std::string overview(const std::vector<const Asked*>& order) {
    if (order.size() < 2) return "";
    std::string html =
        "<table class=\"overview\"><thead><tr><th>Device</th><th>What it is</th><th>Verdict</th>"
        "<th>Because of</th></tr></thead><tbody>\n";
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Asked& asked = *order[i];
        html += fmt::format(
            "<tr><td><a href=\"#d{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>\n", i,
            escaped(asked.device), asked.failure ? "" : what_it_is(asked.value), mark(asked),
            asked.failure ? "" : escaped(text::join(asked.value.culprits(), ", ")));
    }
    return html + "</tbody></table>\n";
}

constexpr std::string_view tail =
    R"(<p class="dim">Made by acapctl, {0} UTC, from what the devices tell and what is published about AXIS OS {1}.
“Unknown” is no promise, and neither is “ready”: try one device of each kind first. A package of the same version
proves the version of what is installed, not that it is the very build.</p>
)";

} // namespace

std::string installed_page(const InstalledReport& report) {
    const std::string axis_os = escaped(report.axis_os);
    std::string html =
        fmt::format("<p>{} device{}. A device is as ready as the worst of its applications: one "
                    "that cannot be installed again undoes the whole upgrade.</p>\n",
                    report.devices.size(), report.devices.size() == 1 ? "" : "s");
    const auto order = by_urgency(report);
    html += counts(report) + overview(order);
    for (std::size_t i = 0; i < order.size(); ++i) html += section(*order[i], i);
    std::string time = report.time.substr(0, 16); // to the minute
    std::ranges::replace(time, 'T', ' ');
    return html_page(fmt::format("Ready for AXIS OS {}?", report.axis_os), style,
                     html + fmt::format(fmt::runtime(tail), time, axis_os));
}

} // namespace acapctl::cli
