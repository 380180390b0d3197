#include "emulator/settings.hpp"

#include "support/files.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

Settings::Settings(std::filesystem::path file) : file_(std::move(file)) {
    if (!std::filesystem::exists(file_)) return;
    const auto document = nlohmann::json::parse(read_file(file_));
    policies_ = document.value("policies", std::map<std::string, bool>());
    license_keys_ = document.value("licenseKeys", std::map<std::string, std::string>());
    enabled_ = document.at("enabled");
    parameters_ = document.at("parameters");
}

void Settings::save() const {
    const nlohmann::json document{{"policies", policies_},
                                  {"licenseKeys", license_keys_},
                                  {"enabled", enabled_},
                                  {"parameters", parameters_}};
    write_file(file_, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
               0600);
}

std::optional<bool> Settings::policy(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = policies_.find(name);
    return found == policies_.end() ? std::nullopt : std::optional(found->second);
}

void Settings::set_policy(const std::string& name, bool value) {
    const std::lock_guard lock(mutex_);
    policies_[name] = value;
    save();
}

std::string Settings::license_key(const std::string& app) const {
    const std::lock_guard lock(mutex_);
    const auto found = license_keys_.find(app);
    return found == license_keys_.end() ? std::string() : found->second;
}

void Settings::set_license_key(const std::string& app, const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (key.empty())
        license_keys_.erase(app);
    else
        license_keys_[app] = key;
    save();
}

std::set<std::string> Settings::enabled() const {
    const std::lock_guard lock(mutex_);
    return enabled_;
}

void Settings::set_enabled(const std::string& app, bool enabled) {
    const std::lock_guard lock(mutex_);
    const bool changed = enabled ? enabled_.insert(app).second : enabled_.erase(app) > 0;
    if (changed) save();
}

std::map<std::string, std::string> Settings::parameters() const {
    const std::lock_guard lock(mutex_);
    return parameters_;
}

void Settings::set_parameter(const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    parameters_[name] = value;
    save();
}

void Settings::forget_parameters(const std::string& prefix) {
    const std::lock_guard lock(mutex_);
    if (std::erase_if(parameters_,
                      [&](const auto& entry) { return entry.first.starts_with(prefix); }) > 0)
        save();
}

} // namespace acapctl::emulator
