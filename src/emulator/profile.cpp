#include "emulator/profile.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view profile_artpec8;
extern const std::string_view profile_artpec7;
} // namespace acapctl::data

namespace acapctl::emulator {

namespace {

std::vector<std::string_view> sources() {
    return {data::profile_artpec8, data::profile_artpec7};
}

std::string name_of(std::string_view source) {
    return nlohmann::json::parse(source).at("name").get<std::string>();
}

std::string cpuinfo_text(const nlohmann::json& cpu) {
    std::string all;
    for (unsigned core = 0; core < cpu.at("cores").get<unsigned>(); ++core) {
        all += fmt::format("processor\t: {}\n", core);
        for (const auto& line : cpu.at("lines")) all += line.get<std::string>() + "\n";
        all += "\n";
    }
    for (const auto& line : cpu.at("tail")) all += line.get<std::string>() + "\n";
    return all;
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

bool Profile::at_least(unsigned major, unsigned minor) const {
    const auto parts = text::split(property("Version"), '.');
    std::array<std::uint64_t, 2> numbers{};
    for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 2); ++i)
        numbers[i] = text::parse_unsigned(parts[i]).value_or(0);
    return numbers >= std::array<std::uint64_t, 2>{major, minor};
}

Profile parse_profile(std::string_view json, unsigned instance) {
    const auto source = nlohmann::ordered_json::parse(json);
    Profile profile;
    profile.name = source.at("name");
    profile.summary = source.at("summary");
    const std::uint64_t first = std::stoull(source.at("mac").get<std::string>(), nullptr, 16);
    profile.mac = fmt::format("{:012X}", first + instance);
    for (const auto& [key, value] : source.at("properties").items())
        profile.properties.emplace_back(key, value.get<std::string>());
    profile.properties.emplace_back("SerialNumber", profile.mac);
    profile.machine = source.at("machine");
    profile.kernel = source.at("kernel");
    profile.systemready_version = source.at("systemready");
    profile.dlpu = source.at("dlpu");
    profile.flash = source.at("flash");
    profile.memory_kb = source.at("memoryKb");
    profile.cpuinfo = cpuinfo_text(source.at("cpuinfo"));
    return profile;
}

std::vector<std::string> profile_names() {
    std::vector<std::string> names;
    for (const std::string_view source : sources()) names.push_back(name_of(source));
    return names;
}

Profile load_profile(const std::string& name, unsigned instance) {
    for (const std::string_view source : sources())
        if (name_of(source) == name) return parse_profile(source, instance);
    const auto names = profile_names();
    const std::string hint =
        fmt::format("profiles: {}. {}", text::join(names, ", "), text::did_you_mean(name, names));
    throw_usage(fmt::format("no emulator profile is called '{}'", text::visible(name)),
                std::string(text::trim(hint)));
}

} // namespace acapctl::emulator
