#include "cli/completion_values.hpp"

#include "acapctl/error.hpp"
#include "cli/shared/emulator_program.hpp"
#include "cli/shared/project_app.hpp"
#include "device/deploy/history.hpp"
#include "fleet/inventory.hpp"
#include "lint/rules.hpp"
#include "manifest/schema/validate.hpp"
#include "sdk/catalog.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"
#include "templates/templates.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using Candidates = std::vector<Candidate>;

Candidates devices() {
    Candidates found;
    for (const fleet::InventoryDevice& device : fleet::load_inventory().devices)
        found.push_back({device.name, device.address});
    return found;
}

Candidates groups() {
    Candidates found;
    for (const std::string& group : fleet::load_inventory().groups()) found.push_back({group});
    return found;
}

Candidates targets() {
    Candidates found = devices();
    for (const auto& [group, about] : groups()) found.push_back({"@" + group, "a group"});
    if (!found.empty()) found.push_back({"all", "every device of the inventory"});
    return found;
}

// That of the project here, and those that were deployed from this machine.
Candidates applications() {
    std::vector<std::string> names = device::History().applications();
    try {
        names.push_back(project_app());
    } catch (const Error&) { // there is none here
    }
    std::ranges::sort(names);
    Candidates found;
    for (const std::string& name : names)
        if (found.empty() || found.back().word != name) found.push_back({name});
    return found;
}

Candidates template_names() {
    Candidates found;
    for (const templates::Template& each : templates::templates())
        found.push_back({each.name, each.about});
    return found;
}

Candidates chips() {
    Candidates found;
    for (const sdk::Chip& chip : sdk::Catalog::with_users().chips())
        found.push_back({chip.name, fmt::format("{}, {}", chip.label, chip.architecture)});
    return found;
}

Candidates architectures() {
    Candidates found;
    for (const sdk::Architecture& each : sdk::Catalog::with_users().architectures())
        found.push_back({each.name});
    return found;
}

Candidates sdk_versions() {
    Candidates found;
    for (const sdk::Image& image : std::views::reverse(sdk::Catalog::with_users().images()))
        found.push_back({image.version, fmt::format("from AXIS OS {}{}", image.axis_os,
                                                    image.preview ? ", preview" : "")});
    return found;
}

Candidates axis_os_versions() {
    Candidates found;
    for (const sdk::Image& image : std::views::reverse(sdk::Catalog::with_users().images()))
        if (std::ranges::find(found, image.axis_os, &Candidate::word) == found.end())
            found.push_back({image.axis_os});
    return found;
}

Candidates schemas() {
    Candidates found;
    for (const auto& schema : std::views::reverse(manifest::schema_versions()))
        found.push_back({schema.version, "from AXIS OS " + schema.axis_os});
    return found;
}

Candidates rules() {
    Candidates found;
    for (const lint::Rule& rule : lint::rules()) found.push_back({rule.id, rule.title});
    return found;
}

Candidates log_levels() {
    return {{"emerg"}, {"alert"}, {"crit"}, {"err"}, {"warning"}, {"notice"}, {"info"}, {"debug"}};
}

// What the emulator lists: the first word of each line, and what it says of it.
Candidates emulator_list(const char* option) {
    Candidates found;
    const CommandResult result = run({.arguments = {find_emulator().string(), option, "list"},
                                      .output_limit = 1U << 16U,
                                      .time_limit = std::chrono::seconds(5)});
    for (const std::string& line : text::lines(result.output)) {
        const auto end = std::min(line.find(' '), line.size());
        found.push_back({line.substr(0, end), std::string(text::trim(line.substr(end)))});
    }
    return found;
}

Candidates profiles() {
    return emulator_list("--profile");
}

Candidates faults() {
    return emulator_list("--fault");
}

struct Source {
    std::string_view word;
    Candidates (*values)();
};

constexpr Source sources[] = {
    {"TARGET", targets},
    {"DEVICE", devices},
    {"GROUP", groups},
    {"APP", applications},
    {"TEMPLATE", template_names},
    {"CHIP", chips},
    {"ARCH", architectures},
    {"SDK", sdk_versions},
    {"AXIS-OS", axis_os_versions},
    {"SCHEMA", schemas},
    {"RULE", rules},
    {"LEVEL", log_levels},
    {"PROFILE", profiles},
    {"FAULT", faults},
};

} // namespace

std::vector<Candidate> completion_values(std::string_view word) {
    for (const Source& source : sources)
        if (source.word == word) {
            try {
                return source.values();
            } catch (
                const std::exception&) { // a file that cannot be read: what it has is not known
                return {};
            }
        }
    return {};
}

} // namespace acapctl::cli
