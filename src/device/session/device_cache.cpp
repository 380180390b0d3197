#include "device/session/device_cache.hpp"

#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::device {

using nlohmann::json;
using std::chrono::seconds;
using std::chrono::system_clock;

namespace {

constexpr int entry_format = 1;
constexpr std::uint64_t largest_entry = 256U << 10U;
constexpr std::int64_t latest = 4'102'444'800; // the year 2100; nanoseconds of it still fit

bool is_fresh(DeviceCache::Time at, DeviceCache::Time now) {
    return at <= now && now - at <= DeviceCache::lifetime;
}

} // namespace

DeviceCache::DeviceCache(const std::filesystem::path& directory, const Target& target)
    : directory_(directory),
      key_(fmt::format("{}://{}:{} {}", target.tls ? "https" : "http", text::lower(target.host),
                       target.port, target.user.empty() ? "root" : target.user)) {}

std::filesystem::path DeviceCache::file(const char* kind) const {
    return directory_ / fmt::format("{}.{}.json", sha256(key_).substr(0, 24), kind);
}

// The key inside tells two devices apart whose names collide, and a file copied from elsewhere.
std::optional<std::pair<json, DeviceCache::Time>> DeviceCache::read(const char* kind) const {
    if (directory_.empty()) return std::nullopt;
    try {
        const auto text = read_private_file(file(kind), Privacy::ours, largest_entry);
        if (!text) return std::nullopt;
        const json document = parse_foreign(*text);
        if (document.at("format") != entry_format || document.at("device") != key_)
            return std::nullopt;
        const auto at = document.at("at").get<std::int64_t>();
        if (at < 0 || at > latest) return std::nullopt;
        return std::pair(document.at("value"), Time(seconds(at)));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void DeviceCache::write(const char* kind, const json& value, Time now) const {
    if (directory_.empty()) return;
    try {
        make_private_directory(directory_);
        const json document{
            {"format", entry_format},
            {"device", key_},
            {"at", std::chrono::duration_cast<seconds>(now.time_since_epoch()).count()},
            {"value", value}};
        write_file(file(kind), document.dump(-1, ' ', false, json::error_handler_t::replace), 0600);
    } catch (const std::exception&) { // a cache that cannot be written is not missed
    }
}

std::optional<Settled> DeviceCache::settled(Time now) const {
    const auto known = read("login");
    if (!known || !is_fresh(known->second, now)) return std::nullopt;
    try {
        const json& value = known->first;
        const auto scheme = value.at("scheme").get<std::string>();
        Settled settled;
        if (scheme != "digest" && scheme != "basic") return std::nullopt;
        settled.scheme = scheme == "digest" ? Scheme::digest : Scheme::basic;
        if (const auto port = value.at("httpsPort"); !port.is_null()) {
            const auto number = port.get<std::int64_t>();
            if (number < 1 || number > 65535) return std::nullopt;
            settled.https_port = static_cast<std::uint16_t>(number);
        }
        return settled;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

void DeviceCache::remember_settled(const Settled& settled, Time now) const {
    write("login",
          {{"scheme", settled.scheme == Scheme::basic ? "basic" : "digest"},
           {"httpsPort", settled.https_port ? json(*settled.https_port) : json(nullptr)}},
          now);
}

void DeviceCache::forget_settled() const {
    if (directory_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove(file("login"), ignored);
}

std::string DeviceCache::serial(Time now) const {
    const auto known = read("serial");
    const bool usable = known && known->first.is_string() && is_fresh(known->second, now);
    return usable ? known->first.get<std::string>() : "";
}

void DeviceCache::remember_serial(const std::string& serial, Time now) const {
    write("serial", serial, now);
}

std::optional<std::pair<json, DeviceCache::Time>> DeviceCache::facts() const {
    return read("facts");
}

void DeviceCache::remember_facts(const json& facts, Time now) const {
    write("facts", facts, now);
}

std::optional<std::pair<json, DeviceCache::Time>> DeviceCache::applications() const {
    return read("applications");
}

// A deploy lists them many times: what is remembered already is not written again at once.
void DeviceCache::remember_applications(const json& names, Time now) const {
    const auto known = read("applications");
    const bool same = known && known->first == names && known->second <= now &&
                      now - known->second < std::chrono::minutes(1);
    if (!same) write("applications", names, now);
}

std::optional<std::pair<json, DeviceCache::Time>> DeviceCache::description() const {
    return read("description");
}

void DeviceCache::remember_description(const json& description, Time now) const {
    write("description", description, now);
}

} // namespace acapctl::device
