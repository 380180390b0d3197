#include "emulator/profile/axis_os.hpp"

#include "support/json.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view emulator_axis_os;
extern const std::string_view emulator_apis;
} // namespace acapctl::data

namespace acapctl::emulator {

namespace {

using nlohmann::json;

json version_rows() {
    return json::parse(data::emulator_axis_os).at("versions");
}

Login login_of(const std::string& word) {
    if (word == "digest") return Login::digest;
    return word == "basic" ? Login::basic : Login::none;
}

AxisOs::Port port_of(const json& row, const char* port) {
    AxisOs::Port result{.login = login_of(row.at("login").at(port)),
                        .headers = row.at("headers").at(port).get<Headers>()};
    if (row.contains("fipsLogin")) result.fips_login = login_of(row["fipsLogin"].at(port));
    return result;
}

AxisOs::PostInstall post_install_of(const json& row) {
    return {.seconds = row.at("seconds"),
            .abort_status = row.at("abortStatus"),
            .failure_aborts = row.at("failureAborts"),
            .shell_only = row.at("shellOnly")};
}

void read_rules(AxisOs& os, const json& row) {
    for (const auto& [name, policy] : row.at("policies").items())
        os.policies[name] = {.value = policy.at("value"), .settable = policy.at("settable")};
    os.config_error = row.at("configError");
    for (const auto& [major, newest] : row.at("schemas").items())
        os.schemas[static_cast<unsigned>(std::stoul(major))] = newest.get<std::string>();
    os.newer_schemas = row.at("newerSchemas");
    os.without_manifest = row.at("withoutManifest");
    os.os_ranges = row.at("osRanges");
    os.os_ranges_required = row.at("osRangesRequired");
    os.vendor_ids = row.at("vendorIds");
    os.post_install = post_install_of(row.at("postInstall"));
    os.dlpu_words = row.at("dlpuWords");
    os.https_only_after_default = row.at("httpsOnlyAfterDefault");
    os.first_user = string_at(row, "firstUser");
    os.setup_header = row.at("setupHeader");
    os.wrong_role = row.at("wrongRole");
    if (row.contains("throttling"))
        os.throttling = AxisOs::Throttling{.failures = row["throttling"].at("failures"),
                                           .seconds = row["throttling"].at("seconds"),
                                           .block = row["throttling"].at("block")};
}

AxisOs axis_os_of(const json& row) {
    AxisOs os{.name = row.at("name"),
              .version = row.at("version"),
              .build_date = row.at("buildDate"),
              .kernel = row.at("kernel"),
              .web_url = row.at("webUrl"),
              .http = port_of(row, "http"),
              .https = port_of(row, "https"),
              .list_attributes = row.at("list").at("attributes"),
              .list_children = row.at("list").at("children"),
              .list_license_name = string_at(row.at("list"), "licenseName"),
              .sdk_attributes = row.at("info").at("attributes"),
              .systemready_version = row.at("systemready").at("version"),
              .systemready_fields = row.at("systemready").at("fields"),
              .firmware_management = row.at("firmwareManagement"),
              .larod = row.at("larod"),
              .device_info_open = row.at("deviceInfoOpen"),
              .api_discovery_open = row.at("apiDiscoveryOpen"),
              .groups = row.at("groups"),
              .legacy_paths = row.at("legacyPaths"),
              .log_options = row.at("logOptions"),
              .writable_package = row.at("writablePackage"),
              .parameters = row.at("parameters"),
              .without_parameters = row.at("withoutParameters")};
    for (const json& sdk : row.at("info").at("sdks"))
        os.sdks.push_back({.name = sdk.at("name"), .version = string_at(sdk, "version")});
    read_rules(os, row);
    return os;
}

} // namespace

std::vector<std::string> axis_os_names() {
    std::vector<std::string> names;
    for (const json& row : version_rows()) names.push_back(row.at("name"));
    return names;
}

std::optional<AxisOs> load_axis_os(std::string_view name, bool strict) {
    const json document = json::parse(data::emulator_axis_os);
    json row = json::object();
    for (const json& change : document.at("versions")) {
        row.merge_patch(change);
        if (row.at("name") != name) continue;
        if (strict) row.merge_patch(json(row.at("strict")));
        AxisOs os = axis_os_of(row);
        os.property_order = document.at("properties").get<std::vector<std::string>>();
        return os;
    }
    return std::nullopt;
}

std::vector<Api> apis_of(std::string_view axis_os) {
    const auto ours = DottedVersion::parse_leniently(axis_os);
    const json document = json::parse(data::emulator_apis);
    std::vector<Api> apis;
    for (const json& row : document.at("apis")) {
        DottedVersion best;
        Api api{.id = row.at(0), .name = row.at(1)};
        for (const auto& [since, version] : row.at(3).items()) {
            const auto from = DottedVersion::parse_leniently(since);
            if (from > ours || from < best) continue;
            best = from;
            api.version = version.is_string() ? version.get<std::string>() : "";
        }
        if (row.at(2).is_string()) api.status = row[2].get<std::string>();
        if (!api.version.empty()) apis.push_back(std::move(api));
    }
    return apis;
}

} // namespace acapctl::emulator
