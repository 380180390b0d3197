#pragma once
// Everything that is known about a device, asked in as few requests as VAPIX allows.

#include "device/vapix/facts.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::device {

struct Description {
    Facts facts{};
    std::optional<bool> allow_unsigned{}; // nothing: the device has no such setting
    std::optional<bool> allow_root{};
    std::map<std::string, std::vector<std::string>> apis{}; // versions by id; empty: not told
    std::optional<std::size_t> applications{};
    std::optional<std::size_t> running{};
    std::string login{};   // "basic", "digest"; empty: it asked for none
    std::string address{}; // "https://host"
    std::optional<Certificate> certificate{};
};

Description describe(Session& session);

// As `device show --json` prints it and the cache keeps it.
nlohmann::json to_json(const Description& description);
// From the cache, where anything may be: what is not of the right type is left out.
Description description_from(const nlohmann::json& document);

} // namespace acapctl::device
