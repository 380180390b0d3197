#include "emulator/settings.hpp"

#include "support/files.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

Settings::Settings(std::filesystem::path file) : file_(std::move(file)) {
    if (!std::filesystem::exists(file_)) return;
    const auto document = nlohmann::json::parse(read_file(file_));
    allow_unsigned_ = document.at("allowUnsigned");
    enabled_ = document.at("enabled");
    parameters_ = document.at("parameters");
}

void Settings::save() const {
    const nlohmann::json document{
        {"allowUnsigned", allow_unsigned_}, {"enabled", enabled_}, {"parameters", parameters_}};
    write_file(file_, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
               0600);
}

bool Settings::allow_unsigned() const {
    const std::lock_guard lock(mutex_);
    return allow_unsigned_;
}

void Settings::set_allow_unsigned(bool allow) {
    const std::lock_guard lock(mutex_);
    allow_unsigned_ = allow;
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
