#include "device/deploy/history.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <nlohmann/json.hpp>

namespace acapctl::device {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// Of all devices that told one serial number: a file of this many is read whole.
constexpr std::size_t most_entries = 200;

// A name that may become the name of a file: devices and packages choose them.
bool is_plain_name(const std::string& name) {
    return !name.empty() && name.size() <= 128 && name.front() != '.' &&
           ascii::is_made_of(name, "_-.");
}

std::vector<Deployed> parse(const std::string& text) {
    const json list = parse_foreign(text);
    std::vector<Deployed> entries;
    if (!list.is_array()) return entries;
    for (const json& row : list) {
        Deployed entry{.sha256 = string_at(row, "sha256"),
                       .version = string_at(row, "version"),
                       .vendor_id = string_at(row, "vendorId"),
                       .file_name = string_at(row, "file"),
                       .time = string_at(row, "time"),
                       .known_as = string_at(row, "device"),
                       .certificate = string_at(row, "certificate")};
        if (is_plain_name(entry.sha256)) entries.push_back(std::move(entry));
    }
    return entries;
}

void write(const fs::path& path, const std::vector<Deployed>& entries) {
    json list = json::array();
    for (const Deployed& entry : entries)
        list.push_back({{"sha256", entry.sha256},
                        {"version", entry.version},
                        {"vendorId", entry.vendor_id},
                        {"file", entry.file_name},
                        {"time", entry.time},
                        {"device", entry.known_as},
                        {"certificate", entry.certificate}});
    write_file(path, list.dump(2, ' ', false, json::error_handler_t::replace) + "\n", 0600,
               Durability::flushed);
}

} // namespace

History::History(fs::path directory, std::uint64_t limit, std::size_t keep)
    : directory_(std::move(directory)), limit_(limit), keep_(keep) {}

fs::path History::default_directory() {
    return cache_directory() / "deployed";
}

std::optional<fs::path> History::record(const std::string& serial, const std::string& app) const {
    if (!is_plain_name(serial) || !is_plain_name(app)) return std::nullopt;
    return directory_ / "devices" / serial / (app + ".json");
}

fs::path History::package_path(const std::string& sha256) const {
    return directory_ / "packages" / (sha256 + ".eap");
}

std::vector<Deployed> History::of_serial(const std::string& serial, const std::string& app) const {
    const auto path = record(serial, app);
    std::error_code missing;
    if (!path || !fs::exists(*path, missing)) return {};
    try {
        return parse(read_file(*path, 1U << 20U));
    } catch (const Error&) {
        return {};
    }
}

std::vector<Deployed> History::of(const Identity& device, const std::string& app) const {
    if (!device.may_be_filed()) return {};
    std::vector<Deployed> entries = of_serial(device.serial, app);
    std::erase_if(entries,
                  [&](const Deployed& entry) { return entry.known_as != device.known_as; });
    return entries;
}

namespace {

bool is_surely_another(const Deployed& entry, const Deployed& own, const Identity& device) {
    return !device.certificate.empty() && own.certificate == device.certificate &&
           !entry.certificate.empty() && entry.certificate != device.certificate;
}

bool is_same(const Deployed& a, const Deployed& b) {
    return a.sha256 == b.sha256 && a.known_as == b.known_as;
}

} // namespace

std::optional<Deployed> History::newer_elsewhere(const Identity& device,
                                                 const std::string& app) const {
    const std::vector<Deployed> own = of(device, app);
    for (Deployed& entry : of_serial(device.serial, app)) {
        if (!own.empty() && is_same(entry, own.front())) break;
        if (own.empty() || !is_surely_another(entry, own.front(), device)) return std::move(entry);
    }
    return std::nullopt;
}

std::vector<Deployed> History::on_any_device(const std::string& app) const {
    std::vector<Deployed> all;
    std::error_code error;
    fs::directory_iterator device(directory_ / "devices", error);
    for (; !error && device != fs::directory_iterator(); device.increment(error))
        for (Deployed& entry : of_serial(device->path().filename().string(), app))
            if (std::ranges::find(all, entry.sha256, &Deployed::sha256) == all.end())
                all.push_back(std::move(entry));
    return all;
}

std::vector<std::string> History::applications() const {
    std::vector<std::string> names;
    std::error_code error;
    fs::recursive_directory_iterator entry(directory_ / "devices", error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const fs::path& path = entry->path();
        if (path.extension() == ".json" && is_plain_name(path.stem().string()))
            names.push_back(path.stem().string());
    }
    return names;
}

