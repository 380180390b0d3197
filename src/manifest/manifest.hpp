#pragma once
// The manifest as the packer and the checks see it: typed, each wrong type an error with its line
// and column. Which values are allowed is the schema's business, not this header's.

#include "manifest/document.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct ParamConfig {
    std::string name, default_value, type;
};

struct HttpConfig {
    std::string type, name, access; // transferCgi, fastCgi or directory; name and access then free
};

// As semver.org has it; what follows a '-' or '+' is kept as text.
struct SemanticVersion {
    std::uint64_t major = 1, minor = 0, patch = 0;
    std::string rest{}; // "-alpha+7" or empty
};
std::optional<SemanticVersion> parse_semantic_version(std::string_view text);

struct Manifest {
    using Text = std::optional<std::string>;

    std::string schema_version;
    std::string app_name;
    Text friendly_name{}, app_id{}, vendor{}, vendor_url{}, version{}, architecture{};
    Text run_mode{}, run_options{}, embedded_sdk_version{}, user{}, group{};
    Text license_method{}, license_options{}; // copyProtection
    Text setting_page{}, post_install_script{}, pre_uninstall_script{};
    std::vector<ParamConfig> params{};
    std::vector<HttpConfig> http{};
    SemanticVersion numbers{}; // of `version`; 1.0.0 without one

    const std::string& display_name() const { return friendly_name ? *friendly_name : app_name; }
};

// Throws invalid_input, code "invalid-manifest": "manifest.json:12:5: ...".
Manifest read_manifest(const JsonDocument& document);

// The leading numbers of a schema version or an AXIS OS version, missing ones zero: "1.3" and
// "1.3.0" are equal. Nothing if the text is something else.
std::optional<std::array<std::uint64_t, 3>> parse_numbers(std::string_view text);

} // namespace acapctl
