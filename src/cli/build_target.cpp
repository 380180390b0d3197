// What a build is for: the architecture, chip and AXIS OS that options or a device name.
#include "cli/build_options.hpp"
#include "sdk/catalog.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

void aim_at(BuildOptions& options, const Narrowed& device, const std::string& name) {
    const auto& known = sdk::Catalog::with_users().architectures();
    const std::string& architecture = device.architecture;
    // One that no SDK compiles for is better said now than by the device.
    if (!architecture.empty() &&
        std::ranges::find(known, architecture, &sdk::Architecture::name) == known.end())
        throw Error({.exit = ExitCode::incompatible,
                     .code = "architecture-without-sdk",
                     .message = fmt::format("{} is a device for {}, which no SDK compiles for",
                                            text::visible(name), text::visible(architecture))});
    options.architecture = architecture;
    options.chip = device.chip;
    if (sdk::AxisOs::parse(device.axis_os)) options.device_axis_os = device.axis_os;
}

void settle_target(BuildOptions& options, Context& context) {
    if (!options.axis_os.empty()) options.axis_os = sdk::AxisOs::from_user(options.axis_os).str();
    // The environment's version is a default, which an option overrides.
    const bool named =
        !options.sdk.empty() && environment("ACAPCTL_SDK_VERSION") != std::optional(options.sdk);
    if (named && !options.axis_os.empty())
        throw_usage("--sdk and --axis-os both choose the SDK", "leave one of them out");
    if (!options.device.empty()) {
        const Narrowed device = narrowed({.device = options.device}, context);
        aim_at(options, device, options.device);
        // --for asks for an SDK, as --axis-os does.
        if (options.axis_os.empty() && !named) options.axis_os = options.device_axis_os;
    }
    if (!options.axis_os.empty()) options.sdk.clear();
}

} // namespace acapctl::cli
