#include "emulator/options.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

template <typename T>
void repeatable(CLI::App& app, const char* name, std::vector<T>& values, const char* help) {
    app.add_option(name, values, help)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::string chip_list() {
    std::string list;
    for (const Chip& chip : chips()) list += fmt::format("{:<10}{}\n", chip.name, chip.summary);
    return list;
}

std::string chip_list_json() {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const Chip& chip : chips()) list.push_back({{"name", chip.name}, {"about", chip.summary}});
    return Json{
        {"kind", "acapctl.emulate-profiles/v1"}, {"profiles", list}, {"axisOs", axis_os_names()}}
        .dump();
}

std::string profile_help() {
    std::string help =
        "The account is root. Its password is $ACAPCTL_EMULATOR_PASSWORD, else a random one that "
        "is told on stderr and kept with the state.\n"
        "Profiles: CHIP[@AXIS-OS][+fresh][+fips][+bundled][+strict][+no-dlpu][+edgetpu][+LIMIT=N]\n"
        "  +fresh: without an account yet; +fips: in FIPS mode; +bundled: with Axis' own "
        "applications\n"
        "  +strict: refuses newer schemas and AXIS OS ranges also where devices took them\n"
        "  +no-dlpu: without a DLPU; +edgetpu: an artpec7 with one\n"
        "  +memory=MB, +processes=N, +files=N: what an application may use, or none\n"
        "Chips, with what they run by themselves:";
    for (const Chip& chip : chips()) help += fmt::format("\n  {:8} {}", chip.name, chip.summary);
    return help + "\nAXIS OS: " + text::join(axis_os_names(), ", ");
}

} // namespace

std::optional<Options> parse_options(int argc, char** argv) {
    Options options;
    CLI::App app("Emulated Axis devices on the loopback interface", "acapctl-emulator");
    repeatable(app, "--profile", options.profiles,
               "a device of this profile (repeatable); 'list' prints the chips");
    app.add_option("--count", options.count, "devices of each profile")
        ->check(CLI::Range(1U, 10'000U));
    app.add_option("--port", options.port,
                   "HTTP port of the first device; HTTPS is the next one; 0: any free ones")
        ->capture_default_str();
    app.add_option("--listen", options.listen,
                   "an address to be reached at from elsewhere, as 0.0.0.0 in a container");
    repeatable(app, "--host", options.hosts,
               "a name under which clients reach the devices there (repeatable)");
    app.add_option("--state", options.state, "where the devices keep their state");
    repeatable(app, "--fault", options.faults,
               "NAME[:VALUE][:TIMES][@CGI] (repeatable); 'list' prints the names");
    app.add_flag("--reset-damaged", options.reset_damaged,
                 "set a state that cannot be read aside, and begin anew");
    app.add_flag("--no-sandbox", options.no_sandbox, "run applications unconfined");
    app.add_flag("--json", options.json, "print each device, or the error, as a JSON object");
    app.footer(profile_help());
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        app.exit(help);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        throw_usage(text::visible(error.what()), "see 'acapctl-emulator --help'");
    }
    const bool lists_profiles = text::contains(options.profiles, "list");
    if (!lists_profiles && !text::contains(options.faults, "list")) return options;
    if (options.json)
        fmt::print("{}\n", lists_profiles ? chip_list_json() : fault_list_json());
    else
        fmt::print("{}", lists_profiles ? chip_list() : fault_list());
    return std::nullopt;
}

std::filesystem::path state_root(const Options& options) {
    return std::filesystem::absolute(options.state.empty() ? state_directory() / "emulator"
                                                           : options.state);
}

std::vector<Device::Setup> device_setups(const Options& options,
                                         const std::filesystem::path& root) {
    auto profiles = options.profiles;
    if (profiles.empty()) profiles.push_back(chips().front().name);
    const auto faults = parse_faults(options.faults);
    Names names{.any_address = !options.listen.empty()};
    for (const std::string& host : options.hosts) names.hosts.push_back(text::lower(host));
    std::vector<Device::Setup> setups;
    std::map<std::string, unsigned> instances;
    for (const std::string& profile : profiles)
        for (unsigned i = 0; i < options.count; ++i) {
            const unsigned instance = instances[profile]++;
            const std::string name =
                instance == 0 ? profile : fmt::format("{}-{}", profile, instance + 1);
            setups.push_back({.name = name,
                              .profile = load_profile(profile, instance),
                              .state = root / name,
                              .reset_damaged = options.reset_damaged,
                              .faults = faults,
                              .names = names});
        }
    return setups;
}

} // namespace acapctl::emulator
