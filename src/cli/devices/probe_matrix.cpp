// What devices can do, side by side, for the page.
#include "cli/devices/probe.hpp"
#include "cli/shared/html_page.hpp"
#include "probe/report_reader.hpp"
#include "probe/shown.hpp"
#include "probe/subjects.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// A row of the matrix: what each device has of one thing.
struct Line {
    std::string label{};
    std::map<std::size_t, probe::Row> cells{}; // by device
};

struct Group {
    std::string title{};
    std::vector<Line> lines{};
};

Group& group_of(std::vector<Group>& groups, const std::string& title) {
    auto found = std::ranges::find(groups, title, &Group::title);
    if (found == groups.end()) found = groups.insert(groups.end(), {title, {}});
    return *found;
}

// A thing that stands twice, such as two doubts about one, has two lines.
void add_cell(Group& group, std::size_t device, const probe::Row& row) {
    auto line = std::ranges::find_if(group.lines, [&](const Line& known) {
        return known.label == row.label && !known.cells.contains(device);
    });
    if (line == group.lines.end())
        line = group.lines.insert(line, {.label = row.label, .cells = {}});
    line->cells[device] = row;
}

std::vector<Group> matrix_of(const Probed& outcomes) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (has_report(outcomes[i]))
            for (const probe::Subject& subject : probe::subjects(outcomes[i].value.report)) {
                if (subject.title == "The model") continue; // the page has bars of it
                for (const probe::Row& row : subject.rows)
                    add_cell(group_of(groups, subject.title), i, row);
            }
    return groups;
}

// Each larod device by its name: which devices have it.
Group larod_matrix(const Probed& outcomes) {
    Group group{.title = "larod devices"};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const nlohmann::json& report = outcomes[i].value.report;
        for (const std::string& name : probe::larod_devices(probe::at_path(report, "larod")))
            add_cell(group, i, {.label = name, .value = "✓", .source = "on-camera"});
        for (const nlohmann::json& device : probe::at_path(report, "larodByCatalog"))
            add_cell(group, i,
                     {.label = string_at(device, "name"),
                      .value = device["doubt"].is_null() ? "✓" : "perhaps",
                      .source = "catalog"});
    }
    std::ranges::sort(group.lines, {}, &Line::label);
    return group;
}

// Only where at least two devices tell. Model and serial number differ anyway, and tell nothing.
bool differs(const Line& line, std::size_t devices) {
    if (devices < 2 || line.label == "model" || line.label == "serial") return false;
    std::set<std::string> values;
    for (const auto& [device, row] : line.cells)
        if (row.value != probe::unknown) values.insert(row.value);
    return values.size() > 1;
}

std::string cell_of(const Line& line, std::size_t device) {
    const auto found = line.cells.find(device);
    if (found == line.cells.end()) return "<td class=\"none\">–";
    const probe::Row& row = found->second;
    std::string cell =
        row.value == probe::unknown ? "<td class=\"none\">unknown" : "<td>" + escaped(row.value);
    if (!row.why.empty()) cell += fmt::format(" <small>{}</small>", escaped(row.why));
    if (row.source == "vapix" || row.source == "catalog")
        cell += fmt::format(" <small>{}</small>", row.source);
    return cell;
}

// The columns of a table: devices by their place, up to `end`.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::string table_of(const std::vector<Group>& groups, const Probed& outcomes, bool lack_differs,
                     const Range& shown) {
    std::string html = "<table>\n<thead><tr><td>";
    for (std::size_t i = shown.begin; i < shown.end; ++i)
        html += fmt::format("<th scope=\"col\">{}", escaped(outcomes[i].device));
    html += "</thead><tbody>";
    for (const Group& group : groups) {
        if (groups.size() > 1)
            html += fmt::format("\n<tr class=\"group\"><th colspan=\"{}\">{}",
                                shown.end - shown.begin + 1, group.title);
        for (const Line& line : group.lines) {
            const bool lacks = lack_differs && line.cells.size() < outcomes.size();
            html += fmt::format("\n<tr{}><th scope=\"row\">{}",
                                differs(line, outcomes.size()) || lacks ? " class=\"differs\"" : "",
                                escaped(line.label));
            for (std::size_t i = shown.begin; i < shown.end; ++i) html += cell_of(line, i);
        }
    }
    return html + "\n</table>\n";
}

// On the screen one table, on paper as many as its width asks for.
std::string tables_of(const std::vector<Group>& groups, const Probed& outcomes, bool lack_differs) {
    constexpr std::size_t on_paper = 5; // devices side by side, landscape
    const std::size_t count = outcomes.size();
    const std::string whole = table_of(groups, outcomes, lack_differs, {0, count});
    if (count <= on_paper) return "<div class=\"wide\">" + whole + "</div>\n";
    std::string html = "<div class=\"wide screen\">" + whole + "</div>\n<div class=\"wide paper\">";
    for (std::size_t i = 0; i < count; i += on_paper)
        html += table_of(groups, outcomes, lack_differs, {i, std::min(i + on_paper, count)});
    return html + "</div>\n";
}

} // namespace

std::string capability_tables(const Probed& outcomes) {
    std::string html = "<h2>Capabilities</h2>\n";
    if (outcomes.size() > 1) html += "<p class=\"sideways\">The table goes on to the right.\n";
    html += tables_of(matrix_of(outcomes), outcomes, false);
    if (const Group larod = larod_matrix(outcomes); !larod.lines.empty())
        html += "<h2>larod devices</h2>\n" + tables_of({larod}, outcomes, true);
    return html;
}

} // namespace acapctl::cli
