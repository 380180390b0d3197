#pragma once
// What is remembered of one device between commands: how it wants a login, and what it was found to
// be. Nothing in it is secret and nothing in it is needed: a lost or damaged file costs a request.

#include "device/http/transport.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::device {

struct Settled {
    Scheme scheme = Scheme::none;
    std::optional<std::uint16_t> https_port{}; // a device named by http:// that moved to HTTPS
    bool operator==(const Settled&) const = default;
};

// Files of one device, named by its scheme, host, port and user: several cameras may share an
// address. Failing to write is no error. `directory` empty: nothing is remembered.
class DeviceCache {
  public:
    using Time = std::chrono::system_clock::time_point;
    // Of what was settled, and of serial numbers.
    static constexpr std::chrono::hours lifetime{24 * 7};

    DeviceCache() = default;
    DeviceCache(const std::filesystem::path& directory, const Target& target);

    std::optional<Settled> settled(Time now = std::chrono::system_clock::now()) const;
    void remember_settled(const Settled& settled,
                          Time now = std::chrono::system_clock::now()) const;
    void forget_settled() const;

    // Its serial number; empty: not known.
    std::string serial(Time now = std::chrono::system_clock::now()) const;
    void remember_serial(const std::string& serial,
                         Time now = std::chrono::system_clock::now()) const;

    // What it said it is, and which applications it listed, whenever it was asked.
    std::optional<std::pair<nlohmann::json, Time>> facts() const;
    void remember_facts(const nlohmann::json& facts, Time now) const;
    std::optional<std::pair<nlohmann::json, Time>> applications() const;
    void remember_applications(const nlohmann::json& names, Time now) const;

    // Any description of the device, with the time it was made; what is read back may be anything.
    std::optional<std::pair<nlohmann::json, Time>> description() const;
    void remember_description(const nlohmann::json& description,
                              Time now = std::chrono::system_clock::now()) const;

  private:
    std::optional<std::pair<nlohmann::json, Time>> read(const char* kind) const;
    void write(const char* kind, const nlohmann::json& value, Time now) const;
    std::filesystem::path file(const char* kind) const;

    std::filesystem::path directory_{};
    std::string key_{}; // "https://host:443 user"
};

} // namespace acapctl::device
