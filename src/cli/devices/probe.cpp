// `acapctl probe`: what devices can do, who says so, and how fast a model runs there.
#include "cli/devices/probe.hpp"

#include "cli/app/verbs.hpp"
#include "cli/shared/deploy_progress.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/for_device.hpp"
#include "cli/shared/question.hpp"
#include "probe/packages.hpp"
#include "probe/report_reader.hpp"
#include "probe/visit.hpp"
#include "support/files.hpp"
#include "support/output_file.hpp"
#include "support/text.hpp"

#include <map>
#include <memory>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct ProbeVerbOptions {
    DeviceOptions device;
    std::vector<std::string> packages;
    bool allow_unsigned = false;
    bool no_app = false;
    bool keep = false;
    bool yes = false;
    std::string wait;
    std::string model;
    std::vector<std::string> larod_devices;
    unsigned runs = probe::ModelRun{}.runs;
    std::string html;
    ExportOptions exported;
};

std::vector<probe::Offer> offers_of(const ProbeVerbOptions& options, const Context& context) {
    if (options.packages.empty())
        return probe::read_offers(probe::bundled_packages(), true, context.stop);
    return probe::read_offers({options.packages.begin(), options.packages.end()}, false,
                              context.stop);
}

// A first load takes 50 to 90 s, and up to five minutes where the power has to come first.
std::chrono::milliseconds wait_of(const ProbeVerbOptions& options) {
    const std::string usual = options.model.empty() ? "60s" : "5m";
    const auto wait = text::parse_duration(options.wait.empty() ? usual : options.wait, "--wait");
    if (wait.count() == 0)
        throw_usage("--wait 0 gives the probe no time to say anything",
                    "a device needs some seconds; without --wait it has " + usual);
    return wait;
}

// What would be given and do nothing.
void refuse_idle_options(const ProbeVerbOptions& options) {
    const bool about_a_model =
        !options.larod_devices.empty() || options.yes || options.runs != probe::ModelRun{}.runs;
    if (options.model.empty() && about_a_model)
        throw_usage("--larod-device, --runs and --yes are about a model",
                    "name the model with --model");
    if (options.no_app && (options.keep || options.allow_unsigned || !options.packages.empty()))
        throw_usage("--no-app installs nothing",
                    "leave out --package, --keep and --allow-unsigned");
    if (!options.exported.directory.empty() && options.device.only_shows())
        throw_usage("--export asks no device, so there is no request to show");
}

void check_model(const ProbeVerbOptions& options, const probe::ProbeOptions& result) {
    if (!result.model.wanted()) return;
    if (options.no_app) throw_usage("--no-app installs nothing that could run a model");
    probe::check_model_run(result.model);
    for (const probe::Offer& offer : result.offers)
        if (offer.is_signed)
            throw_usage(fmt::format("{} is signed, and a signed package cannot take a model: its "
                                    "signature is of every byte",
                                    text::visible(offer.file.filename().string())),
                        "leave out --package, on a device that takes unsigned packages; or pack "
                        "the model and a probe.conf into the probe before it is signed");
}

probe::ProbeOptions probe_options(const ProbeVerbOptions& options, const Context& context) {
    probe::ProbeOptions result{
        .offers = {},
        .allow_unsigned = options.allow_unsigned,
        .wait = wait_of(options),
        .without_app = options.no_app,
        .keep = options.keep,
        .model = {.model = options.model, .devices = options.larod_devices, .runs = options.runs}};
    if (!options.no_app) result.offers = offers_of(options, context);
    check_model(options, result);
    return result;
}

bool is_left(const Failure& failure) {
    return failure.code == probe::Visit::left_behind;
}

bool is_error_of(const fleet::Outcome<probe::ProbeResult>& outcome, const Failure& warning) {
    if (!is_left(warning) || !outcome.failure) return false;
    return is_left(*outcome.failure) || outcome.failure->kind == ErrorKind::interrupted;
}

void tell_warnings(const Probed& outcomes, Terminal& terminal) {
    for (const auto& outcome : outcomes)
        for (const Failure& warning : outcome.value.warnings) {
            if (is_error_of(outcome, warning)) continue; // told as such
            const Failure whole = advised(warning);
            const bool measured = outcome.value.report.value("measured", false);
            terminal.warn_of(
                outcome.device,
                fmt::format("{}{}{}{}",
                            measured || is_left(warning) ? ""
                                                         : "only what VAPIX and the catalog know: ",
                            whole.message, whole.hint.empty() ? "" : "; ", whole.hint));
        }
}

void tell_notes(const Probed& outcomes, Terminal& terminal) {
    std::map<std::string, std::vector<std::string>> devices;
    for (const auto& outcome : outcomes)
        if (const json& notes = probe::at_path(outcome.value.report, "notes"); notes.is_array())
            for (const json& note : notes)
                if (note.is_string()) devices[note.get<std::string>()].push_back(outcome.device);
    for (const auto& [note, names] : devices) note_together(terminal, names, note);
}

// With the model read, where one is to be run.
probe::ProbeOptions prepared(const ProbeVerbOptions& verb_options, Context& context) {
    probe::ProbeOptions options = probe_options(verb_options, context);
    options.assumed_architecture = assumed_architecture(context);
    options.cache = probe::Cache();
    if (options.model.wanted())
        options.packages = std::make_shared<probe::ModelPackages>(options.model, context.stop);
    return options;
}

