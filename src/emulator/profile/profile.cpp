#include "emulator/profile/profile.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view emulator_chips;
} // namespace acapctl::data

namespace acapctl::emulator {

namespace {

using nlohmann::json;

json chip_rows() {
    return json::parse(data::emulator_chips).at("chips");
}

// "artpec7@10.12+fresh", taken apart.
struct Spelling {
    std::string chip{};
    std::optional<std::string> axis_os{}; // else the chip's usual one
    std::vector<std::string> states{};
};

Spelling spelling_of(const std::string& name) {
    Spelling result;
    result.states = text::split(name, '+');
    const std::string base = result.states.front();
    result.states.erase(result.states.begin());
    const std::size_t at = base.find('@');
    result.chip = base.substr(0, at);
    if (at != std::string::npos) result.axis_os = base.substr(at + 1);
    return result;
}

[[noreturn]] void unknown(const char* what, const std::string& word,
                          const std::vector<std::string>& known) {
    const std::string hint =
        fmt::format("there are {}. {}", text::join(known, ", "), text::did_you_mean(word, known));
    throw_usage(fmt::format("the emulator knows no {} '{}'", what, text::visible(word)),
                std::string(text::trim(hint)));
}

json chip_named(const std::string& name) {
    std::vector<std::string> known;
    for (const json& chip : chip_rows()) {
        known.push_back(chip.at("name"));
        if (known.back() == name) return chip;
    }
    unknown("chip", name, known);
}

// With the options of its own that the profile asks for; what is left of the states are others.
json chip_of(Spelling& spelling) {
    json chip = chip_named(spelling.chip);
    const json options = chip.value("options", json::object());
    std::erase_if(spelling.states, [&](const std::string& state) {
        if (!options.contains(state)) return false;
        chip.merge_patch(options.at(state));
        return true;
    });
    return chip;
}

std::vector<LarodDevice> larod_devices(const json& chip, bool with_dlpu) {
    const double factor = json::parse(data::emulator_chips).at("loadFactor");
    std::vector<LarodDevice> devices;
    if (!chip.contains("larod")) return devices;
    for (const json& row : chip.at("larod").at("devices")) {
        if (row.value("dlpu", false) && !with_dlpu) continue;
        const auto load = [&](const char* key) {
            return static_cast<unsigned>(row.value(key, 0.0) * factor);
        };
        devices.push_back({.name = row.at("name"),
                           .takes = row.at("takes"),
                           .first_load = load("firstLoad"),
                           .later_load = load("laterLoad"),
                           .job = row.at("job")});
    }
    return devices;
}

std::string cpuinfo_text(const json& cpu) {
    std::string all;
    for (unsigned core = 0; core < cpu.at("cores").get<unsigned>(); ++core) {
        all += fmt::format("processor\t: {}\n", core);
        for (const auto& line : cpu.at("lines")) all += line.get<std::string>() + "\n";
        all += "\n";
    }
    for (const auto& line : cpu.at("tail")) all += line.get<std::string>() + "\n";
    return all;
}

// 0 for the chip's usual one.
std::uint64_t version_number(const json& chip, const std::string& axis_os) {
    if (chip.at("axisOs") == axis_os) return 0;
    const auto names = axis_os_names();
    return static_cast<std::uint64_t>(std::ranges::find(names, axis_os) - names.begin() + 1);
}

// A bit for each state that makes another device of it. A fresh one is the same before it was set
// up, and limits are of its programs.
std::uint64_t states_number(const std::vector<std::string>& states) {
    static constexpr std::array other_devices{"fips", "bundled", "strict", "no-dlpu"};
    std::uint64_t number = 0;
    for (std::size_t bit = 0; bit < other_devices.size(); ++bit)
        if (text::contains(states, other_devices[bit])) number |= std::uint64_t{1} << bit;
    return number;
}

// No two devices of a fleet have one serial number. Versions other than the chip's usual one count
// on in steps; devices with states have numbers of Axis' newest block, of which the last 16 bits
// are the chip's.
std::string serial_number(const json& chip, const std::string& axis_os,
                          const std::vector<std::string>& states, unsigned instance) {
    constexpr std::uint64_t newest_block = 0xE82725'000000;
    const std::uint64_t usual =
        std::stoull(chip.at("mac").get<std::string>(), nullptr, 16) + instance;
    const std::uint64_t version = version_number(chip, axis_os);
    const std::uint64_t of_states = states_number(states);
    return fmt::format("{:012X}", of_states == 0 ? usual + (version << 16U)
                                                 : newest_block + (version << 20U) +
                                                       (of_states << 16U) + (usual & 0xFFFFU));
}

// The properties that do not come from the model.
std::map<std::string, std::string> properties_of_version(const Profile& profile) {
    return {{"Brand", "AXIS"},
            {"BuildDate", profile.os.build_date},
            {"SerialNumber", profile.mac},
            {"Version", profile.os.version},
            {"WebURL", profile.os.web_url}};
}

void read_properties(Profile& profile, const json& given) {
    const auto of_version = properties_of_version(profile);
    for (const std::string& key : profile.os.property_order) {
        const auto found = of_version.find(key);
        profile.properties.emplace_back(
            key, found != of_version.end() ? found->second : given.at(key).get<std::string>());
    }
}

// As many as programs of cameras come near to only by mistake; qemu-user needs two or three files.
constexpr std::uint64_t usual_processes = 1024;
constexpr std::uint64_t usual_open_files = 4096;
constexpr std::uint64_t limit_end = 1'000'000;

// "memory=512", "processes=64", "files=none". False if it is none of these.
bool read_limit(Limits& limits, const std::string& state) {
    const std::size_t equals = state.find('=');
    const std::string name = state.substr(0, equals);
    if (name != "memory" && name != "processes" && name != "files") return false;
    const std::string value = equals == std::string::npos ? "" : state.substr(equals + 1);
    const auto number =
        value == "none" ? std::optional<std::uint64_t>(0) : text::parse_unsigned(value);
    if (!number || (*number == 0 && value != "none") || *number > limit_end)
        throw_usage(fmt::format("'+{}' is no limit", text::visible(state)),
                    fmt::format("+{}={}, or +{}=none", name, name == "memory" ? "MB" : "N", name));
    if (name == "memory")
        limits.memory = *number * 1'000'000;
    else
        (name == "files" ? limits.open_files : limits.processes) = *number;
    return true;
}

void take_dlpu_away(Profile& profile) {
    if (!profile.dlpu)
        throw_usage(fmt::format("{} has no DLPU, so '+no-dlpu' takes nothing away", profile.chip),
                    "leave it out");
    profile.dlpu = false;
}

void read_states(Profile& profile, const std::vector<std::string>& states) {
    for (const std::string& state : states) {
        if (read_limit(profile.limits, state)) continue;
        if (state == "fresh")
            profile.fresh = true;
        else if (state == "fips")
            profile.fips = true;
        else if (state == "bundled")
            profile.bundled = true;
        else if (state == "strict")
            profile.strict = true;
        else if (state == "no-dlpu")
            take_dlpu_away(profile);
        else
            unknown("state", state,
                    {"fresh", "fips", "bundled", "strict", "no-dlpu", "edgetpu (of artpec7)",
                     "memory=MB", "processes=N", "files=N"});
    }
    if (profile.strict) profile.os = *load_axis_os(profile.os.name, true);
    if (profile.fips && !profile.os.http.fips_login)
        throw_usage(fmt::format("AXIS OS {} has no FIPS mode", profile.os.name),
                    "it came with 12.4: take CHIP@12.9+fips or a later one");
}

} // namespace

const std::string& Profile::property(std::string_view wanted) const {
    static const std::string none;
    for (const auto& [key, value] : properties)
        if (key == wanted) return value;
    return none;
}

std::string Profile::host_name() const {
    return "axis-" + text::lower(mac);
}

Login Profile::login(bool tls) const {
    const AxisOs::Port& port = os.port(tls);
    return fips ? port.fips_login.value_or(port.login) : port.login;
}

std::vector<Bundled> bundled_applications() {
    const json document = json::parse(data::emulator_chips);
    std::vector<Bundled> result;
    for (const json& app : document.at("bundled"))
        result.push_back(
            {.name = app.at("name"),
             .nice_name = app.at("niceName"),
             .app_id = app.at("appId"),
             .version = app.at("version"),
             .settings_page = app.at("settingsPage"),
             .os_versions = app.value("osVersions", decltype(Bundled::os_versions)())});
    return result;
}

std::vector<Chip> chips() {
    std::vector<Chip> result;
    for (const json& chip : chip_rows())
        result.push_back(
            {.name = chip.at("name"),
             .summary = fmt::format("{}, {}, AXIS OS {}", chip.at("label").get<std::string>(),
                                    chip.at("properties").at("Architecture").get<std::string>(),
                                    chip.at("axisOs").get<std::string>())});
    return result;
}

Profile load_profile(const std::string& name, unsigned instance) {
    Spelling spelling = spelling_of(name);
    const json chip = chip_of(spelling);
    const std::string axis_os = spelling.axis_os.value_or(chip.at("axisOs").get<std::string>());
    auto os = load_axis_os(axis_os);
    if (!os) unknown("AXIS OS", axis_os, axis_os_names());
    Profile profile{.name = name,
                    .chip = chip.at("name"),
                    .mac = serial_number(chip, axis_os, spelling.states, instance),
                    .machine = chip.at("machine"),
                    .dlpu = chip.at("dlpu"),
                    .without_parameters =
                        chip.value("withoutParameters", std::vector<std::string>()),
                    .flash = chip.at("flash"),
                    .memory_kb = chip.at("memoryKb"),
                    .cpuinfo = cpuinfo_text(chip.at("cpuinfo")),
                    .os = std::move(*os)};
    profile.limits = {.memory = profile.memory_kb * 1024,
                      .processes = usual_processes,
                      .open_files = usual_open_files};
    read_properties(profile, chip.at("properties"));
    read_states(profile, spelling.states);
    profile.larod = larod_devices(chip, profile.dlpu);
    return profile;
}

Profile with_axis_os(Profile profile, const std::string& axis_os) {
    auto os = load_axis_os(axis_os, profile.strict);
    if (!os) unknown("AXIS OS", axis_os, axis_os_names());
    profile.os = std::move(*os);
    const auto of_version = properties_of_version(profile);
    for (auto& [key, value] : profile.properties)
        if (const auto found = of_version.find(key); found != of_version.end())
            value = found->second;
    return profile;
}

} // namespace acapctl::emulator