void History::add(const Identity& device, const std::string& app, Deployed entry,
                  const fs::path& file) const {
    const auto path = record(device.serial, app);
    if (!path || !device.may_be_filed()) return;
    keep_package(entry.sha256, file);
    entry.known_as = device.known_as;
    entry.certificate = device.certificate;
    std::vector<Deployed> entries = of_serial(device.serial, app);
    std::size_t of_device = 0;
    std::erase_if(entries, [&](const Deployed& other) {
        return other.known_as == device.known_as &&
               (other.sha256 == entry.sha256 || ++of_device >= keep_);
    });
    entries.insert(entries.begin(), std::move(entry));
    if (entries.size() > most_entries) entries.resize(most_entries);
    make_private_directory(path->parent_path());
    write(*path, entries);
}

std::vector<Deployed> History::doubt(const Identity& device, const std::string& app) const {
    std::vector<Deployed> doubted;
    if (const auto own = of(device, app); !own.empty()) doubted.push_back(own.front());
    if (auto other = newer_elsewhere(device, app)) doubted.push_back(*std::move(other));
    std::vector<Deployed> without_time = doubted;
    for (Deployed& entry : without_time) entry.time.clear();
    set_times(device, app, without_time);
    return doubted;
}

void History::trust(const Identity& device, const std::string& app,
                    const std::vector<Deployed>& doubted) const {
    set_times(device, app, doubted);
}

void History::set_times(const Identity& device, const std::string& app,
                        const std::vector<Deployed>& as) const {
    std::vector<Deployed> entries = of_serial(device.serial, app);
    bool changed = false;
    for (Deployed& entry : entries)
        for (const Deployed& other : as)
            if (is_same(entry, other) && entry.time != other.time) {
                entry.time = other.time;
                changed = true;
            }
    if (!changed) return;
    const fs::path path = *record(device.serial, app);
    try {
        write(path, entries);
    } catch (const Error&) { // a full disk: no record is better than a wrong one
        std::error_code ignored;
        fs::remove(path, ignored);
    }
}

void History::back_to(const Identity& device, const std::string& app,
                      const std::string& sha256) const {
    const auto path = record(device.serial, app);
    std::vector<Deployed> own = of(device, app);
    const auto target = std::ranges::find(own, sha256, &Deployed::sha256);
    if (!path || target == own.end()) return;
    own.erase(own.begin(), target);
    own.front().time = utc_text();
    own.front().certificate = device.certificate;
    for (Deployed& entry : of_serial(device.serial, app))
        if (entry.known_as != device.known_as) own.push_back(std::move(entry));
    write(*path, own);
}

std::optional<fs::path> History::package(const Deployed& entry) const {
    const fs::path path = package_path(entry.sha256);
    std::error_code missing;
    if (!fs::exists(path, missing) || sha256_of_file(path) != entry.sha256) return std::nullopt;
    return path;
}

void History::keep_package(const std::string& sha256, const fs::path& file) const {
    const fs::path kept = package_path(sha256);
    std::error_code missing;
    if (fs::exists(kept, missing)) {
        fs::last_write_time(kept, fs::file_time_type::clock::now(), missing); // used just now
        return;
    }
    make_private_directory(kept.parent_path());
    std::ifstream in(file, std::ios::binary);
    AtomicFile copy(kept, 0600);
    std::array<char, 65536> buffer{};
    Sha256 hash;
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(in.gcount()));
        hash.add(bytes);
        copy.write(bytes);
    }
    // A file that changed since it was read is not what was deployed.
    if (hash.finish() != sha256) return;
    copy.commit();
    shrink(kept);
}

void History::shrink(const fs::path& but) const {
    struct Kept {
        fs::file_time_type used;
        fs::path path;
        std::uint64_t size;
    };
    std::vector<Kept> packages;
    std::uint64_t total = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(but.parent_path(), error)) {
        std::error_code gone;
        const Kept kept{entry.last_write_time(gone), entry.path(), entry.file_size(gone)};
        if (gone) continue;
        total += kept.size;
        if (kept.path != but) packages.push_back(kept);
    }
    std::ranges::sort(packages, {}, &Kept::used);
    for (const Kept& kept : packages) {
        if (total <= limit_) return;
        fs::remove(kept.path, error);
        total -= kept.size;
    }
}

} // namespace acapctl::device
