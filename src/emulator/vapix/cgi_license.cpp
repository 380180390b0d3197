// license.cgi: keys of the emulator's own form, see license_key.hpp.
#include "emulator/http/multipart.hpp"
#include "emulator/state/device.hpp"
#include "emulator/state/license_key.hpp"
#include "emulator/support/guard.hpp"
#include "emulator/vapix/cgi.hpp"
#include "support/time.hpp"

#include <algorithm>

namespace acapctl::emulator {

namespace {

constexpr int invalid_file = 21;
constexpr int upload_failed = 22;
constexpr int removal_failed = 23;
constexpr int not_installed = 24;

// The one part that documents call licenseKey and clients fileData too; nothing without it.
std::optional<std::string> uploaded_key(const Request& request) {
    const std::string* type = request.header("Content-Type");
    const auto boundary = type != nullptr ? multipart_boundary(*type) : std::nullopt;
    if (!boundary) return std::nullopt;
    std::optional<std::string> key;
    bool in_key = false;
    MultipartReader reader(
        *boundary,
        [&](const Part& part) {
            in_key = !key && (part.name == "licenseKey" || part.name == "fileData");
            if (in_key) key = "";
        },
        [&](std::string_view bytes) {
            if (in_key) *key += bytes;
        });
    reader.receive(request.body);
    return reader.complete() ? key : std::nullopt;
}

Reply upload(Device& device, const Request& request, const About& about) {
    const auto text = uploaded_key(request);
    if (!text) return error_code(upload_failed);
    const auto key = parse_license_key(*text);
    if (!key) return error_code(invalid_file);
    if (const int code = refuse_license_key(*key, about, device.profile().mac, utc_date_text()))
        return error_code(code);
    if (!guarded([&] { device.settings().set_license_key(about.name, *text); }))
        return error_code(upload_failed);
    return ok();
}

Reply remove(Device& device, const About& about) {
    if (device.settings().license_key(about.name).empty()) return error_code(removal_failed);
    const bool removed = guarded([&] { device.settings().set_license_key(about.name, ""); });
    return removed ? ok() : error_code(removal_failed);
}

} // namespace

Reply license_cgi(Device& device, const Request& request) {
    const std::string action = value_of(request, "action");
    if (action != "uploadlicensekey" && action != "removelicensekey")
        return error_page(400); // action=convert without data, too
    const auto abouts = device.applications().abouts();
    const auto about = std::ranges::find(abouts, value_of(request, "package"), &About::name);
    if (about == abouts.end()) return error_code(not_installed);
    return action == "uploadlicensekey" ? upload(device, request, *about) : remove(device, *about);
}

} // namespace acapctl::emulator
