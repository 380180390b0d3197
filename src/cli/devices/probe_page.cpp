#include "cli/devices/probe.hpp"
#include "cli/shared/html_page.hpp"
#include "probe/report_reader.hpp"
#include "probe/shown.hpp"
#include "probe/tensors.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;
using probe::at_path;

constexpr std::string_view probe_style = R"(
body { max-width: 92rem } p, ul, .runs { max-width: 62rem }
.wide { overflow: auto; max-height: 90vh }
.wide table { width: auto; min-width: 100% }
.wide th[scope=row] { position: sticky; left: 0; background: var(--ground); font-weight: normal; min-width: 6.5rem }
.wide td { min-width: 7rem; max-width: 22rem; overflow-wrap: break-word }
.wide th[scope=col] { min-width: 7rem; max-width: 22rem; overflow-wrap: break-word }
.wide thead { position: sticky; top: 0; z-index: 1; background: var(--ground) }
.paper { display: none }
.sideways { display: none }
.group th { padding-top: 1.1rem; border-bottom: 2px solid var(--line) }
.differs td { background: var(--warn) }
.differs th[scope=row]::after { content: " ≠"; font-weight: bold }
.file { overflow-wrap: anywhere }
.none { color: var(--quiet) }
.refused { background: var(--bad); border-radius: .2rem; padding: 0 .4rem; overflow-wrap: anywhere }
.runs { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem .8rem; margin: .5rem 0 }
.runs h3 { grid-column: 1 / -1; font-size: 1rem; margin: .8rem 0 0 }
.bar { position: relative; height: 1.1rem; background: var(--odd); border-radius: .2rem; overflow: hidden;
       print-color-adjust: exact; -webkit-print-color-adjust: exact }
