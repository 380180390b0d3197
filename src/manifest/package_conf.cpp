#include "manifest/package_conf.hpp"

#include "acapctl/error.hpp"
#include "manifest/conf_lines.hpp"
#include "manifest/manifest.hpp"
#include "support/ascii.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

bool is_name(std::string_view key) {
    return !key.empty() && ascii::is_made_of(key, "_");
}

} // namespace

std::map<std::string, std::string> parse_package_conf(std::string_view text) {
    std::map<std::string, std::string> values;
    for (ConfLine& line : package_conf_lines(text))
        values.insert_or_assign(std::move(line.key), std::move(line.value));
    return values;
}

namespace {

// `value` without one leading "http://" or "https://".
std::string_view without_scheme(std::string_view value) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (value.size() > scheme.size() && value.starts_with(scheme))
            return value.substr(scheme.size());
    return value;
}

std::string home_page_link(const Manifest& manifest) {
    const std::string url = manifest.vendor_url.value_or("");
    if (url.empty()) return "";
    return fmt::format("<a href=\"{}\" target=\"_blank\">{}</a>", url, without_scheme(url));
}

// Characters that mean nothing to a shell outside quotes.
bool is_bare(char c) {
    return ascii::is_letter_or_digit(c) ||
           std::string_view("_-.,/:+@%=").find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
}

// True if '$' before `next` starts an expansion inside double quotes; "5 $ each" does not.
bool expands(char next) {
    return ascii::is_letter_or_digit(next) ||
           (next != '\0' && std::string_view("_({[*@#?-$!").find(next) != std::string_view::npos);
}

} // namespace

// The SDK's own packer sources package.conf, and so does older AXIS OS: what is in a value can
// become a command there. The SDK writes values as they are, and a package is to be the same from
// both, so nothing is escaped here. A value that a shell still reads as one word is written as it
// is, even with quotes in pairs: VENDOR="A "B" C" harmlessly reads A B C. A value that would run or
// expand something, or end the assignment, never gave a package that works as its author meant,
// and is refused.
bool is_plain_assignment(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || !is_name(line.substr(0, equals))) return false;
    char quote = '\0';
    for (std::size_t i = equals + 1; i < line.size(); ++i) {
        const char c = line[i];
        const char next = i + 1 < line.size() ? line[i + 1] : '\0';
        if (c == '\n' || c == '\0') return false;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = '\0';
        else if (quote == '\0' && !is_bare(c))
            return false;
        else if (quote == '"' && (c == '`' || (c == '$' && expands(next))))
            return false;
        else if (quote == '"' && c == '\\' && std::string_view("\"\\$`").find(next) != line.npos)
            return false; // what the device reads would not be what the manifest says
    }
    return quote == '\0';
}

std::string write_package_conf(const Manifest& manifest, const PackageConfTarget& target) {
    std::vector<std::string> other_files = target.other_files;
    if (manifest.pre_uninstall_script) other_files.push_back(*manifest.pre_uninstall_script);
    std::string text;
    const auto line = [&](const char* key, std::string_view value, char quote = '"') {
        const std::string assignment = fmt::format("{}={}{}{}", key, quote, value, quote);
        if (!is_plain_assignment(assignment))
            throw Error({.kind = ErrorKind::invalid_input,
                         .code = "shell-metacharacter",
                         .message = fmt::format("package.conf is read by a shell, which would not "
                                                "take {}={}{}{} as plain text",
                                                key, quote, text::visible(value), quote),
                         .hint = "remove quotes, '$', '`', '\\' and newlines from that value in "
                                 "the manifest"});
        text += assignment + '\n';
    };
    line("PACKAGENAME", manifest.display_name());
    line("APPTYPE", manifest.architecture.value_or(target.architecture));
    line("APPNAME", manifest.app_name);
    line("APPID", manifest.app_id.value_or(""));
    line("LICENSENAME", "Available");
    line("LICENSEPAGE", manifest.license_method.value_or("none"));
    if (manifest.license_options) line("LICENSE_CHECK_ARGS", *manifest.license_options);
    line("VENDOR", manifest.vendor.value_or("-"));
    line("REQEMBDEVVERSION", manifest.embedded_sdk_version.value_or("2.0"));
    line("APPMAJORVERSION", std::to_string(manifest.numbers.major));
    line("APPMINORVERSION", std::to_string(manifest.numbers.minor));
    line("APPMICROVERSION", std::to_string(manifest.numbers.patch));
    // "sdk" also for applications with a dynamic user, whose name only the device knows.
    line("APPGRP", manifest.group.value_or("sdk"));
    line("APPUSR", manifest.user.value_or("sdk"));
    line("APPOPTS", manifest.run_options.value_or(""));
    line("OTHERFILES", text::join(other_files, " "));
    line("SETTINGSPAGEFILE", manifest.setting_page.value_or(""));
    line("SETTINGSPAGETEXT", "");
    line("VENDORHOMEPAGELINK", home_page_link(manifest), '\'');
    line("PREUPGRADESCRIPT", "");
    line("POSTINSTALLSCRIPT", manifest.post_install_script.value_or(""));
    line("STARTMODE", manifest.run_mode.value_or("never"));
    line("HTTPCGIPATHS", manifest.http.empty() ? "" : "cgi.conf");
    return text;
}

std::string package_file_name(const Manifest& manifest, std::string_view architecture) {
    std::string name = manifest.display_name();
    // A '/' broke the SDK's packer up to 12.11; here it must not name another directory.
    for (char& c : name)
        if (c == ' ' || c == '/') c = '_';
    name = fmt::format("{}_{}_{}_{}_{}.eap", name, manifest.numbers.major, manifest.numbers.minor,
                       manifest.numbers.patch,
                       manifest.architecture.value_or(std::string(architecture)));
    if (!is_file_name(name))
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "invalid-manifest",
                     .message = fmt::format("the package cannot have the name {}",
                                            text::visible(text::first_characters(name, 300))),
                     .hint = "it is made of friendlyName: up to about 200 characters, no '-' in "
                             "front and no control characters"});
    return name;
}

} // namespace acapctl
