#include "emulator/state/install_rules.hpp"

#include "acapctl/error.hpp"
#include "manifest/schema/validate.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

using Refused = std::optional<Refusal>;

Refused check_signature(const About& about, const Rules& rules) {
    if (about.is_signed || rules.allow_unsigned) return std::nullopt;
    return Refusal{Code::bad_signature, "Package is not signed"};
}

Refused check_description(const Package& package, const About& about) {
    if (package.conf.empty())
        return Refusal{Code::unspecified, fmt::format("code 10: Failed setting ownership of "
                                                      "/usr/local/packages/{}.tmp/package.conf",
                                                      about.name)};
    if (!is_application_name(about.name))
        return Refusal{Code::invalid_description,
                       fmt::format("code 29: Invalid APPNAME \"{}\"", about.name)};
    if (!about.app_id.empty() && !text::parse_unsigned(about.app_id))
        return Refusal{Code::invalid_package,
                       "code 1: Failed to convert the string to an integer for 'appId'"};
    return std::nullopt;
}

Refused bad_manifest(const std::string& why) {
    return Refusal{Code::invalid_description, fmt::format("code 29: Invalid manifest: {}", why)};
}

// Each AXIS OS carries the schemas up to its own; 13 none of 1.x. Some do not look closely.
bool knows_schema(const std::string& schema, const AxisOs& os) {
    const auto version = DottedVersion::parse_leniently(schema);
    const auto newest = os.schemas.find(version[0]);
    if (newest == os.schemas.end()) return false;
    return os.newer_schemas || version <= DottedVersion::parse_leniently(newest->second);
}

Refused check_schema(const Package& package, const AxisOs& os) {
    if (!package.manifest) {
        if (os.without_manifest) return std::nullopt;
        return bad_manifest("there is no manifest.json");
    }
    if (!knows_schema(package.schema_version, os))
        return bad_manifest(
            fmt::format("no schema matches version '{}'", text::visible(package.schema_version)));
    try {
        const auto document = JsonDocument::parse(*package.manifest, "manifest.json");
        for (const auto& finding : manifest::validate(document, manifest::Stage::package).findings)
            if (finding.severity == manifest::Severity::error) return bad_manifest(finding.message);
    } catch (const Error& error) {
        return bad_manifest(error.what());
    }
    return std::nullopt;
}

Refused check_os_ranges(const About& about, const Profile& profile) {
    if (!profile.os.os_ranges) return std::nullopt;
    const auto& ranges = about.os_versions;
    const bool unbounded = ranges.empty() || std::ranges::any_of(ranges, [](const auto& range) {
                               return range.first.empty() || range.second.empty();
                           });
    if (unbounded && profile.os.os_ranges_required)
        return Refusal{Code::incompatible,
                       "code 5: compatibleOsVersions is missing, or a bound of it"};
    const std::string& version = profile.property("Version");
    if (ranges.empty() || std::ranges::any_of(ranges, [&](const auto& range) {
            return version_in_range(version, range.first, range.second);
        }))
        return std::nullopt;
    return Refusal{Code::incompatible,
                   fmt::format("Application is not compatible with AXIS OS {}", version)};
}

// A preprocessor is not a DLPU, though its name says so.
Refused check_declared_dlpu(const About& about, const AxisOs& os) {
    if (about.uses_dlpu) return std::nullopt;
    for (const std::string& word : text::split(about.options, ' '))
        for (const std::string& part : os.dlpu_words)
            if (word.find(part) != std::string::npos && !word.ends_with("-proc"))
                return Refusal{Code::incompatible,
                               fmt::format("code 5: It uses {} without the resource "
                                           "deepLearningProcessor",
                                           text::visible(word))};
    return std::nullopt;
}

Refused check_compatibility(const About& about, const Rules& rules) {
    const std::string& ours = rules.profile.property("Architecture");
    if (about.architecture != "all" && about.architecture != ours)
        return Refusal{
            Code::incompatible,
            fmt::format("Unsupported acap apptype {} (architecture {})", about.architecture, ours)};
    if (auto refused = check_os_ranges(about, rules.profile)) return refused;
    if (about.needs_dlpu && !rules.profile.dlpu)
        return Refusal{Code::incompatible, "Required resource deepLearningProcessor is missing"};
    return check_declared_dlpu(about, rules.profile.os);
}

// Of what AXIS OS brings along only the ranges are known.
Refused check_bundled(const About& about, const Profile& profile) {
    return about.os_versions.empty() ? std::nullopt : check_os_ranges(about, profile);
}

Refused check_installed(const About& about, const Rules& rules) {
    for (const About& other : rules.installed) {
        if (other.name != about.name && text::lower(other.name) == text::lower(about.name))
            return Refusal{Code::other_case,
                           fmt::format("Application '{}' is already installed", other.name)};
        if (rules.profile.os.vendor_ids && other.name == about.name && !other.vendor_id.empty() &&
            text::lower(other.vendor_id) != text::lower(about.vendor_id))
            return Refusal{Code::other_vendor, "Vendor ID in manifest does not match the vendor ID "
                                               "of the previous version"};
    }
    return std::nullopt;
}

} // namespace

bool version_in_range(const std::string& version, const std::string& min, const std::string& max) {
    const auto ours = DottedVersion::parse_leniently(version);
    return (min.empty() || ours >= DottedVersion::parse_leniently(min)) &&
           (max.empty() || ours < DottedVersion::parse_leniently(max).beyond());
}

Refused refuse_package(const Package& package, const About& about, const Rules& rules) {
    if (about.bundled) return check_bundled(about, rules.profile);
    if (auto refused = check_signature(about, rules)) return refused;
    if (auto refused = check_description(package, about)) return refused;
    if (auto refused = check_schema(package, rules.profile.os)) return refused;
    if (auto refused = check_compatibility(about, rules)) return refused;
    if (!rules.allow_root && (about.user == "root" || about.group == "root"))
        return Refusal{Code::forbidden_user, "code 13: User or group root is not allowed"};
    return check_installed(about, rules);
}

} // namespace acapctl::emulator
