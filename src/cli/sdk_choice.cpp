// Which SDK a build takes: --sdk names it, --axis-os, --for and --chip say where it must run.
#include "cli/build_options.hpp"
#include "cli/for_device.hpp"
#include "sdk/catalog.hpp"
#include "sdk/choice.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// An architecture that no SDK compiles for is better said now than by the device.
std::string compiled_architecture(const std::string& name, const std::string& device) {
    const auto& known = sdk::Catalog::with_users().architectures();
    if (name.empty() || std::ranges::find(known, name, &sdk::Architecture::name) != known.end())
        return name;
    throw Error({.exit = ExitCode::incompatible,
                 .code = "architecture-without-sdk",
                 .message = fmt::format("{} is a device for {}, which no SDK compiles for",
                                        text::visible(device), text::visible(name))});
}

// What the device says it is takes the place of --arch, --chip and --axis-os.
void ask_device(BuildOptions& options, Context& context) {
    const Narrowed device = narrowed({.device = options.device}, context);
    options.architecture = compiled_architecture(device.architecture, options.device);
    options.chip = device.chip;
    if (options.axis_os.empty() && sdk::AxisOs::parse(device.axis_os))
        options.axis_os = device.axis_os;
}

// Fills in options.sdk when --axis-os, --for or --chip ask for it.
void choose(BuildOptions& options, Context& context) {
    const sdk::Catalog& catalog = sdk::Catalog::with_users();
    sdk::Wish wish;
    if (!options.axis_os.empty()) wish.axis_os = sdk::AxisOs::from_user(options.axis_os);
    if (!options.chip.empty()) wish.chip = &catalog.chip(options.chip);
    if (!wish.axis_os && (wish.chip == nullptr || !options.sdk.empty())) return;
    const sdk::Choice choice = sdk::newest_for(wish, catalog);
    // A chip alone asks for no SDK: the project's own choice comes first.
    (wish.axis_os ? options.sdk : options.usual_sdk) = choice.image.version;
    options.sdk_why = choice.why;
    if (wish.axis_os || choice.image.version != catalog.newest_stable().version)
        context.terminal.note(choice.why);
}

void warn_of_defects(const BuildOptions& options, Terminal& terminal) {
    const sdk::Catalog& catalog = sdk::Catalog::with_users();
    const sdk::Image& image =
        options.sdk.empty() ? catalog.newest_stable() : catalog.image(options.sdk);
    const std::string wanted =
        options.chip.empty() ? options.architecture : catalog.chip(options.chip).architecture;
    for (const auto& [architecture, defect] : image.defects)
        if (options.all || architecture == wanted)
            terminal.warn(fmt::format("SDK {} for {}: {}", text::visible(image.version),
                                      text::visible(architecture), text::visible(defect)));
}

} // namespace

void settle_sdk(BuildOptions& options, Context& context) {
    // The environment's version is a default, which an option overrides.
    const bool named =
        !options.sdk.empty() && environment("ACAPCTL_SDK_VERSION") != std::optional(options.sdk);
    if (named && !options.axis_os.empty())
        throw_usage("--sdk and --axis-os both choose the SDK", "leave one of them out");
    if (!options.device.empty()) ask_device(options, context);
    if (!options.sdk_directory.empty() && options.engine == "auto") return; // its files are the SDK
    if (options.engine == "host") {
        if (!options.axis_os.empty())
            context.terminal.warn("--engine host compiles without an SDK, so nothing makes sure "
                                  "that the program starts on AXIS OS " +
                                  text::visible(options.axis_os));
        return;
    }
    if (!named) choose(options, context);
    warn_of_defects(options, context.terminal);
}

} // namespace acapctl::cli
