#include "device/vapix/license.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr std::uintmax_t largest_key = 1U << 20U;

std::string installed_name(Session& session, const std::string& app) {
    const auto installed = list_applications(session);
    return require_application(installed, app).name;
}

void perform(Session& session, const Request& request, const std::string& doing) {
    const auto error = parse_ok_or_error(session.perform(request, false).body, doing);
    if (error) throw Error(vapix_failure("license", *error, doing));
}

void look(Session& session, LicenseReport& report) {
    const auto installed = list_applications(session);
    const Application& app = require_application(installed, report.app);
    report.license = app.license;
    report.expires = app.license_expires;
}

} // namespace

void check_license_file(const std::filesystem::path& key) {
    std::error_code problem;
    const std::string name = text::visible(key.string());
    if (!std::filesystem::is_regular_file(key, problem))
        throw_invalid(fmt::format("{} is no file", name),
                      "name the file that the licence portal gave");
    const auto size = std::filesystem::file_size(key, problem);
    if (problem || size == 0 || size > largest_key)
        throw_invalid(
            fmt::format("{} is no licence key: it has {} bytes", name, problem ? 0 : size),
            "use the file that the licence portal gave");
}

void install_license(Session& session, const std::filesystem::path& key, const std::string& app,
                     LicenseReport& report) {
    report.app = installed_name(session, app);
    const std::string doing =
        fmt::format("installing the licence key of '{}'", text::visible(report.app));
    perform(session, license_install_request(key, report.app), doing);
    look(session, report);
    if (report.license == "Invalid" || report.license == "Missing")
        throw Error(
            {.kind = ErrorKind::refused,
             .code = "license-not-valid",
             .message = fmt::format("{}: the device takes it, but calls the licence {}", doing,
                                    report.license),
             .hint = "is the key for this device and this version, and has it not expired?"});
}

void remove_license(Session& session, const std::string& app, LicenseReport& report) {
    report.app = installed_name(session, app);
    perform(session, license_remove_request(report.app),
            fmt::format("removing the licence key of '{}'", text::visible(report.app)));
    look(session, report);
}

} // namespace acapctl::device
