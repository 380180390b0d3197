#pragma once
// What a device keeps about an installed application.

#include "acapctl/package.hpp"
#include "emulator/state/web_entry.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::emulator {

struct Parameter {
    std::string name{};
    std::string value{}; // the default
    std::string type{};  // of the axparameter grammar; may be empty
};

struct About {
    std::string name{};
    std::string nice_name{};
    std::string vendor{};
    std::string version{};
    std::string architecture{};
    std::string app_id{};       // may be empty
    std::string vendor_id{};    // schema 2; may be empty
    std::string license{};      // as list.cgi says it, without a key
    std::string license_name{}; // may be empty
    std::string settings_page{};
    std::string vendor_url{};
    std::string user{};
    std::string group{};
    std::string run_mode = "never";
    std::string options{};
    std::string post_install{};
    std::string pre_uninstall{};
    bool is_signed = false;
    bool bundled = false; // came with AXIS OS; there is nothing of it but this
    bool uses_dlpu = false;
    bool needs_dlpu = false;
    std::vector<std::pair<std::string, std::string>> os_versions{}; // min, max; may be empty each
    std::vector<Parameter> parameters{};
    std::vector<WebEntry> web{};
    std::uint64_t size = 0; // unpacked, bytes
};

// Never throws for a package that read_package() accepted.
About about_package(const Package& package);

// What may be the name of an application, and of its directory.
bool is_application_name(std::string_view name);

// What the bytes of a description file say; throws a std::exception for a damaged one.
About parse_about(std::string_view bytes);

nlohmann::json to_json(const About& about);
About about_from_json(const nlohmann::json& document);

// The lines of param.conf: Name="default" type="type", or Name=default.
std::vector<Parameter> parse_param_conf(std::string_view text);

} // namespace acapctl::emulator
