#include "emulator/vapix/application_list.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// One character from the front of well-formed UTF-8, or U+FFFD for a byte that is none.
char32_t take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (length == 1 || first < 0xC2 || first > 0xF4 || text.size() < length) {
        text.remove_prefix(1);
        return first < 0x80 ? first : 0xFFFD;
    }
    char32_t character = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80) {
            text.remove_prefix(1);
            return 0xFFFD;
        }
        character = (character << 6U) | (next & 0x3FU);
    }
    text.remove_prefix(length);
    return character;
}

std::string os_versions(const About& about) {
    if (about.os_versions.empty()) return {};
    std::string ranges;
    for (const auto& [min, max] : about.os_versions)
        ranges += fmt::format("<VersionRange><Min>{}</Min><Max>{}</Max></VersionRange>",
                              xml_escaped(min), xml_escaped(max.empty() ? "99" : max));
    return fmt::format("<CompatibleOsVersions>{}</CompatibleOsVersions>", ranges);
}

std::string settings_page(const About& about) {
    return about.settings_page.empty()
               ? std::string()
               : fmt::format("local/{}/{}", about.name, about.settings_page);
}

// The value of an attribute, as a person would read it; devices leave an empty one out.
std::string value_of(std::string_view attribute, const Installed& app, const AxisOs& os) {
    const About& about = app.about;
    if (attribute == "Name") return about.name;
    if (attribute == "NiceName") return about.nice_name;
    if (attribute == "Vendor") return about.vendor;
    if (attribute == "Version") return about.version;
    if (attribute == "ApplicationID") return about.app_id;
    if (attribute == "License") return app.license.license;
    if (attribute == "LicenseExpirationDate") return app.license.expires;
    if (attribute == "LicenseName")
        return os.list_license_name.empty() ? about.license_name : os.list_license_name;
    if (attribute == "Status") return app.running ? "Running" : "Stopped";
    if (attribute == "ConfigurationPage") return settings_page(about);
    if (attribute == "VendorHomePage") return about.vendor_url;
    if (attribute == "Bundled") return about.bundled ? "Yes" : "No";
    // Unsigned applications are reported as Unknown, never as Unsigned.
    if (attribute == "SignatureStatus") return about.is_signed ? "Signed" : "Unknown";
    return {};
}

std::string children(const About& about) {
    return fmt::format("<Resources><Resource name=\"DeepLearningProcessor\" used=\"{}\" />"
                       "</Resources>{}",
                       about.uses_dlpu ? "Yes" : "No", os_versions(about));
}

std::string element(const Installed& app, const AxisOs& os) {
    std::string tag = " <application";
    for (const std::string& attribute : os.list_attributes)
        if (const std::string value = value_of(attribute, app, os); !value.empty())
            tag += fmt::format(" {}=\"{}\"", attribute, xml_escaped(value));
    return os.list_children ? tag + ">" + children(app.about) + "</application>\n" : tag + " />\n";
}

} // namespace

std::string xml_escaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (character == '&')
            result += "&amp;";
        else if (character == '<')
            result += "&lt;";
        else if (character == '>')
            result += "&gt;";
        else if (character == '"')
            result += "&quot;";
        else if (character >= 0x20 && character < 0x7F)
            result += static_cast<char>(character);
        else if (character >= 0x7F || character == '\t' || character == '\n')
            result += fmt::format("&#{};", static_cast<std::uint32_t>(character));
        else
            result += "&#65533;"; // no XML document may hold other control characters
    }
    return result;
}

std::string application_list(const std::vector<Installed>& applications, const AxisOs& os) {
    std::string body = "<reply result=\"ok\">\n";
    for (const Installed& app : applications) body += element(app, os);
    return body + "</reply>\n";
}

} // namespace acapctl::emulator
