#pragma once
// What an application shows below /local/<name>/: the entries of httpConfig and reverseProxy, and
// which of them a path belongs to.

#include "acapctl/package.hpp"
#include "emulator/state/accounts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::emulator {

// The words are those of the manifest.
struct WebEntry {
    std::string type{};     // fastCgi, transferCgi, directory, reverseProxy
    std::string path{};     // below /local/<name>/; of a reverseProxy a regular expression
    std::string access{};   // admin, operator, viewer; of a reverseProxy also anonymous
    std::string target{};   // of a reverseProxy
    std::string api_type{}; // of a reverseProxy; may be empty
    bool operator==(const WebEntry&) const = default;
};

// The manifest's entries; cgi.conf speaks where there is no manifest. reverseProxy counts from
// schema 1.5 on.
std::vector<WebEntry> web_entries(const Package& package, const nlohmann::json& manifest);

nlohmann::json to_json(const std::vector<WebEntry>& entries);
std::vector<WebEntry> web_entries_from_json(const nlohmann::json& entries);

// Who may ask; nothing: anybody, without a login. A word that no schema knows is "admin".
std::optional<Role> role_of(const WebEntry& entry);
// The same for the files in html/: administrators, unless a `directory` says otherwise.
std::optional<Role> role_of_files(const std::vector<WebEntry>& entries);

// The entry that answers `path`, written without "/local/<name>/"; null: it names a file. A proxy
// comes before a CGI, and both before files.
const WebEntry* find_entry(const std::vector<WebEntry>& entries, std::string_view path);

bool has_fast_cgi(const std::vector<WebEntry>& entries);

struct Target {
    enum class Protocol { http, websocket, fast_cgi };
    Protocol protocol = Protocol::http;
    std::string socket{};   // a path in the application's world; empty: TCP
    std::uint16_t port = 0; // on the application's loopback
    std::string prefix{};   // stands before the path of the request, without a final '/'
};

// Nothing for a target that is not "unix:/path" or a TCP port of the loopback interface.
std::optional<Target> target_of(const WebEntry& entry);

} // namespace acapctl::emulator
