// `acapctl sdk show VERSION`: everything known of one SDK.
#include "cli/app/verbs.hpp"
#include "cli/shared/axis_os_json.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "engine/local_images.hpp"
#include "sdk/availability.hpp"
#include "sdk/image_facts.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct SdkShowOptions {
    std::string version;
    std::string engine;
};

struct ImageHere {
    std::string architecture;
    std::string name;
    std::string digest{};       // as the catalog has it
    std::string local_digest{}; // as the engine has it
    std::optional<bool> present{};
    std::vector<std::string> symbols{};
};

struct ApiHere {
    const sdk::Api* api = nullptr;
    std::map<sdk::Availability, std::vector<std::string>> chips{}; // their names
    std::vector<std::string> sources{};
};

struct SdkShowReport {
    sdk::Image image;
    sdk::AxisOsRange serves{};
    const sdk::Track* track = nullptr;
    std::vector<const sdk::Chip*> chips{};
    std::vector<std::string> schemas{};
    std::vector<ImageHere> images{};
    std::vector<ApiHere> apis{};
};

std::vector<ImageHere> images_of(const sdk::Image& image, const sdk::Knowledge& known,
                                 const std::optional<engine::LocalImages>& local) {
    std::vector<ImageHere> images;
    for (const std::string& architecture : image.architectures) {
        ImageHere here{.architecture = architecture,
                       .name = known.catalog.image_name(image, architecture),
                       .symbols = sdk::symbol_floor(image, architecture, known.symbols)};
        const auto digest = image.digests.find(architecture);
        if (digest != image.digests.end()) here.digest = digest->second;
        if (local) {
            const engine::LocalImage* found = local->find(here.name);
            here.present = found != nullptr;
            if (found != nullptr) here.local_digest = found->digest;
        }
        images.push_back(std::move(here));
    }
    return images;
}

ApiHere api_of(const sdk::Api& api, const sdk::Image& image,
               const std::vector<const sdk::Chip*>& chips, const sdk::Catalog& catalog) {
    ApiHere here{.api = &api};
    for (const sdk::Chip* chip : chips) {
        // A chip that came later in the track is asked about its own first AXIS OS; an API that did
        // is not in this SDK.
        sdk::AxisOs version = *sdk::AxisOs::parse(image.axis_os);
        if (api.axis_os.contains(version) && chip->axis_os.min && *chip->axis_os.min > version)
            version = *chip->axis_os.min;
        const sdk::ApiAnswer answer = sdk::availability(api, *chip, version, catalog);
        here.chips[answer.availability].push_back(chip->name);
        if (!answer.source.empty()) text::add_once(here.sources, answer.source);
    }
    return here;
}

SdkShowReport run_show(const SdkShowOptions& options, Context& context) {
    const sdk::Knowledge known = context.edges.knowledge();
    const sdk::Catalog& catalog = known.catalog;
    const sdk::Image& image =
        options.version.empty() ? catalog.newest_stable() : catalog.image(options.version);
    SdkShowReport report{.image = image,
                         .serves = catalog.serves(image),
                         .chips = sdk::chips_of(image, catalog),
                         .schemas = sdk::accepted_schemas(image, catalog)};
    report.track = catalog.track_of(*report.serves.min);
    report.images = images_of(image, known, engine::local_images(options.engine, context.stop));
    for (const sdk::Api& api : catalog.apis())
        report.apis.push_back(api_of(api, image, report.chips, catalog));
    return report;
}

json images_json(const std::vector<ImageHere>& images) {
    json list = json::array();
    for (const ImageHere& here : images)
        list.push_back({{"architecture", here.architecture},
                        {"name", here.name},
                        {"digest", or_null(here.digest)},
                        {"present", here.present ? json(*here.present) : json()},
                        {"localDigest", or_null(here.local_digest)},
                        {"symbols", here.symbols}});
    return list;
}

json chips_json(const std::vector<const sdk::Chip*>& chips) {
    json list = json::array();
    for (const sdk::Chip* chip : chips)
        list.push_back({{"name", chip->name},
                        {"label", chip->label},
                        {"architecture", chip->architecture},
                        {"dlpu", chip->dlpu ? json(*chip->dlpu) : json()},
                        {"axisOs",
                         {{"min", axis_os_json(chip->axis_os.min)},
                          {"max", axis_os_json(chip->axis_os.max)}}}});
    return list;
}

