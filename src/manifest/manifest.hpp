#pragma once
// The manifest as the packer and the checks see it: typed, each wrong type an error with its line
// and column. Which values are allowed is the schema's business, not this header's.

#include "manifest/document.hpp"
#include "support/version.hpp"

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

} // namespace acapctl
