// `acapctl license install|remove`: the licence key of an application.
#include "device/vapix/license.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/project_app.hpp"
#include "device/session/requests.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

namespace acapctl::cli {

namespace {

using device::LicenseReport;

struct LicenseOptions {
    DeviceOptions devices;
    std::string file;
    std::string app;
};

using Work = std::function<void(device::Session&, const std::string& app, LicenseReport&)>;

ExitCode run_license(const std::string& verb, const LicenseOptions& options, Context& context,
                     const Work& work,
                     const std::function<device::Request(const std::string& app)>& request) {
    const std::string app = app_named(options.app);
    if (options.devices.only_shows())
        return show_requests(context, options.devices, verb,
                             {device::list_request(), request(app), device::list_request()});
    const auto outcomes = on_devices<LicenseReport>(
        options.devices, context,
        [&](device::Session& session, LicenseReport& report) { work(session, app, report); });
    if (!context.terminal.json()) {
        Table table({"DEVICE", "APPLICATION", "LICENSE", "EXPIRES"});
        for (const auto& [device, report, failure] : outcomes)
            if (!failure)
                table.add({text::visible(device), text::visible(report.app),
                           text::visible(report.license), Table::or_dash(report.expires)});
        if (!table.empty()) table.print(context.terminal);
    }
    return report_devices<LicenseReport>(context, verb, outcomes,
                                         [](const LicenseReport& report) -> nlohmann::json {
                                             return {{"application", or_null(report.app)},
                                                     {"license", or_null(report.license)},
                                                     {"expires", or_null(report.expires)}};
                                         },
                                         {});
}

ExitCode run_install(const LicenseOptions& options, Context& context) {
    device::check_license_file(options.file);
    return run_license(
        "license-install", options, context,
        [&](device::Session& session, const std::string& app, LicenseReport& report) {
            device::install_license(session, options.file, app, report);
        },
        [&](const std::string& app) { return device::license_install_request(options.file, app); });
}

} // namespace

void add_license(Verbs& verbs) {
    Command group = verbs.add_group("license", "Install or remove the licence key of applications");
    group.footer("Example: acapctl license install hello.lic hello -t 192.168.0.90");
    auto installed = Verbs::options<LicenseOptions>();
    Command install = verbs.add(
        "install", "Install a licence key",
        [installed](Context& c) { return run_install(*installed, c); }, group);
    install.add_option("FILE", installed->file, "The key, as the licence portal gave it")
        .required();
    install.add_option("APP", installed->app, "Application; default: that of the project in .");
    add_device_options(install, installed->devices);
    install.footer("Example: acapctl license install hello.lic hello -t 192.168.0.90");

    auto removed = Verbs::options<LicenseOptions>();
    Command remove = verbs.add(
        "remove", "Remove the licence key",
        [removed](Context& c) {
            return run_license("license-remove", *removed, c, device::remove_license,
                               device::license_remove_request);
        },
        group);
    remove.add_option("APP", removed->app, "Application; default: that of the project in .");
    add_device_options(remove, removed->devices);
    remove.footer("Example: acapctl license remove hello -t 192.168.0.90");
}

} // namespace acapctl::cli
