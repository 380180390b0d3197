// What a build is for: the architecture, chip and AXIS OS that options or a device name.
#include "cli/app/settings.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/edges.hpp"
#include "sdk/catalog.hpp"
#include "support/environment.hpp"
#include "support/secret_variables.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// NAME=VALUE, or NAME with the value of the environment variable, as the engines have it.
void settle_argument(std::string& argument, const Edges& edges) {
    const auto equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    if (name.empty())
        throw_usage(fmt::format("--build-arg '{}' names no argument", text::visible(argument)),
                    "write it as NAME=VALUE");
    if (equals != std::string::npos) return;
    if (is_secret_variable(name))
        throw_usage(fmt::format("--build-arg {}: that variable has a password, which no build is "
                                "to know",
                                name),
                    "give the build a value of its own, as NAME=VALUE");
    const auto value = edges.environment(name.c_str());
    if (!value)
        throw_usage(fmt::format("--build-arg {}: no such variable is set", text::visible(name)),
                    "write it as NAME=VALUE");
    argument += "=" + *value;
}

} // namespace

void aim_at(BuildOptions& options, const Narrowed& device, const std::string& name,
            const sdk::Catalog& catalog) {
    const sdk::Architecture* known = catalog.find_architecture(device.architecture);
    // One that no SDK compiles for is better said now than by the device.
    if (!device.architecture.empty() && known == nullptr)
        throw Error(
            {.kind = ErrorKind::incompatible,
             .code = "architecture-without-sdk",
             .message = fmt::format("{} is a device for {}, which no SDK compiles for",
                                    text::visible(name), text::visible(device.architecture))});
    options.architecture = known == nullptr ? "" : known->name;
    options.chip = device.chip;
    if (sdk::AxisOs::parse(device.axis_os)) options.device_axis_os = device.axis_os;
}

void settle_target(BuildOptions& options, Context& context) {
    for (std::string& argument : options.arguments) settle_argument(argument, context.edges);
    if (!options.axis_os.empty()) options.axis_os = sdk::AxisOs::from_user(options.axis_os).str();
    // What the environment names is a default, which an option overrides.
    const auto is_given = [](const std::string& value, const char* variable) {
        return !value.empty() && environment(variable) != std::optional(value);
    };
    const bool named = is_given(options.sdk, "ACAPCTL_SDK_VERSION");
    const bool placed = is_given(options.sdk_directory, "ACAPCTL_SDK_DIR");
    if (placed && !options.engine.empty() && options.engine != "auto")
        throw_usage("--sdk-dir is for a build without an engine", "leave out one of them");
    if (options.engine.empty() && !placed) options.engine = context.settings.engine;
    if (!options.axis_os.empty()) {
        if (named || placed)
            throw_usage(
                fmt::format("{} and --axis-os both choose the SDK", named ? "--sdk" : "--sdk-dir"),
                "leave one of them out");
        options.sdk_directory.clear();
    }
    if (!options.device.empty()) {
        const Narrowed device = narrowed(
            {.device = options.device, .connection = {.settles = !options.dry_run}}, context);
        options.asked = device;
        aim_at(options, device, options.device, context.edges.catalog());
        // --for asks for an SDK, as --axis-os does, unless there is one.
        if (options.axis_os.empty() && !named && options.sdk_directory.empty())
            options.axis_os = options.device_axis_os;
    }
    if (!options.axis_os.empty()) options.sdk.clear();
}

} // namespace acapctl::cli