Probed run_probe(const ProbeVerbOptions& verb_options, Context& context) {
    if (!verb_options.html.empty()) refuse_odd_output(verb_options.html);
    probe::ProbeOptions options = prepared(verb_options, context);
    options.may_share = [&](const std::vector<std::string>& lines) {
        return verb_options.yes || ask_yes(context, lines, "run the model all the same?");
    };
    const sdk::Knowledge knowledge = context.edges.knowledge();
    Probed outcomes = on_targets<probe::ProbeResult>(
        verb_options.device, context,
        [&](Served& served, const device::Target& target, probe::ProbeResult& result) {
            device::Session session = served.open(target);
            probe::probe(session, options, knowledge,
                         deploy_observer(context.terminal, target.name, served.many()), result,
                         context.edges.clock);
        });
    for (auto& outcome : outcomes)
        if (has_report(outcome))
            outcome.value.report["warnings"] = warnings_of(outcome.value.warnings);
    if (!verb_options.html.empty()) {
        write_file(verb_options.html, probe_page(outcomes, std::chrono::system_clock::to_time_t(
                                                               context.edges.clock.date())));
        context.terminal.note("page: " + verb_options.html);
    }
    return outcomes;
}

// Of several devices that are fine, when not each of them was measured.
void tell_measured(const Probed& outcomes, Terminal& terminal) {
    std::size_t measured = 0;
    std::size_t others = 0;
    for (const auto& outcome : outcomes)
        if (!outcome.failure && has_report(outcome))
            ++(outcome.value.report.value("measured", false) ? measured : others);
    if (outcomes.size() > 1 && others > 0)
        terminal.note(
            fmt::format("{} measured, {} by VAPIX and the catalog alone", measured, others));
}

// What VAPIX and the catalog know is shown also where nothing was measured and a warning says why.
ExitCode print(const Probed& outcomes, Terminal& terminal) {
    tell_warnings(outcomes, terminal);
    tell_notes(outcomes, terminal);
    return print_devices(
        terminal, "probe", outcomes, [](const probe::ProbeResult& result) { return result.report; },
        probe_table(outcomes, terminal.output_is_terminal()),
        [&] { tell_measured(outcomes, terminal); });
}

ExitCode probe_verb(const ProbeVerbOptions& options, Context& context) {
    refuse_idle_options(options);
    if (!options.exported.directory.empty())
        return export_probe(options.exported, offers_of(options, context), context);
    if (!options.exported.vendor.empty() || !options.exported.vendor_id.empty())
        throw_usage("--vendor and --vendor-id are for --export", "add --export DIR");
    if (options.device.only_shows())
        return show_plan(options.device, prepared(options, context), context);
    return print(run_probe(options, context), context.terminal);
}

void add_model_options(const Command& verb, ProbeVerbOptions& options) {
    const OptionGroup group(verb, "A model");
    verb.add_option("--model", options.model,
                    "Run this model on the device's accelerators, and time it")
        .type_name("FILE")
        .not_empty();
    verb.add_repeatable("--larod-device", options.larod_devices,
                        "Run it on this larod device, such as a9-dlpu-tflite; repeatable; without: "
                        "on each that could take it")
        .type_name("NAME");
    verb.add_option("--runs", options.runs, "How often it is run, after warm-up")
        .type_name("N")
        .show_default();
    verb.add_flag("--yes", options.yes,
                  "Run it though applications use the deep learning processor");
}

void add_export_options(const Command& verb, ExportOptions& options) {
    const OptionGroup group(verb, "Signing");
    verb.add_option("--export", options.directory,
                    "Write the probe's packages to DIR under your own vendor, to be signed")
        .type_name("DIR")
        .not_empty();
    verb.add_option("--vendor", options.vendor, "Your vendor name").type_name("V");
    verb.add_option("--vendor-id", options.vendor_id, "Your vendor id, ten hexadecimal digits")
        .type_name("ID");
}

} // namespace

json warnings_of(const std::vector<Failure>& warnings) {
    json list = json::array();
    for (const Failure& warning : warnings) {
        const Failure whole = advised(warning);
        list.push_back(
            {{"code", whole.code}, {"message", whole.message}, {"hint", or_null(whole.hint)}});
    }
    return list;
}

void add_probe(Verbs& verbs) {
    auto options = Verbs::options<ProbeVerbOptions>();
    Command verb = verbs.add("probe", "Find out what devices can do: SoC, DLPU, larod, memory",
                             [options](Context& context) { return probe_verb(*options, context); });
    add_device_options(verb, options->device);
    options->device.one_operation = false;
    verb.option("--dry-run")
        .description("Ask the device, say which probe it would get and why; change nothing");
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit the unsigned probe while it is installed, then put the policy back");
    verb.add_flag("--no-app", options->no_app,
                  "Install nothing: only what VAPIX and the catalog know");
    verb.add_flag("--keep", options->keep, "Leave the probe on the device");
    verb.add_repeatable("--package", options->packages,
                        "A probe package of your own, e.g. a signed one; repeatable")
        .type_name("EAP");
    verb.add_option("--wait", options->wait,
                    "How long the probe may say nothing; default: 60s, with --model 5m")
        .type_name("T");
    verb.add_option("--html", options->html, "Write a page for a browser, too")
        .type_name("FILE")
        .not_empty();
    add_model_options(verb, *options);
    add_export_options(verb, options->exported);
    verb.footer(
        "The probe is installed, started, read through its log and removed again. Where a policy "
        "or the AXIS OS refuses it, what VAPIX and the catalog know is shown, and why.\n\n"
        "Example: acapctl probe -t 192.0.2.7 --allow-unsigned --json\n"
        "Example: acapctl probe -t @site --allow-unsigned --model yolo.tflite --html speed.html");
}

} // namespace acapctl::cli
