// `acapctl sdk list`: the SDK images, which AXIS OS they serve, and whether they are here.
#include "cli/app/verbs.hpp"
#include "cli/shared/axis_os_json.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "engine/local_images.hpp"
#include "sdk/catalog.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct ListOptions {
    bool all = false;
    std::string engine;
};

struct Row {
    sdk::Image image;
    sdk::AxisOsRange serves{};
    std::string track{};                                  // empty: none
    std::optional<std::map<std::string, bool>> present{}; // by architecture; nothing: no engine
};

struct ListReport {
    std::string engine{}; // that was asked; empty: none answered
    std::string newest{};
    std::vector<Row> rows{}; // newest first
};

ListReport run_list(const ListOptions& options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    const auto local = engine::local_images(options.engine, context.stop);
    ListReport report{.newest = catalog.newest_stable().version};
    if (local) report.engine = local->engine;
    for (const sdk::Image& image : catalog.images()) {
        if (image.preview && !options.all) continue;
        Row row{.image = image, .serves = catalog.serves(image)};
        if (const sdk::Track* track = catalog.track_of(*row.serves.min)) row.track = track->name;
        if (local) {
            row.present.emplace();
            for (const std::string& architecture : image.architectures)
                (*row.present)[architecture] =
                    local->find(catalog.image_name(image, architecture)) != nullptr;
        }
        report.rows.push_back(std::move(row));
    }
    std::ranges::reverse(report.rows);
    return report;
}

json document_of(const ListReport& report) {
    json images = json::array();
    for (const Row& row : report.rows)
        images.push_back(
            {{"version", row.image.version},
             {"axisOs",
              {{"min", axis_os_json(row.serves.min)}, {"max", axis_os_json(row.serves.max)}}},
             {"ubuntu", row.image.ubuntu},
             {"track", or_null(row.track)},
             {"lts", row.image.lts},
             {"preview", row.image.preview},
             {"released", or_null(row.image.released)},
             {"architectures", row.image.architectures},
             {"present", row.present ? json(*row.present) : json()}});
    return {{"kind", "acapctl.sdk-list/v1"},
            {"engine", or_null(report.engine)},
            {"newest", report.newest},
            {"images", std::move(images)}};
}

// "11.11.205 - 11.x": 11.x stands for everything within 11.
std::string words(const sdk::AxisOsRange& range) {
    return range.max ? fmt::format("{} - {}.x", range.min->str(), range.max->str())
                     : range.min->str() + " or later";
}

Table::Cell presence(const Row& row) {
    if (!row.present) return "unknown";
    std::vector<std::string> here;
    for (const auto& [architecture, present] : *row.present)
        if (present) here.push_back(architecture);
    if (here.empty()) return "no";
    return {here.size() == row.present->size() ? "yes" : text::join(here, ", "), Style::green};
}

void print_list(const ListReport& report, Terminal& terminal) {
    if (terminal.json()) return terminal.print_document(document_of(report));
    Table table({"VERSION", "AXIS OS", "UBUNTU", "TRACK", "RELEASED", "PRESENT"});
    for (const Row& row : report.rows) {
        std::string track = row.image.preview ? "preview" : row.track;
        if (row.image.lts) track += ", LTS release";
        table.add({row.image.version, words(row.serves), row.image.ubuntu, track,
                   Table::or_dash(row.image.released), presence(row)});
    }
    table.print(terminal);
    if (report.engine.empty())
        terminal.note("neither docker nor podman answers, so what is present is not known");
}

} // namespace

void add_sdk_list(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<ListOptions>();
    Command verb = verbs.add(
        "list", "List SDK images: the AXIS OS they serve, and which are here",
        [options](Context& context) {
            print_list(run_list(*options, context), context.terminal);
            return ExitCode::done;
        },
        group);
    verb.add_flag("--all", options->all, "Previews too");
    verb.add_option("--engine", options->engine, "docker or podman")
        .type_name("ENGINE")
        .one_of({"docker", "podman"});
    verb.footer("Example: acapctl sdk list --all");
}

} // namespace acapctl::cli
