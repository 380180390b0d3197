#include "emulator/parameters.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// A group covers what is below it; "*" stands for one component.
bool covers(const std::vector<std::string>& group, const std::string& name) {
    const auto parts = text::split(name, '.');
    if (group.size() > parts.size()) return false;
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i] != "*" && group[i] != parts[i]) return false;
    return true;
}

void add_properties(ParameterTree& tree, const Profile& profile) {
    const auto add = [&](std::string name, std::string value) {
        tree[std::move(name)].value = std::move(value);
    };
    for (const char* name :
         {"Brand", "ProdFullName", "ProdNbr", "ProdShortName", "ProdType", "ProdVariant", "WebURL"})
        add(fmt::format("Brand.{}", name), profile.property(name));
    add("Properties.API.HTTP.AdminPath", "/index.html");
    add("Properties.API.HTTP.Version", "3");
    add("Properties.ApiDiscovery.ApiDiscovery", "yes");
    add("Properties.EmbeddedDevelopment.CacheSize", "84934656");
    add("Properties.EmbeddedDevelopment.DefaultCacheSize", "100663296");
    add("Properties.EmbeddedDevelopment.EmbeddedDevelopment", "yes");
    add("Properties.EmbeddedDevelopment.RuleEngine.MultiConfiguration", "yes");
    add("Properties.EmbeddedDevelopment.Version", "2.18");
    add("Properties.Firmware.BuildDate", profile.property("BuildDate"));
    add("Properties.Firmware.BuildNumber", "1");
    add("Properties.Firmware.Version", profile.property("Version"));
    add("Properties.FirmwareManagement.Version", "1.4");
    add("Properties.HTTPS.HTTPS", "yes");
    add("Properties.PackageManager.FormatListing", "yes");
    add("Properties.PackageManager.LicenseKeyManagement", "yes");
    add("Properties.PackageManager.PackageManager", "yes");
    add("Properties.System.Architecture", profile.property("Architecture"));
    add("Properties.System.HardwareID", profile.property("HardwareID"));
    add("Properties.System.Language", "");
    add("Properties.System.LanguageType", "");
    add("Properties.System.SerialNumber", profile.mac);
    add("Properties.System.Soc", profile.property("Soc"));
    add("Network.HTTP.AuthenticationPolicy", "recommended");
    add("Network.SSH.Enabled", "no");
}

} // namespace

ParameterTree parameter_tree(const Profile& profile, const std::vector<About>& applications,
                             const std::map<std::string, std::string>& changed) {
    ParameterTree tree;
    add_properties(tree, profile);
    for (const About& about : applications)
        for (const Parameter& parameter : about.parameters)
            tree[fmt::format("{}.{}", about.name, parameter.name)] = {
                .value = parameter.value,
                .writable = parameter.type.find("readonly") == std::string::npos,
                .readable = parameter.type.find("password") == std::string::npos};
    for (const auto& [name, value] : changed)
        if (const auto known = tree.find(name); known != tree.end()) known->second.value = value;
    return tree;
}

std::string list_group(const ParameterTree& tree, std::string_view group) {
    const bool rooted = group == "root" || group.starts_with("root.");
    auto parts = text::split(group, '.');
    if (rooted) parts.erase(parts.begin());
    if (!parts.empty() && parts.back().empty()) parts.pop_back();
    std::string lines;
    for (const auto& [name, parameter] : tree)
        if (parameter.readable && covers(parts, name))
            lines += fmt::format("{}{}={}\n", rooted ? "root." : "", name, parameter.value);
    return lines;
}

} // namespace acapctl::emulator