json apis_json(const std::vector<ApiHere>& apis) {
    json list = json::array();
    for (const ApiHere& here : apis) {
        json chips = json::object();
        for (const auto& [availability, names] : here.chips)
            for (const std::string& name : names)
                chips[name] = sdk::availability_name(availability);
        list.push_back({{"name", here.api->name},
                        {"label", here.api->label},
                        {"library", or_null(here.api->library)},
                        {"chips", std::move(chips)},
                        {"notes", here.api->notes},
                        {"sources", here.sources}});
    }
    return list;
}

json document_of(const SdkShowReport& report) {
    return {{"kind", "acapctl.sdk-show/v1"},
            {"version", report.image.version},
            {"released", or_null(report.image.released)},
            {"ubuntu", report.image.ubuntu},
            {"axisOs",
             {{"min", axis_os_json(report.serves.min)}, {"max", axis_os_json(report.serves.max)}}},
            {"track", report.track == nullptr ? json() : json(report.track->name)},
            {"lts", report.image.lts},
            {"preview", report.image.preview},
            {"notes", report.image.notes},
            {"defects", report.image.defects},
            {"schemas", report.schemas},
            {"images", images_json(report.images)},
            {"chips", chips_json(report.chips)},
            {"apis", apis_json(report.apis)}};
}

std::string track_words(const SdkShowReport& report) {
    if (report.image.preview) return "preview, not for production";
    if (report.track == nullptr) return {};
    return report.track->name + (report.image.lts ? ", LTS release" : "");
}

void print_image(const SdkShowReport& report, Table& table) {
    std::vector<std::string> chips;
    for (const sdk::Chip* chip : report.chips) chips.push_back(chip->label);
    const auto add = [&](const char* label, const std::string& value) {
        if (!value.empty()) table.add({label, value});
    };
    add("version", report.image.version);
    add("released", report.image.released);
    add("runs on", sdk::describe({report.serves}));
    add("track", track_words(report));
    add("Ubuntu", report.image.ubuntu);
    add("chips", text::join(chips, ", "));
    add("schemas", text::join(report.schemas, ", "));
    for (const ImageHere& here : report.images) {
        add("image", fmt::format("{} ({})", here.name,
                                 !here.present   ? "no engine answers"
                                 : *here.present ? "present"
                                                 : "not here"));
        add("digest", here.digest);
        if (!here.local_digest.empty() && !here.digest.empty() && here.local_digest != here.digest)
            add("its digest here", here.local_digest);
        const auto defect = report.image.defects.find(here.architecture);
        if (defect != report.image.defects.end())
            add("defect", fmt::format("{}: {}", here.architecture, defect->second));
        if (!here.symbols.empty())
            add("symbols", fmt::format("{} or newer on {}", text::join(here.symbols, ", "),
                                       here.architecture));
    }
    for (const std::string& note : report.image.notes) add("note", note);
}

// An API is a line unless no chip has it.
void print_apis(const SdkShowReport& report, Terminal& terminal) {
    Table table({"API", "CHIPS", "NOT KNOWN FOR"});
    for (const ApiHere& here : report.apis) {
        const auto chips = [&](sdk::Availability availability) {
            const auto found = here.chips.find(availability);
            if (found == here.chips.end()) return std::string("-");
            return found->second.size() == report.chips.size() ? "all"
                                                               : text::join(found->second, " ");
        };
        if (here.chips.contains(sdk::Availability::yes) ||
            here.chips.contains(sdk::Availability::unknown))
            table.add({here.api->label, chips(sdk::Availability::yes),
                       chips(sdk::Availability::unknown)});
    }
    if (!table.empty()) table.print(terminal);
}

void print_show(const SdkShowReport& report, Terminal& terminal) {
    if (terminal.json()) return terminal.print_document(document_of(report));
    Table table({"WHAT", "VALUE"});
    print_image(report, table);
    table.print(terminal);
    terminal.print("");
    print_apis(report, terminal);
}

} // namespace

void add_sdk_show(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<SdkShowOptions>();
    Command verb = verbs.add(
        "show", "Show everything known of one SDK: images, chips, APIs, schemas",
        [options](Context& context) {
            print_show(run_show(*options, context), context.terminal);
            return ExitCode::done;
        },
        group);
    verb.add_option("VERSION", options->version,
                    "As `sdk list` shows it: 12.11.0, 1.15; default: the newest stable release")
        .type_name("SDK");
    verb.add_option("--engine", options->engine, "docker or podman")
        .type_name("ENGINE")
        .one_of({"docker", "podman"});
    verb.footer("Example: acapctl sdk show 12.11.0");
}

} // namespace acapctl::cli
