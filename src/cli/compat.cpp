// `acapctl compat`: on which chips and AXIS OS versions a package runs, and why not elsewhere.
#include "cli/verbs.hpp"
#include "package/elf_scan.hpp"
#include "sdk/package_needs.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct CompatOptions {
    std::string file;
    std::string axis_os;
    std::string chip;
    bool asks() const { return !axis_os.empty() || !chip.empty(); }
};

struct Combination {
    sdk::ChipFacts chip;
    sdk::AxisOs axis_os;
    sdk::Answer answer;
};

struct CompatReport {
    std::string app_name;
    std::string version;
    sdk::Compatibility compatibility;
    std::vector<Combination> combinations{}; // by chip, then by AXIS OS, oldest first
    bool runs() const {
        return std::ranges::any_of(combinations, [](const Combination& combination) {
            return combination.answer.verdict != sdk::Verdict::no;
        });
    }
};

std::vector<sdk::ChipFacts> chips_of(const CompatOptions& options) {
    std::vector<sdk::ChipFacts> chips = sdk::known_chips();
    if (options.chip.empty()) return chips;
    // As --chip takes it, or as a device reports it ("Axis Artpec-8").
    const sdk::Chip* by_soc = sdk::Catalog::built_in().chip_of_soc(options.chip);
    const std::string name =
        by_soc != nullptr ? by_soc->name : sdk::Catalog::built_in().chip(options.chip).name;
    std::erase_if(chips, [&](const sdk::ChipFacts& chip) { return chip.name != name; });
    return chips;
}

CompatReport run_compat(const CompatOptions& options) {
    if (std::filesystem::is_directory(options.file))
        throw_usage(text::visible(options.file) + " is a directory",
                    "name the package, as 'acapctl build' and 'acapctl pack' print it");
    std::vector<sdk::AxisOs> releases = sdk::known_releases();
    if (!options.axis_os.empty()) releases = {sdk::AxisOs::from_user(options.axis_os)};
    const auto chips = chips_of(options);
    const PackageScan scan = scan_package(options.file);
    CompatReport report{.app_name = scan.package.app_name,
                        .version = scan.package.version,
                        .compatibility = sdk::compatibility(sdk::compatibility_input(scan),
                                                            sdk::SymbolTable::with_users())};
    for (const sdk::ChipFacts& chip : chips)
        for (const sdk::AxisOs& release : releases)
            report.combinations.push_back({chip, release, report.compatibility.on(chip, release)});
    return report;
}

json document_of(const CompatReport& report) {
    json combinations = json::array();
    for (const Combination& combination : report.combinations)
        combinations.push_back({{"chip", combination.chip.name},
                                {"architecture", combination.chip.architecture},
                                {"axisOs", combination.axis_os.str()},
                                {"verdict", sdk::verdict_name(combination.answer.verdict)},
                                {"reasons", combination.answer.reasons}});
    const sdk::Compatibility& found = report.compatibility;
    json chips = json::array();
    for (const sdk::ChipFacts& chip : found.chips) chips.push_back(chip.name);
    return {
        {"kind", "acapctl.compat/v1"},
        {"package",
         {{"appName", text::visible(report.app_name)}, {"version", text::visible(report.version)}}},
        {"sentence", found.sentence},
        {"requires",
         {{"architecture", text::visible(found.architecture)},
          {"axisOs", sdk::json_of(found.allows)},
          {"proven", sdk::json_of(found.proven)},
          {"chips", std::move(chips)}}},
        {"requirements", sdk::json_of(found.requirements)},
        {"combinations", std::move(combinations)}};
}

Style style_of(sdk::Verdict verdict) {
    switch (verdict) {
    case sdk::Verdict::yes:
        return Style::green;
    case sdk::Verdict::no:
        return Style::red;
    default:
        return Style::yellow;
    }
}

// Neighbouring releases with one answer share a line.
void print_combinations(const CompatReport& report, Terminal& terminal) {
    Table table({"CHIP", "AXIS OS", "RUNS", "WHY"});
    const auto& all = report.combinations;
    for (std::size_t first = 0; first < all.size();) {
        std::size_t last = first;
        while (last + 1 < all.size() && all[last + 1].chip.name == all[first].chip.name &&
               all[last + 1].answer.verdict == all[first].answer.verdict &&
               all[last + 1].answer.reasons == all[first].answer.reasons)
            ++last;
        const sdk::Answer& answer = all[first].answer;
        std::string versions = all[first].axis_os.str();
        if (last != first) versions += " - " + all[last].axis_os.str();
        table.add({all[first].chip.label,
                   versions,
                   {sdk::verdict_name(answer.verdict), style_of(answer.verdict)},
                   text::join(answer.reasons, "; ")});
        first = last + 1;
    }
    table.print(terminal);
}

ExitCode print_compat(const CompatReport& report, const CompatOptions& options,
                      Terminal& terminal) {
    if (terminal.json()) {
        terminal.print_document(document_of(report));
    } else {
        print_combinations(report, terminal);
        terminal.note(report.compatibility.sentence);
    }
    return options.asks() && !report.runs() ? ExitCode::incompatible : ExitCode::done;
}

} // namespace

void add_compat(Verbs& verbs) {
    auto options = Verbs::options<CompatOptions>();
    CLI::App& verb =
        verbs.add("compat", "Show on which chips and AXIS OS versions a package runs, and why not",
                  [options](Context& context) {
                      return print_compat(run_compat(*options), *options, context.terminal);
                  });
    verb.add_option("PATH", options->file, "The package")->required();
    verb.add_option("--axis-os", options->axis_os, "Only this version, as 11.11 or 12.10.68");
    verb.add_option("--chip", options->chip, "Only this chip, as artpec8");
    verb.footer("With --axis-os or --chip the exit code is 9 if the package cannot run there.\n"
                "Example: acapctl compat --axis-os 11.11 build/hello_1_0_0_aarch64.eap");
}

} // namespace acapctl::cli
