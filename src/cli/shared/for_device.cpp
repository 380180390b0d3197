#include "cli/shared/for_device.hpp"

#include "cli/shared/edges.hpp"
#include "sdk/axis_os.hpp"
#include "sdk/catalog.hpp"
#include "support/json.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

Narrowed ask_device(const NarrowOptions& options, Context& context) {
    DeviceOptions connection = options.connection;
    connection.targets = {options.device};
    const auto targets = resolve_targets(connection, context);
    if (targets.size() != 1)
        throw_usage(fmt::format("--for {} stands for {} devices", text::visible(options.device),
                                targets.size()),
                    "name one of them");
    SideBySide alone(context.terminal, "devices", names_of(targets));
    const SideBySide::Turn turn(alone, targets.front().name);
    device::Session session = open_session(targets.front(), connection, context);
    return narrowed_to(session.target(), device::read_facts(session), context);
}

std::string words_of(const sdk::Measured& measured) {
    std::string words = measured.when;
    if (measured.larod_devices)
        words += measured.larod_devices->empty()
                     ? ", without larod"
                     : ", with the larod devices " + measured.larod_words();
    const bool has_larod = measured.larod_devices && !measured.larod_devices->empty();
    if (!measured.glibc.empty())
        words += (has_larod ? " and glibc " : ", with glibc ") + text::visible(measured.glibc);
    return words;
}

} // namespace

std::string assumed_architecture(const Context& context) {
    const std::string name = context.edges.environment("AXIS_DEVICE_ARCH").value_or("");
    if (name.empty() || is_word(name)) return name;
    throw_usage(fmt::format("AXIS_DEVICE_ARCH '{}' is no architecture", text::visible(name)),
                "it is aarch64 or armv7hf");
}

sdk::DeviceFacts facts_of(const Narrowed& target, const sdk::Catalog& catalog) {
    return {.architecture = target.architecture,
            .soc = target.soc,
            .chip = target.chip.empty() ? nullptr : &catalog.chip(target.chip),
            .axis_os = sdk::AxisOs::parse_release(target.axis_os),
            .measured = target.measured,
            .any_chip = !target.device && target.chip.empty(),
            .any_axis_os = !target.device && target.axis_os.empty()};
}

std::optional<probe::Cache::Entry> last_probe(const device::Target& target,
                                              const device::Facts& facts) {
    return probe::Cache().find(device::identity_of(target, facts.serial), facts.axis_os);
}

std::optional<sdk::Measured> last_measured(const device::Target& target, const device::Facts& facts,
                                           const Context& context) {
    const auto entry = last_probe(target, facts);
    return entry ? probe::measured(*entry, context.edges.clock.date()) : std::nullopt;
}

Narrowed narrowed_to(const device::Target& target, const device::Facts& facts, Context& context) {
    const std::string& name = target.name;
    const sdk::Catalog& catalog = context.edges.catalog();
    Narrowed result{.axis_os = facts.axis_os, .architecture = facts.architecture, .device = true};
    const auto probed = last_probe(target, facts);
    const std::string machine = probed ? string_at(probed->report, "machine") : "";
    if (result.architecture.empty() && catalog.find_architecture(machine) != nullptr)
        result.architecture = catalog.find_architecture(machine)->name;
    if (result.architecture.empty()) result.architecture = assumed_architecture(context);
    const std::string soc =
        facts.soc.empty() && probed ? string_at(probed->report, "soc") : facts.soc;
    if (const sdk::Chip* chip = catalog.chip_of_soc(soc))
        result.chip = chip->name;
    else
        result.soc = soc;
    context.terminal.note(
        fmt::format("{}: {}, {}, AXIS OS {}", name, facts.model.empty() ? "a device" : facts.model,
                    soc.empty() ? "a chip it does not name" : soc,
                    facts.axis_os.empty() ? "of a version it does not tell" : facts.axis_os));
    result.measured = last_measured(target, facts, context);
    if (result.measured)
        context.terminal.note(fmt::format("{}: {}", name, words_of(*result.measured)));
    return result;
}

void add_narrow_options(const Command& verb, NarrowOptions& options) {
    verb.add_option("--axis-os", options.axis_os,
                    "Only what matters on this version, as 11.11 or 12.10.68")
        .type_name("AXIS-OS");
    add_chip_options(verb, options);
}

void add_chip_options(const Command& verb, NarrowOptions& options) {
    verb.add_option("--chip", options.chip, "Only what matters on this chip, as artpec8")
        .type_name("CHIP");
    verb.add_option("--for", options.device,
                    "Only what matters on this device, which is asked for its chip and AXIS OS")
        .type_name("DEVICE");
    add_connection_options(verb, options.connection);
}

Narrowed narrowed(const NarrowOptions& options, Context& context) {
    // Wrong usage is told before a device is asked.
    const sdk::Chip* chip =
        options.chip.empty() ? nullptr : &context.edges.catalog().chip(options.chip);
    const std::string axis_os =
        options.axis_os.empty() ? "" : sdk::AxisOs::from_user(options.axis_os).str();
    Narrowed result;
    if (!options.device.empty()) result = ask_device(options, context);
    if (!axis_os.empty() && axis_os != result.axis_os) {
        result.axis_os = axis_os;
        if (result.measured) result.measured->glibc.clear(); // another AXIS OS has its own
    }
    if (chip != nullptr)
        result = {
            .axis_os = result.axis_os, .chip = chip->name, .device = result.device}; // another one
    if (!result.chip.empty())
        result.architecture = context.edges.catalog().chip(result.chip).architecture;
    return result;
}

} // namespace acapctl::cli