.bar i { position: absolute; inset: 0 auto 0 0; background: var(--light) }
.bar b { position: absolute; inset: 0 auto 0 0; background: var(--strong) }
:root { --strong: #2c6fbb; --light: #a9c8ea }
@media (prefers-color-scheme: dark) { :root { --strong: #6aa5e8; --light: #2c4a6b } }
@media (max-width: 34rem) { .runs { grid-template-columns: 1fr; gap: .1rem } .what { margin-top: .5rem } .sideways { display: block } }
@page { size: landscape }
@media print { .wide { overflow: visible; max-height: none } .wide table { table-layout: fixed; width: 100%; margin-bottom: 1rem }
  .wide td, .wide th { min-width: 0 !important }
  .wide thead { position: static } .screen { display: none } .paper { display: block }
  :root { --strong: #2c6fbb; --light: #a9c8ea } td, th { font-size: .8rem }
  .differs td { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
)";

// With the model, which says more than an address.
std::string named(const fleet::Outcome<probe::ProbeResult>& outcome) {
    const std::string model = string_at(outcome.value.report, "model");
    return escaped(outcome.device) +
           (model.empty() ? "" : " <small>" + escaped(model) + "</small>");
}

double number_at(const json& value, const char* path) {
    const json& found = at_path(value, path);
    return found.is_number() ? std::max(0.0, found.get<double>()) : 0.0;
}

double share(double part, double whole) {
    return whole <= 0 ? 0 : std::min(100.0, 100.0 * part / whole);
}

// `strong` and `light` in per cent, from the left.
std::string bar(double strong, double light) {
    return fmt::format("<div class=\"bar\"><i style=\"width:{:.1f}%\"></i><b "
                       "style=\"width:{:.1f}%\"></b></div>",
                       light, strong);
}

// The median; of the script the mean, which is all that it has.
double typical(const json& run) {
    const double median = number_at(run, "inference.median");
    return median > 0 ? median : number_at(run, "inference.mean");
}

// The slowest fills its line.
double slowest(const Probed& outcomes) {
    double most = 0;
    for (const auto& outcome : outcomes)
        for (const json& run : at_path(outcome.value.report, "models"))
            most = std::max({most, typical(run), number_at(run, "inference.p95")});
    return most;
}

// All devices got the same.
std::string model_file(const Probed& outcomes) {
    for (const auto& outcome : outcomes)
        if (const json& file = at_path(outcome.value.report, "modelFile"); file.is_object())
            return "<p class=\"file\">" + escaped(probe::shown_model_file(file)) + "\n";
    return "";
}

std::string why_no_run(const fleet::Outcome<probe::ProbeResult>& outcome) {
    if (!outcome.same_as.empty()) return "the same device as " + outcome.same_as;
    if (outcome.failure) return outcome.failure->message;
    if (!outcome.value.warnings.empty()) return outcome.value.warnings.back().message;
    return "its report has none";
}

std::string runs_section(const Probed& outcomes) {
    const double scale = slowest(outcomes);
    std::string rows;
    std::vector<const fleet::Outcome<probe::ProbeResult>*> without;
    for (const auto& outcome : outcomes) {
        const json& runs = at_path(outcome.value.report, "models");
        if (!runs.is_array() || runs.empty()) {
            without.push_back(&outcome);
            continue;
        }
        rows += fmt::format("<h3>{}</h3>\n", named(outcome));
        for (const probe::TensorRow& row : probe::tensor_rows(runs))
            rows +=
                fmt::format("<div class=\"what\">{}</div><div>{}</div>\n",
                            escaped(row.device.empty() ? row.label : row.device + " " + row.label),
                            escaped(row.value));
        for (const json& run : runs) {
            const double median = typical(run);
            rows += fmt::format("<div class=\"what\">{}</div><div{}>{}{}</div>\n",
                                escaped(probe::shown_device(run)),
                                at_path(run, "outcome") == "ran" ? "" : " class=\"refused\"",
                                median > 0 ? bar(share(median, scale),
                                                 share(number_at(run, "inference.p95"), scale))
                                           : "",
                                escaped(probe::shown_run(run)));
        }
    }
    if (rows.empty()) return "";
    for (const auto* outcome : without)
        rows += fmt::format("<h3>{}</h3>\n<div class=\"what\">no model ran</div><div>{}</div>\n",
                            named(*outcome), escaped(why_no_run(*outcome)));
    return "<h2>How fast the model runs</h2>\n" + model_file(outcomes) +
           "<p>One inference: the strong part is the median, "
           "95 % are within the pale one.\n<div class=\"runs\">" +
           rows + "</div>\n";
}

std::string memory_section(const Probed& outcomes) {
    double most = 0;
    for (const auto& outcome : outcomes)
        most = std::max(most, number_at(outcome.value.report, "memory.total"));
    if (most <= 0) return "";
    std::string rows;
    for (const auto& outcome : outcomes) {
        const json& report = outcome.value.report;
        const double total = number_at(report, "memory.total");
        if (total <= 0) continue;
        const double available = number_at(report, "memory.available");
        const auto size = [](double bytes) { return probe::shown_size(bytes); };
        std::string words = fmt::format("{} of {} available", size(available), size(total));
        if (const double limit = number_at(report, "memory.limit"); limit > 0)
            words += fmt::format(", an application gets at most {}", size(limit));
        rows += fmt::format("<div class=\"what\">{}</div><div>{}{}</div>\n", named(outcome),
                            bar(share(available, most), share(total, most)), words);
    }
    return "<h2>Memory</h2>\n<p>The strong part was available, all of it is pale.\n<div "
           "class=\"runs\">" +
           rows + "</div>\n";
}

// What failed, what was refused, and what only the page's reader may wonder about: each once, with
// the devices of which it is true.
std::string remarks(const Probed& outcomes) {
    std::vector<std::pair<std::string, std::vector<std::string>>> all;
    const auto add = [&](const std::string& device, const std::string& text) {
        auto known = std::ranges::find(all, text, &decltype(all)::value_type::first);
        if (known == all.end()) known = all.insert(known, {text, {}});
        known->second.push_back(device);
    };
    for (const auto& outcome : outcomes) {
        if (outcome.failure) add(outcome.device, outcome.failure->message);
        for (const char* key : {"warnings", "notes"})
            for (const json& each : at_path(outcome.value.report, key))
                add(outcome.device,
                    each.is_string() ? each.get<std::string>() : string_at(each, "message"));
    }
    std::string list;
    for (const auto& [text, devices] : all)
        list += fmt::format("<li>{}: {}\n", escaped(text::join(devices, ", ")), escaped(text));
    return list.empty() ? "" : "<h2>Remarks</h2>\n<ul>" + list + "</ul>\n";
}

} // namespace

std::string probe_page(const Probed& outcomes, std::time_t now) {
    const std::size_t count = outcomes.size();
    const std::string title = count == 1 ? "What " + outcomes.front().device + " can do"
                                         : fmt::format("What {} devices can do", count);
    std::string html = fmt::format(
        "<p>Probed by acapctl at {}. What has no word behind it was measured on the "
        "device; <small>vapix</small> is what it says of itself, "
        "<small>catalog</small> what Axis publishes of its chip.{}\n",
        utc_text(now),
        count > 1
            ? " Rows with ≠ differ between the devices (model names and serial numbers always do)."
            : "");
    html += remarks(outcomes) + runs_section(outcomes) + memory_section(outcomes);
    return html_page(title, probe_style, html + capability_tables(outcomes));
}

} // namespace acapctl::cli
