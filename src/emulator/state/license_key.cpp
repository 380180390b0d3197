#include "emulator/state/license_key.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl::emulator {

namespace {

// The codes of license.cgi (published).
constexpr int wrong_application = 25;
constexpr int wrong_version = 26;
constexpr int wrong_serial = 30;
constexpr int expired = 31;

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::ranges::count_if(text, ascii::is_digit) == 8;
}

bool fits_version(const LicenseKey& key, const About& about) {
    return key.version.empty() || key.version == about.version.substr(0, about.version.find('.'));
}

} // namespace

std::optional<LicenseKey> parse_license_key(std::string_view text) {
    LicenseKey key;
    for (const std::string& line : text::lines(text)) {
        const std::string_view content = text::trim(line);
        if (content.empty() || content.starts_with('#')) continue;
        const std::size_t equals = content.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view name = text::trim(content.substr(0, equals));
        const std::string value(text::trim(content.substr(equals + 1)));
        if (name == "ApplicationID")
            key.application_id = value;
        else if (name == "SerialNumber")
            key.serial_number = value;
        else if (name == "Version")
            key.version = value;
        else if (name == "ExpirationDate" && is_date(value))
            key.expires = value;
        else
            return std::nullopt;
    }
    if (key.application_id.empty() || key.serial_number.empty()) return std::nullopt;
    return key;
}

int refuse_license_key(const LicenseKey& key, const About& about, std::string_view serial,
                       std::string_view today) {
    if (key.application_id != about.app_id) return wrong_application;
    if (!fits_version(key, about)) return wrong_version;
    if (key.serial_number != "*" && text::lower(key.serial_number) != text::lower(serial))
        return wrong_serial;
    return !key.expires.empty() && key.expires < today ? expired : 0;
}

// Only copyProtection "axis" asks for a key; the others keep what the package says.
LicenseState license_state(const About& about, std::string_view key_text, std::string_view today) {
    if (about.license != "Missing") return {.license = about.license};
    const auto key = parse_license_key(key_text);
    if (!key) return {.license = "Missing"};
    const bool late = !key->expires.empty() && key->expires < today;
    // A key without an end is shown with the date 0.
    return {.license = late || !fits_version(*key, about) ? "Invalid" : "Valid",
            .expires = key->expires.empty() ? "0" : key->expires};
}

} // namespace acapctl::emulator
