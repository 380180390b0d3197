#include "probe/cache.hpp"

#include "probe/report_reader.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/private_files.hpp"
#include "support/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;
using std::chrono::seconds;

namespace {

constexpr int entry_format = 1;
constexpr std::uint64_t largest_entry = 1U << 20U;
constexpr std::int64_t latest = 4'102'444'800; // the year 2100; nanoseconds of it still fit

// Empty: it cannot be told whose a record is.
std::string key_of(const device::Identity& device, const std::string& axis_os) {
    if (!device.may_be_filed() || axis_os.empty()) return {};
    return device.serial + " " + axis_os + " " + device.known_as;
}

} // namespace

std::filesystem::path Cache::default_directory() {
    return cache_directory() / "probes";
}

std::filesystem::path Cache::file(const std::string& key) const {
    return directory_ / (sha256(key).substr(0, 24) + ".json");
}

void Cache::remember(const device::Identity& device, const std::string& axis_os, const json& report,
                     Time at) const {
    const std::string key = key_of(device, axis_os);
    if (directory_.empty() || key.empty()) return;
    try {
        make_private_directory(directory_);
        const json document{
            {"format", entry_format},
            {"device", key},
            {"at", std::chrono::duration_cast<seconds>(at.time_since_epoch()).count()},
            {"report", report}};
        write_file(file(key), document.dump(-1, ' ', false, json::error_handler_t::replace), 0600);
    } catch (const std::exception&) { // a cache that cannot be written is not missed
    }
}

// The key inside tells a file copied from elsewhere.
std::optional<Cache::Entry> Cache::find(const device::Identity& device,
                                        const std::string& axis_os) const {
    const std::string key = key_of(device, axis_os);
    if (directory_.empty() || key.empty()) return std::nullopt;
    try {
        const auto text = read_private_file(file(key), Privacy::ours, largest_entry);
        if (!text) return std::nullopt;
        const json document = parse_foreign(*text);
        const auto at = document.at("at").get<std::int64_t>();
        if (document.at("format") != entry_format || at < 0 || at > latest ||
            document.at("device") != key)
            return std::nullopt;
        return Entry{read_report(document.at("report")).report, Time(seconds(at))};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::optional<sdk::Measured> measured(const Cache::Entry& entry, Cache::Time now) {
    const json& larod = at_path(entry.report, "larod");
    sdk::Measured found{
        .when =
            "probed " + ago_text(std::chrono::duration_cast<std::chrono::minutes>(now - entry.at)),
        .glibc = string_at(entry.report, "glibc")};
    const auto names = larod_devices(larod);
    if (tells_larod(larod)) found.larod_devices = names;
    found.dlpu = has_dlpu(names);
    if (!found.larod_devices && found.glibc.empty()) return std::nullopt;
    return found;
}

} // namespace acapctl::probe
