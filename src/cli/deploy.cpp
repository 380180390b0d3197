// `acapctl deploy [EAP...|DIR]`: check, upload, verify, start, verify.
#include "device/deploy.hpp"
#include "cli/deploy_progress.hpp"
#include "cli/device_options.hpp"
#include "cli/package_inputs.hpp"
#include "cli/verbs.hpp"
#include "device/facts.hpp"
#include "device/package_choice.hpp"
#include "device/policy.hpp"
#include "device/requests.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

struct DeployVerbOptions {
    DeviceOptions devices;
    std::vector<std::string> inputs;
    bool start = false;
    bool allow_unsigned = false;
    std::string expect;
    std::string wait;
};

// What came of one device.
struct Deployed {
    device::DeployReport report{};
    std::string architecture{}; // of the device
    std::string package{};      // the file chosen
    std::vector<std::string> log{};
};
using Outcomes = std::vector<fleet::Outcome<Deployed>>;

device::DeployOptions deploy_options(const DeployVerbOptions& options) {
    device::DeployOptions result;
    result.start = options.start;
    result.allow_unsigned = options.allow_unsigned;
    if (!options.wait.empty()) result.wait = text::parse_duration(options.wait, "--wait");
    if (options.start)
        result.expect = options.expect == "exit" ? device::Expect::exit : device::Expect::running;
    else if (!options.expect.empty() || !options.wait.empty())
        throw_usage("--expect and --wait need --start", "add --start");
    return result;
}

Outcomes deploy_to_devices(const DeployVerbOptions& options, const std::vector<Package>& packages,
                           Context& context) {
    const device::DeployOptions how = deploy_options(options);
    const bool many = count_targets(options.devices) > 1;
    return on_devices<Deployed>(
        options.devices, context, [&](device::Session& session, Deployed& deployed) {
            const device::Facts facts = device::read_facts(session);
            deployed.architecture = facts.architecture.empty()
                                        ? environment("AXIS_DEVICE_ARCH").value_or("")
                                        : facts.architecture;
            const Package& package = device::choose_package(packages, deployed.architecture);
            deployed.package = package.file.string();
            device::deploy(
                session, package, how,
                deploy_observer(context.terminal, session.target().name, many, &deployed.log),
                deployed.report);
        });
}

nlohmann::json fields(const Deployed& deployed) {
    const device::DeployReport& report = deployed.report;
    return {{"application", or_null(report.application)},
            {"version", or_null(report.version)},
            {"previousVersion", or_null(report.previous_version)},
            {"outcome", or_null(report.outcome)},
            {"status", or_null(report.status)},
            {"architecture", or_null(deployed.architecture)},
            {"package", or_null(deployed.package)},
            {"policySwitched", report.policy_switched},
            {"log", deployed.log}};
}

void print(Context& context, const Outcomes& outcomes) {
    Table table({"DEVICE", "APPLICATION", "VERSION", "OUTCOME", "STATUS"});
    for (const auto& outcome : outcomes) {
        if (outcome.failure) continue;
        const device::DeployReport& report = outcome.value.report;
        table.add({text::visible(outcome.device),
                   text::visible(report.application),
                   text::visible(report.version),
                   {report.outcome, Style::green},
                   text::visible(report.status)});
    }
    if (!table.empty()) table.print(context.terminal);
}

std::vector<device::Request> planned(const DeployVerbOptions& options, const Package& package) {
    std::vector<device::Request> requests{device::device_info_request(), device::list_request()};
    if (!package.is_signed()) {
        requests.push_back(device::config_get_request(device::allow_unsigned));
        if (options.allow_unsigned)
            requests.push_back(device::config_set_request(device::allow_unsigned, "true"));
    }
    requests.push_back(device::upload_request(package.file));
    requests.push_back(device::list_request());
    if (!package.is_signed() && options.allow_unsigned)
        requests.push_back(device::config_set_request(device::allow_unsigned, "false"));
    if (options.start) {
        requests.push_back(device::control_request("start", package.app_name));
        requests.push_back(device::list_request());
    }
    return requests;
}

// A dry run asks no device, so it cannot know which architecture is wanted.
const Package& likely_package(const std::vector<Package>& packages, Context& context) {
    const std::string architecture = environment("AXIS_DEVICE_ARCH").value_or("");
    if (packages.size() == 1 || !architecture.empty())
        return device::choose_package(packages, architecture);
    context.terminal.note(fmt::format("the device decides which package fits; shown is {}",
                                      text::visible(packages.front().file.filename().string())));
    return packages.front();
}

ExitCode run_deploy(const DeployVerbOptions& options, Context& context) {
    deploy_options(options); // wrong usage is told before anything is read
    const std::vector<Package> packages = read_packages(options.inputs, context);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "deploy",
                             planned(options, likely_package(packages, context)));
    const Outcomes outcomes = deploy_to_devices(options, packages, context);
    if (!context.terminal.json()) print(context, outcomes);
    return report_devices<Deployed>(context, "deploy", outcomes, fields, {});
}

} // namespace

void add_deploy(Verbs& verbs) {
    auto options = Verbs::options<DeployVerbOptions>();
    CLI::App& verb = verbs.add("deploy", "Install a package on devices, verify it, start it",
                               [options](Context& c) { return run_deploy(*options, c); });
    verb.add_option("PACKAGE", options->inputs,
                    "Packages (one per architecture), or a project directory; default: .")
        ->type_name("EAP|DIR");
    verb.add_flag("--start", options->start, "Start the application and watch that it lives");
    verb.add_option("--expect", options->expect,
                    "With --start: running (default), or exit for a program that ends")
        ->check(CLI::IsMember({"running", "exit"}).description(""))
        ->type_name("STATE");
    verb.add_option("--wait", options->wait, "Longest time for that, default 30s")->type_name("T");
    verb.add_flag("--allow-unsigned", options->allow_unsigned,
                  "Admit an unsigned package for this upload, then put the policy back");
    add_device_options(verb, options->devices);
    verb.footer("Example: acapctl deploy hello_1_0_0_aarch64.eap --start -t 192.168.0.90");
}

} // namespace acapctl::cli
