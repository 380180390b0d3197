#include "emulator/state/web_entry.hpp"

#include "acapctl/error.hpp"
#include "emulator/profile/axis_os.hpp"
#include "manifest/schema/pattern.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

using nlohmann::json;

std::string without_slashes(std::string name) {
    name.erase(0, std::min(name.find_first_not_of('/'), name.size()));
    return name;
}

// "administrator /name fastCgi"; transferCgi has no third word.
std::vector<WebEntry> parse_cgi_conf(std::string_view text) {
    std::vector<WebEntry> entries;
    for (const std::string& line : text::lines(text)) {
        auto words = text::split(line, ' ');
        std::erase(words, "");
        if (words.size() < 2) continue;
        const bool fast = words.size() > 2 && words[2] == "fastCgi";
        entries.push_back({.type = fast ? "fastCgi" : "transferCgi",
                           .path = without_slashes(words[1]),
                           .access = words[0] == "administrator" ? "admin" : words[0]});
    }
    return entries;
}

const json* list_in(const json& manifest, const char* key) {
    const json* node = &manifest;
    for (const char* step : {"acapPackageConf", "configuration", key}) {
        if (!node->is_object() || !node->contains(step)) return nullptr;
        node = &(*node)[step];
    }
    return node->is_array() ? node : nullptr;
}

bool knows_proxies(const std::string& schema) {
    return DottedVersion::parse_leniently(schema) >= DottedVersion{1, 5};
}

// What is not a whole path is no match: an entry "api" is not asked for "api.html".
bool matches(const WebEntry& entry, std::string_view path) {
    if (entry.type == "directory" || entry.path.empty()) return false;
    if (entry.type != "reverseProxy")
        return path.starts_with(entry.path) &&
               (path.size() == entry.path.size() || path[entry.path.size()] == '/');
    try {
        return manifest::Pattern("\\A(?:" + entry.path + ")(?:/|\\z)").found_in(path);
    } catch (const Error&) {
        return false; // the schema lets through what is no regular expression
    }
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

} // namespace

std::vector<WebEntry> web_entries(const Package& package, const json& manifest) {
    if (!manifest.is_object())
        return package.cgi_conf ? parse_cgi_conf(*package.cgi_conf) : std::vector<WebEntry>();
    std::vector<WebEntry> entries;
    if (const json* configured = list_in(manifest, "httpConfig"))
        for (const json& entry : *configured)
            if (entry.is_object())
                entries.push_back({.type = string_at(entry, "type"),
                                   .path = without_slashes(string_at(entry, "name")),
                                   .access = string_at(entry, "access")});
    const json* proxies = list_in(manifest, "reverseProxy");
    if (proxies == nullptr || !knows_proxies(package.schema_version)) return entries;
    for (const json& entry : *proxies)
        if (entry.is_object())
            entries.push_back({.type = "reverseProxy",
                               .path = string_at(entry, "apiPath"),
                               .access = string_at(entry, "access"),
                               .target = string_at(entry, "target"),
                               .api_type = string_at(entry, "apiType")});
    return entries;
}

json to_json(const std::vector<WebEntry>& entries) {
    json list = json::array();
    for (const WebEntry& entry : entries)
        list.push_back({entry.type, entry.path, entry.access, entry.target, entry.api_type});
    return list;
}

std::vector<WebEntry> web_entries_from_json(const json& entries) {
    std::vector<WebEntry> list;
    for (const json& entry : entries)
        list.push_back({.type = entry.at(0),
                        .path = entry.at(1),
                        .access = entry.at(2),
                        .target = entry.at(3),
                        .api_type = entry.at(4)});
    return list;
}

std::optional<Role> role_of(const WebEntry& entry) {
    if (entry.access == "anonymous" && entry.type == "reverseProxy") return std::nullopt;
    if (entry.access == "viewer") return Role::view;
    return entry.access == "operator" ? Role::operate : Role::administer;
}

std::optional<Role> role_of_files(const std::vector<WebEntry>& entries) {
    const auto found = std::ranges::find(entries, "directory", &WebEntry::type);
    return found == entries.end() ? Role::administer : role_of(*found);
}

const WebEntry* find_entry(const std::vector<WebEntry>& entries, std::string_view path) {
    const WebEntry* best = nullptr;
    for (const WebEntry& entry : entries) {
        if (!matches(entry, path)) continue;
        if (entry.type == "reverseProxy") return &entry;
        if (best == nullptr) best = &entry;
    }
    return best;
}

bool has_fast_cgi(const std::vector<WebEntry>& entries) {
    return std::ranges::count(entries, "fastCgi", &WebEntry::type) > 0;
}

std::optional<Target> target_of(const WebEntry& entry) {
    using Protocol = Target::Protocol;
    const auto protocol = [](std::string_view name) {
        if (name == "ws") return Protocol::websocket;
        return name == "fcgi" ? Protocol::fast_cgi : Protocol::http;
    };
    const std::string_view target = entry.target;
    if (target.starts_with("unix:/"))
        return Target{.protocol = protocol(entry.api_type), .socket = entry.target.substr(5)};
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::string_view rest = target.substr(scheme + 3);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view authority = rest.substr(0, slash);
    const std::size_t colon = authority.rfind(':');
    const std::string_view host = authority.substr(0, colon);
    if (!is_loopback(host)) return std::nullopt;
    std::uint64_t port = 80;
    if (colon != std::string_view::npos)
        port = text::parse_unsigned(authority.substr(colon + 1)).value_or(0);
    if (port == 0 || port > 65535) return std::nullopt;
    std::string prefix(rest.substr(slash));
    while (prefix.ends_with('/')) prefix.pop_back();
    return Target{.protocol = protocol(target.substr(0, scheme)),
                  .port = static_cast<std::uint16_t>(port),
                  .prefix = std::move(prefix)};
}

} // namespace acapctl::emulator
