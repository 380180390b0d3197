#include "emulator/state/settings.hpp"

#include "emulator/profile/axis_os.hpp"
#include "emulator/state/state.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

SettingsData parse_settings(std::string_view bytes) {
    const auto document = parse_state(bytes);
    const std::string axis_os = document.value("axisOs", "");
    if (!axis_os.empty() && !text::contains(axis_os_names(), axis_os))
        throw_invalid(fmt::format("'{}' is no AXIS OS of this emulator", text::visible(axis_os)));
    return {.policies = document.value("policies", std::map<std::string, bool>()),
            .enabled = document.at("enabled"),
            .parameters = document.at("parameters"),
            .license_keys = document.value("licenseKeys", std::map<std::string, std::string>()),
            .axis_os = axis_os};
}

Settings::Settings(std::filesystem::path file) : file_(std::move(file)) {
    if (std::filesystem::exists(file_)) data_ = read_state(file_, parse_settings);
}

void Settings::save(SettingsData data) {
    const nlohmann::json document{{"policies", data.policies},
                                  {"licenseKeys", data.license_keys},
                                  {"enabled", data.enabled},
                                  {"parameters", data.parameters},
                                  {"axisOs", data.axis_os}};
    write_file(file_, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
               0600);
    data_ = std::move(data);
}

std::optional<bool> Settings::policy(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = data_.policies.find(name);
    return found == data_.policies.end() ? std::nullopt : std::optional(found->second);
}

void Settings::set_policy(const std::string& name, bool value) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    data.policies[name] = value;
    save(std::move(data));
}

std::string Settings::license_key(const std::string& app) const {
    const std::lock_guard lock(mutex_);
    const auto found = data_.license_keys.find(app);
    return found == data_.license_keys.end() ? std::string() : found->second;
}

void Settings::set_license_key(const std::string& app, const std::string& key) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    if (key.empty())
        data.license_keys.erase(app);
    else
        data.license_keys[app] = key;
    save(std::move(data));
}

std::set<std::string> Settings::enabled() const {
    const std::lock_guard lock(mutex_);
    return data_.enabled;
}

void Settings::set_enabled(const std::string& app, bool enabled) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    const bool changed = enabled ? data.enabled.insert(app).second : data.enabled.erase(app) > 0;
    if (changed) save(std::move(data));
}

std::map<std::string, std::string> Settings::parameters() const {
    const std::lock_guard lock(mutex_);
    return data_.parameters;
}

void Settings::set_parameter(const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    data.parameters[name] = value;
    save(std::move(data));
}

std::string Settings::axis_os() const {
    const std::lock_guard lock(mutex_);
    return data_.axis_os;
}

void Settings::set_axis_os(const std::string& axis_os) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    data.axis_os = axis_os;
    save(std::move(data));
}

void Settings::reset(std::map<std::string, std::string> parameters) {
    const std::lock_guard lock(mutex_);
    save({.parameters = std::move(parameters), .axis_os = data_.axis_os});
}

void Settings::forget(const std::string& app) {
    const std::lock_guard lock(mutex_);
    SettingsData data = data_;
    data.enabled.erase(app);
    data.license_keys.erase(app);
    std::erase_if(data.parameters,
                  [&](const auto& entry) { return entry.first.starts_with(app + "."); });
    save(std::move(data));
}

} // namespace acapctl::emulator
