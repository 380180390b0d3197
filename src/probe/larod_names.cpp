#include "probe/larod_names.hpp"

#include "acapctl/error.hpp"
#include "probe/report_reader.hpp"
#include "probe/shown.hpp"
#include "sdk/model_advice.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::probe {

using nlohmann::json;

namespace {

std::vector<std::string> names_of(const sdk::Chip& chip, const sdk::Catalog& catalog) {
    std::vector<std::string> names;
    for (const sdk::KnownLarodDevice& device : sdk::larod_devices_of(chip, catalog))
        if (!sdk::processes_images(device.name)) text::add_once(names, device.name);
    return names;
}

std::vector<std::string> names_anywhere(const sdk::Catalog& catalog) {
    std::vector<std::string> names;
    for (const sdk::LarodDevice& device : sdk::ModelRules::built_in().devices())
        text::add_once(names, device.name);
    for (const sdk::Chip& chip : catalog.chips())
        for (const std::string& name : names_of(chip, catalog)) text::add_once(names, name);
    return names;
}

constexpr std::size_t most_shown = 16;

// Those that run models.
std::vector<std::string> measured_names(const NamesKnown& known) {
    std::vector<std::string> names = known.measured;
    std::erase_if(names, sdk::processes_images);
    return names;
}

// What the device has was measured, or is known of its chip; empty: neither.
std::string names_it_has(const NamesKnown& known, const sdk::Catalog& catalog) {
    if (const auto measured = measured_names(known); !measured.empty())
        return "by its last probe the device has " + text::some_of(measured, most_shown);
    const auto of_chip =
        known.chip == nullptr ? std::vector<std::string>() : names_of(*known.chip, catalog);
    if (of_chip.empty()) return "";
    return fmt::format("{} has {}", known.chip->label, text::some_of(of_chip, most_shown));
}

[[noreturn]] void throw_unknown(const std::string& name, const NamesKnown& known,
                                const sdk::Catalog& catalog, const std::vector<std::string>& all) {
    const std::vector<std::string> measured = measured_names(known);
    const std::string near = text::did_you_mean(name, measured.empty() ? all : measured);
    const std::string has = names_it_has(known, catalog);
    std::string hint = has.empty() || near.empty() ? has + near : has + ". " + near;
    if (hint.empty()) hint = "a probe without a model shows the names that the device has";
    throw_usage(fmt::format("no larod device is known as '{}'", text::visible(name)), hint);
}

[[noreturn]] void throw_other_chip(const std::string& name, const NamesKnown& known,
                                   const std::vector<std::string>& of_chip) {
    const std::vector<std::string> measured = measured_names(known);
    const std::vector<std::string>& has = measured.empty() ? of_chip : measured;
    throw Error({.kind = ErrorKind::incompatible,
                 .code = "larod-device-of-other-chip",
                 .message = fmt::format("{} has no larod device {}", known.chip->label, name),
                 .hint = has.empty() ? std::string("it has no larod")
                                     : "it has " + text::some_of(has, most_shown)});
}

// Several ARTPECs in one device: larod there lists those of the others as remote-*, by names that
// no source gives.
bool is_of_another_chip(const std::string& name) {
    return name.starts_with("remote-");
}

} // namespace

std::vector<std::string> check_larod_names(const std::vector<std::string>& named,
                                           const NamesKnown& known, const sdk::Catalog& catalog) {
    std::vector<std::string> doubts;
    std::vector<std::string> all = names_anywhere(catalog);
    for (const std::string& name : known.measured) text::add_once(all, name);
    for (const std::string& name : named) {
        if (sdk::processes_images(name))
            throw_usage(fmt::format("the larod device {} processes images, and runs no models",
                                    text::visible(name)));
        if (text::contains(known.measured, name) || is_of_another_chip(name)) continue;
        if (!text::contains(all, name)) throw_unknown(name, known, catalog, all);
        if (known.chip == nullptr) {
            doubts.push_back(fmt::format(
                "{} is no chip known here, so nobody can say whether it has the larod device {}",
                known.soc.empty() ? "what the device has" : text::visible(known.soc), name));
            continue;
        }
        const std::vector<std::string> has = names_of(*known.chip, catalog);
        if (text::contains(has, name)) continue;
        if (!has.empty() || sdk::lacks_larod(*known.chip, catalog))
            throw_other_chip(name, known, has);
        doubts.push_back(fmt::format("no source says which larod devices {} has, nor whether {}",
                                     known.chip->label, name));
    }
    return doubts;
}

namespace {

// Of its runs one that went well, else the last one; null: none is told of.
const json& run_on(const std::string& name, const json& report) {
    static const json nothing;
    const json* found = &nothing;
    if (const json& models = at_path(report, "models"); models.is_array())
        for (const json& run : models)
            if (string_at(run, "device") == name && at_path(*found, "outcome") != "ran")
                found = &run;
    return *found;
}

bool has_run_on(const std::string& name, const json& report) {
    return at_path(run_on(name, report), "outcome") == "ran";
}

} // namespace

std::vector<std::string> missing_larod_names(const std::vector<std::string>& named,
                                             const json& report) {
    const json& larod = at_path(report, "larod");
    if (!at_path(larod, "devices").is_array() && at_path(larod, "present") != false) return {};
    const std::vector<std::string> has = larod_devices(larod);
    std::vector<std::string> missing;
    for (const std::string& name : named)
        if (!text::contains(has, name) && !has_run_on(name, report)) text::add_once(missing, name);
    return missing;
}

std::vector<std::string> larod_names_without_times(const std::vector<std::string>& named,
                                                   const json& report) {
    std::vector<std::string> without;
    for (const std::string& name : named) {
        if (has_run_on(name, report)) continue;
        const json& run = run_on(name, report);
        text::add_once(without, name + ": " +
                                    (run.is_null() ? "nothing is told of it" : shown_outcome(run)));
    }
    return without;
}

} // namespace acapctl::probe
