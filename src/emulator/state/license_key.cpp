#include "emulator/state/license_key.hpp"

#include "emulator/state/install_rules.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <pugixml.hpp>

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
    return version_in_range(about.version, key.minimum, key.maximum);
}

// A date, with or without a time behind it. Empty: never. Nothing if it is none of these.
std::optional<std::string> end_date(std::string_view text) {
    if (text.size() > 10 && text[10] == 'T') text = text.substr(0, 10);
    if (!text.empty() && !is_date(text)) return std::nullopt;
    return std::string(text);
}

// False for a name that no key has.
bool take_line(LicenseKey& key, std::string_view name, const std::string& value) {
    if (name == "ApplicationID")
        key.application_id = value;
    else if (name == "SerialNumber")
        key.serial_number = value;
    else if (name == "Version")
        key.minimum = key.maximum = value;
    else if (name == "ExpirationDate" && is_date(value))
        key.expires = value;
    else
        return false;
    return true;
}

std::optional<LicenseKey> parse_lines(std::string_view text) {
    LicenseKey key;
    for (const std::string& line : text::lines(text)) {
        const std::string_view content = text::trim(line);
        if (content.empty() || content.starts_with('#')) continue;
        const std::size_t equals = content.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        if (!take_line(key, text::trim(content.substr(0, equals)),
                       std::string(text::trim(content.substr(equals + 1)))))
            return std::nullopt;
    }
    return key;
}

std::string value_in(const pugi::xml_node& key, const char* name) {
    return std::string(text::trim(key.child_value(name)));
}

// "2.1" of MinimumMajorVersion and MinimumMinorVersion; empty without the first.
std::string version_in(const pugi::xml_node& key, const std::string& which) {
    const std::string major = value_in(key, (which + "MajorVersion").c_str());
    const std::string minor = value_in(key, (which + "MinorVersion").c_str());
    return major.empty() || minor.empty() ? major : major + "." + minor;
}

std::optional<LicenseKey> parse_xml(std::string_view text) {
    pugi::xml_document document;
    if (!document.load_buffer(text.data(), text.size())) return std::nullopt;
    const pugi::xml_node root = document.document_element();
    const bool is_key = std::string_view(root.name()) == "LicenseKey";
    const pugi::xml_node found = is_key ? root : root.child("LicenseKey");
    const auto expires = end_date(value_in(found, "ExpirationDate"));
    if (!expires) return std::nullopt;
    return LicenseKey{.application_id = value_in(found, "ApplicationID"),
                      .serial_number = value_in(found, "DeviceID"),
                      .minimum = version_in(found, "Minimum"),
                      .maximum = version_in(found, "Maximum"),
                      .expires = *expires};
}

} // namespace

std::optional<LicenseKey> parse_license_key(std::string_view text) {
    if (text.size() > license_key_limit) return std::nullopt;
    const bool xml = text::trim(text).starts_with('<');
    auto key = xml ? parse_xml(text) : parse_lines(text);
    if (!key || key->application_id.empty() || key->serial_number.empty()) return std::nullopt;
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
