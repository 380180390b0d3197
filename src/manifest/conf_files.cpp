#include "manifest/conf_files.hpp"

#include "manifest/manifest.hpp"

#include <fmt/format.h>

namespace acapctl {

std::string write_param_conf(const Manifest& manifest) {
    std::string text;
    for (const ParamConfig& param : manifest.params) {
        if (param.type.empty())
            text += fmt::format("{}={}\n", param.name, param.default_value);
        else
            text +=
                fmt::format("{}=\"{}\" type=\"{}\"\n", param.name, param.default_value, param.type);
    }
    return text;
}

std::optional<std::string> write_cgi_conf(const Manifest& manifest) {
    if (manifest.http.empty()) return std::nullopt;
    std::string text;
    for (const HttpConfig& entry : manifest.http) {
        if (entry.type == "directory") continue;
        std::string_view name = entry.name;
        while (name.starts_with('/')) name.remove_prefix(1);
        text += fmt::format("{} /{}{}\n", entry.access == "admin" ? "administrator" : entry.access,
                            name, entry.type == "fastCgi" ? " fastCgi" : "");
    }
    return text;
}

} // namespace acapctl
