#pragma once
// How a version of AXIS OS behaves: a row of data/axis-os.json, whose comment explains each field.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::emulator {

enum class Login { none, digest, basic };

using Headers = std::vector<std::pair<std::string, std::string>>;

struct AxisOs {
    struct Port {
        Login login = Login::none;
        std::optional<Login> fips_login{}; // none: there is no FIPS mode
        Headers headers{};
    };
    struct Policy {
        bool value = false;
        bool settable = false;
    };
    struct Sdk {
        std::string name{};
        std::string version{}; // may be empty
    };
    // Of an installation's script.
    struct PostInstall {
        unsigned seconds = 60;       // it may take
        int abort_status = 0;        // undoes the installation; 0: none does
        bool failure_aborts = false; // any status but 0 does
        bool shell_only = false;     // it must be executable and begin with #!/bin/sh

        bool aborts(int status) const {
            return status != 0 && (failure_aborts || status == abort_status);
        }
    };
    struct Throttling {
        unsigned failures = 0; // within
        unsigned seconds = 0;  // are answered with 403 for
        unsigned block = 0;    // seconds
    };

    std::string name{};    // "12.11"
    std::string version{}; // "12.11.77"
    std::string build_date{};
    std::string kernel{};
    std::string web_url{};
    Port http{};
    Port https{};
    std::map<std::string, Policy, std::less<>> policies{};
    int config_error = 400;
    std::vector<std::string> list_attributes{};
    bool list_children = false;
    std::string list_license_name{}; // empty: the package's own
    std::vector<Sdk> sdks{};         // of info.cgi
    bool sdk_attributes = false;     // named by an attribute, not by a text
    std::string systemready_version{};
    std::vector<std::string> systemready_fields{};
    std::string firmware_management{}; // its API version
    std::string larod{};               // version of liblarod
    bool device_info_open = false;
    bool api_discovery_open = false;           // without a login
    std::map<unsigned, std::string> schemas{}; // the newest of each major version
    bool newer_schemas = false;                // of the same major version are accepted, too
    bool without_manifest = false;
    bool os_ranges = false;
    bool os_ranges_required = false;
    PostInstall post_install{};
    std::vector<std::string> dlpu_words{}; // in names of larod devices whose use is to be declared
    bool https_only_after_default = false;
    bool vendor_ids = false;
    std::optional<Throttling> throttling{};
    std::string first_user{}; // empty: any
    bool setup_header = false;
    int wrong_role = 401;
    std::vector<std::string> groups{};
    bool legacy_paths = false;
    bool log_options = false;                        // of systemlog.cgi: tail, title
    bool writable_package = false;                   // for the application itself
    std::map<std::string, std::string> parameters{}; // that differ
    std::vector<std::string> without_parameters{};   // groups
    std::vector<std::string> property_order{};       // of basicdeviceinfo.cgi

    const Port& port(bool tls) const { return tls ? https : http; }
    const Policy& policy(std::string_view policy_name) const {
        return policies.find(policy_name)->second;
    }
};

std::vector<std::string> axis_os_names(); // in ascending order

// Nothing for a version that has no row. `strict`: it refuses what its documents do not promise.
std::optional<AxisOs> load_axis_os(std::string_view name, bool strict = false);

struct Api {
    std::string id{};
    std::string name{};
    std::string version{};
    std::string status{}; // empty: none is said
};

// What apidiscovery.cgi lists on this version of AXIS OS.
std::vector<Api> apis_of(std::string_view axis_os);

} // namespace acapctl::emulator
