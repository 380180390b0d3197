// `acapctl license install|remove`: the licence key of an application.
#include "device/vapix/license.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/project_app.hpp"
#include "device/session/requests.hpp"
#include "terminal/table.hpp"

namespace acapctl::cli {

namespace {

using device::LicenseReport;

struct LicenseOptions {
    DeviceOptions devices;
    std::string file;
    std::string app;

    std::string app_name() const { return app_named(app); }
};

using Licensed = Outcomes<LicenseReport>;

std::vector<device::Request> planned_install(const LicenseOptions& options) {
    device::check_license_file(options.file);
    return {device::list_request(),
            device::license_install_request(options.file, options.app_name()),
            device::list_request()};
}

std::vector<device::Request> planned_remove(const LicenseOptions& options) {
    return {device::list_request(), device::license_remove_request(options.app_name()),
            device::list_request()};
}

Licensed run_install(const LicenseOptions& options, Context& context) {
    device::check_license_file(options.file);
    const std::string app = options.app_name();
    return on_devices<LicenseReport>(
        options.devices, context, [&](device::Session& session, LicenseReport& report) {
            device::install_license(session, options.file, app, report);
        });
}

Licensed run_remove(const LicenseOptions& options, Context& context) {
    const std::string app = options.app_name();
    return on_devices<LicenseReport>(options.devices, context,
                                     [&](device::Session& session, LicenseReport& report) {
                                         device::remove_license(session, app, report);
                                     });
}

nlohmann::json license_fields(const LicenseReport& report) {
    return {{"application", or_null(report.app)},
            {"license", or_null(report.license)},
            {"expires", or_null(report.expires)}};
}

Table table_of(const Licensed& outcomes) {
    return device_table({"DEVICE", "APPLICATION", "LICENSE", "EXPIRES"}, "LICENSE", outcomes,
                        [](Table& table, const fleet::Outcome<LicenseReport>& outcome) {
                            const LicenseReport& report = outcome.value;
                            if (!outcome.failure)
                                table.add({outcome.device, report.app, report.license,
                                           Table::or_dash(report.expires)});
                        });
}

ExitCode print(const std::string& verb, const Licensed& outcomes, Terminal& terminal) {
    return print_devices(terminal, verb, outcomes, license_fields, table_of(outcomes));
}

ExitCode install_verb(const LicenseOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "license-install", planned_install(options));
    return print("license-install", run_install(options, context), context.terminal);
}

ExitCode remove_verb(const LicenseOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "license-remove", planned_remove(options));
    return print("license-remove", run_remove(options, context), context.terminal);
}

} // namespace

void add_license(Verbs& verbs) {
    Command group = verbs.add_group("license", "Install or remove the licence key of applications");
    group.footer("Example: acapctl license install hello.lic hello -t 192.168.0.90");
    auto installed = Verbs::options<LicenseOptions>();
    Command install = verbs.add(
        "install", "Install a licence key",
        [installed](Context& c) { return install_verb(*installed, c); }, group);
    install.add_option("FILE", installed->file, "The key, as the licence portal gave it")
        .required();
    install.add_option("APP", installed->app, "Application; default: that of the project in .");
    add_device_options(install, installed->devices);
    install.footer("Example: acapctl license install hello.lic hello -t 192.168.0.90");

    auto removed = Verbs::options<LicenseOptions>();
    Command remove = verbs.add(
        "remove", "Remove the licence key",
        [removed](Context& c) { return remove_verb(*removed, c); }, group);
    remove.add_option("APP", removed->app, "Application; default: that of the project in .");
    add_device_options(remove, removed->devices);
    remove.footer("Example: acapctl license remove hello -t 192.168.0.90");
}

} // namespace acapctl::cli
