#include "emulator/state/about.hpp"

#include "acapctl/error.hpp"
#include "emulator/state/state.hpp"
#include "support/ascii.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

using nlohmann::json;

const json* at_path(const json& root, std::string_view path) {
    const json* node = &root;
    for (const std::string& key : text::split(path, '.')) {
        if (!node->is_object() || !node->contains(key)) return nullptr;
        node = &(*node)[key];
    }
    return node;
}

std::string text_at(const json& root, std::string_view path, std::string fallback = {}) {
    const json* node = at_path(root, path);
    return node != nullptr && node->is_string() ? node->get<std::string>() : fallback;
}

bool true_at(const json& root, std::string_view path) {
    const json* node = at_path(root, path);
    return node != nullptr && node->is_boolean() && node->get<bool>();
}

// The address in <a href="ADDRESS" ...>, or the whole if there is no tag.
std::string link_address(const std::string& html) {
    const std::size_t start = html.find("href=\"");
    if (start == std::string::npos) return html.find('<') == std::string::npos ? html : "";
    const std::size_t end = html.find('"', start + 6);
    return html.substr(start + 6, end == std::string::npos ? end : end - start - 6);
}

std::string license_state(const std::string& page) {
    const std::string method = text::lower(page);
    if (method == "axis") return "Missing"; // no key is installed with the package
    return method == "custom" ? "Custom" : "None";
}

void read_conf(About& about, const Package& package) {
    about.app_id = package.conf_value("APPID");
    about.license = license_state(package.conf_value("LICENSEPAGE"));
    about.license_name = package.conf_value("LICENSENAME");
    about.settings_page = package.conf_value("SETTINGSPAGEFILE");
    about.vendor_url = link_address(package.conf_value("VENDORHOMEPAGELINK"));
    about.user = package.conf_value("APPUSR");
    about.group = package.conf_value("APPGRP");
    about.options = package.conf_value("APPOPTS");
    about.post_install = package.conf_value("POSTINSTALLSCRIPT");
    if (const std::string mode = package.conf_value("STARTMODE"); !mode.empty())
        about.run_mode = mode;
}

void read_manifest(About& about, const json& manifest) {
    const std::string conf = "acapPackageConf.";
    about.vendor_id = text_at(manifest, conf + "setup.vendorId");
    about.user = text_at(manifest, conf + "setup.user.username", about.user);
    about.group = text_at(manifest, conf + "setup.user.group", about.group);
    about.pre_uninstall = text_at(manifest, conf + "uninstallation.preUninstallScript");
    about.vendor_url = text_at(manifest, conf + "setup.vendorUrl", about.vendor_url);
    about.run_mode = text_at(manifest, conf + "setup.runMode", about.run_mode);
    about.uses_dlpu = true_at(manifest, "resources.deepLearningProcessor.enabled");
    about.needs_dlpu =
        about.uses_dlpu && true_at(manifest, "resources.deepLearningProcessor.required");
    const json* ranges = at_path(manifest, conf + "setup.compatibleOsVersions");
    if (ranges == nullptr || !ranges->is_array()) return;
    for (const json& range : *ranges)
        about.os_versions.emplace_back(string_at(range, "min"), string_at(range, "max"));
}

} // namespace

std::vector<Parameter> parse_param_conf(std::string_view text) {
    std::vector<Parameter> parameters;
    for (const std::string& line : text::lines(text)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos) continue;
        Parameter parameter{.name = std::string(text::trim(line.substr(0, equals)))};
        std::string rest(text::trim(line.substr(equals + 1)));
        // The type is searched from the end: a default may hold quotes and blanks.
        const std::size_t type = rest.rfind(" type=\"");
        if (type != std::string::npos && rest.ends_with('"')) {
            parameter.type = rest.substr(type + 7, rest.size() - type - 8);
            rest = text::trim(rest.substr(0, type));
        }
        if (rest.size() >= 2 && rest.starts_with('"') && rest.ends_with('"'))
            rest = rest.substr(1, rest.size() - 2);
        parameter.value = rest;
        if (!parameter.name.empty()) parameters.push_back(std::move(parameter));
    }
    return parameters;
}

About about_package(const Package& package) {
    About about{.name = package.app_name,
                .nice_name = package.friendly_name,
                .vendor = package.vendor,
                .version = package.version,
                .architecture = package.architecture,
                .is_signed = package.is_signed()};
    read_conf(about, package);
    json manifest;
    if (package.manifest) manifest = parse_foreign(*package.manifest);
    if (manifest.is_object()) read_manifest(about, manifest);
    about.web = web_entries(package, manifest);
    if (package.param_conf) about.parameters = parse_param_conf(*package.param_conf);
    for (const Member& member : package.members) about.size += member.size;
    return about;
}

bool is_application_name(std::string_view name) {
    return !name.empty() && !name.starts_with('.') && ascii::is_made_of(name, "_-.");
}

About parse_about(std::string_view bytes) {
    About about = about_from_json(parse_state(bytes));
    if (!is_application_name(about.name)) throw_invalid("it names no application");
    return about;
}

json to_json(const About& about) {
    json parameters = json::array();
    for (const Parameter& parameter : about.parameters)
        parameters.push_back({parameter.name, parameter.value, parameter.type});
    return {{"name", about.name},
            {"niceName", about.nice_name},
            {"vendor", about.vendor},
            {"version", about.version},
            {"architecture", about.architecture},
            {"appId", about.app_id},
            {"vendorId", about.vendor_id},
            {"license", about.license},
            {"licenseName", about.license_name},
            {"settingsPage", about.settings_page},
            {"vendorUrl", about.vendor_url},
            {"user", about.user},
            {"group", about.group},
            {"runMode", about.run_mode},
            {"options", about.options},
            {"postInstall", about.post_install},
            {"preUninstall", about.pre_uninstall},
            {"signed", about.is_signed},
            {"usesDlpu", about.uses_dlpu},
            {"needsDlpu", about.needs_dlpu},
            {"osVersions", about.os_versions},
            {"parameters", parameters},
            {"web", to_json(about.web)},
            {"size", about.size}};
}

About about_from_json(const json& document) {
    About about{.name = document.at("name"),
                .nice_name = document.at("niceName"),
                .vendor = document.at("vendor"),
                .version = document.at("version"),
                .architecture = document.at("architecture"),
                .app_id = document.at("appId"),
                .vendor_id = document.at("vendorId"),
                .license = document.at("license"),
                .license_name = document.value("licenseName", ""),
                .settings_page = document.at("settingsPage"),
                .vendor_url = document.at("vendorUrl"),
                .user = document.at("user"),
                .group = document.at("group"),
                .run_mode = document.at("runMode"),
                .options = document.at("options"),
                .post_install = document.at("postInstall"),
                .pre_uninstall = document.at("preUninstall"),
                .is_signed = document.at("signed"),
                .uses_dlpu = document.at("usesDlpu"),
                .needs_dlpu = document.at("needsDlpu"),
                .os_versions = document.at("osVersions"),
                .web = web_entries_from_json(document.value("web", json::array())),
                .size = document.at("size")};
    for (const json& parameter : document.at("parameters"))
        about.parameters.push_back(
            {.name = parameter.at(0), .value = parameter.at(1), .type = parameter.at(2)});
    return about;
}

} // namespace acapctl::emulator
