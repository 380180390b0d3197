#pragma once
// What a probe has reported, within bounds and of the types that the report has. What runs on a
// camera may be anything: its shapes are checked, not believed.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

struct ReadReport {
    nlohmann::json report = nlohmann::json::object(); // only what is of the right type
    // What is not, but for members that a report does not have: "larod.devices: 10000 entries, of
    // which 64 are kept", "cpu.part: a list in place of a text".
    std::vector<std::string> cut{};
};

inline constexpr int report_format = 2; // of apps/probe and apps/probe-script

// Why what came is no report that can be read: it has another format or, if it is `whole`, lacks
// what every report has, as a phrase; empty: it can be read.
std::string why_unusable(const nlohmann::json& foreign, bool whole);

inline constexpr std::size_t most_entries = 64;  // of one list
inline constexpr std::size_t longest_text = 512; // bytes of one text

// The format of apps/probe, whose shape stands in the source.
ReadReport read_report(const nlohmann::json& foreign);

// The names of the larod devices in a report's "larod"; nothing if it lists none.
std::vector<std::string> larod_devices(const nlohmann::json& larod);

// Whether a report's "larod" says what the device has, or that it has none. A list without any says
// nothing: larod itself runs models on the CPU.
bool tells_larod(const nlohmann::json& larod);

// Whether one of them is a DLPU; nothing without a list: nobody has looked.
std::optional<bool> has_dlpu(const std::vector<std::string>& larod_devices);

// Whether a larod device of this name runs models on hardware for that: no preprocessor, no CPU.
bool names_a_dlpu(const std::string& device);

// The value at "larod.version"; null if there is none. It leads into objects, not into lists.
const nlohmann::json& at_path(const nlohmann::json& document, const std::string& path);

} // namespace acapctl::probe
