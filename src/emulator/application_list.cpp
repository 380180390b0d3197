#include "emulator/application_list.hpp"

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

// ` name="value"`, or nothing for an empty value: devices leave such attributes out.
std::string optional(std::string_view name, const std::string& value) {
    return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, xml_escaped(value));
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

std::string element(const Installed& app) {
    const About& about = app.about;
    return fmt::format(
        " <application Name=\"{}\"{} NiceName=\"{}\" Vendor=\"{}\" Version=\"{}\" Bundled=\"No\" "
        "Status=\"{}\" License=\"{}\"{}{} SignatureStatus=\"{}\" LicenseName=\"available\">"
        "<Resources><Resource name=\"DeepLearningProcessor\" used=\"{}\" /></Resources>{}"
        "</application>\n",
        xml_escaped(about.name), optional("ApplicationID", about.app_id),
        xml_escaped(about.nice_name), xml_escaped(about.vendor), xml_escaped(about.version),
        app.running ? "Running" : "Stopped", about.license,
        optional("ConfigurationPage", settings_page(about)),
        // Unsigned applications are reported as Unknown, never as Unsigned.
        optional("VendorHomePage", about.vendor_url), about.is_signed ? "Signed" : "Unknown",
        about.uses_dlpu ? "Yes" : "No", os_versions(about));
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

std::string application_list(const std::vector<Installed>& applications) {
    std::string body = "<reply result=\"ok\">\n";
    for (const Installed& app : applications) body += element(app);
    return body + "</reply>\n";
}

} // namespace acapctl::emulator
