// `acapctl probe --dry-run` and `--curl`: which probe a device would get, and why.
#include "cli/devices/probe.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/known_devices.hpp"
#include "cli/shared/request_output.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct Planned {
    probe::ProbePlan plan{};
    std::vector<std::string> requests{};
};

std::string file_of(const probe::Offer& offer) {
    return text::visible(offer.file.filename().string());
}

std::string words_of(const probe::ProbePlan& plan, const probe::ProbeOptions& options) {
    if (plan.offer == nullptr) return "nothing would be installed";
    std::string words = fmt::format("would probe with {}, {}: {}", file_of(*plan.offer),
                                    plan.offer->described(), plan.why);
    if (!options.packages) return words + "; no model goes along";
    const json model = options.packages->identity();
    words += fmt::format("; a copy of it takes the model {} along ({}), ",
                         text::visible(model["name"].get<std::string>()),
                         text::human_size(model["size"].get<std::uint64_t>()));
    if (!plan.no_larod.empty()) return words + "which would not run: " + plan.no_larod;
    return words + fmt::format("to be run {} times on {}", options.model.runs,
                               options.model.devices.empty()
                                   ? "each larod device that could take it"
                                   : text::visible(text::join(options.model.devices, ", ")));
}

json fields_of(const Planned& planned, const probe::ProbeOptions& options) {
    const probe::ProbePlan& plan = planned.plan;
    return {{"requests", planned.requests},
            {"chosen", plan.offer == nullptr ? json()
                                             : json{{"file", plan.offer->file.string()},
                                                    {"package", plan.offer->described()},
                                                    {"why", plan.why}}},
            {"modelFile", options.packages ? options.packages->identity() : json()},
            {"noLarod", or_null(plan.no_larod)},
            {"warnings", warnings_of(plan.warnings)}};
}

void tell(const std::string& device, const probe::ProbePlan& plan,
          const probe::ProbeOptions& options, Terminal& terminal) {
    for (const Failure& warning : plan.warnings) {
        const Failure whole = advised(warning);
        terminal.warn_of(device,
                         whole.hint.empty() ? whole.message : whole.message + "; " + whole.hint);
    }
    terminal.note_of(device, words_of(plan, options));
    if (!plan.sharing.empty()) terminal.note_of(device, plan.sharing + ": it would ask first");
}

ExitCode show_curl(const DeviceOptions& devices, const probe::ProbeOptions& options,
                   Context& context) {
    const sdk::Knowledge knowledge = context.edges.knowledge();
    if (!options.without_app && options.packages)
        context.terminal.note("the model goes along in a copy of the package");
    return show_requests(context, devices, "probe", [&](const device::Target& target) {
        probe::ProbePlan plan = probe::plan_unasked(options, knowledge, known_device(target).facts);
        if (plan.offer != nullptr && options.offers.size() > 1)
            context.terminal.note_of(
                target.name, fmt::format("the device decides which probe it gets; shown is {}",
                                         file_of(*plan.offer)));
        return std::vector<PossibleRequests>{{.requests = std::move(plan.requests)}};
    });
}

} // namespace

ExitCode show_plan(const DeviceOptions& devices, const probe::ProbeOptions& options,
                   Context& context) {
    if (!devices.dry_run) return show_curl(devices, options, context);
    const sdk::Knowledge knowledge = context.edges.knowledge();
    DeviceOptions asking = devices;
    asking.dry_run = asking.curl = false;
    asking.settles = false;
    const auto outcomes = on_targets<Planned>(
        asking, context, [&](Served& served, const device::Target& target, Planned& planned) {
            device::Session session = served.open(target);
            planned.plan = probe::plan(session, options, knowledge, context.edges.clock);
            for (const device::Request& request : planned.plan.requests)
                planned.requests.push_back(request_line(target, request));
            tell(target.name, planned.plan, options, context.terminal);
        });
    if (!context.terminal.json())
        for (const auto& outcome : outcomes)
            for (const std::string& line : outcome.value.requests) context.terminal.print(line);
    return print_devices(
        context.terminal, "probe", outcomes,
        [&](const Planned& planned) { return fields_of(planned, options); }, Table({}));
}

} // namespace acapctl::cli
