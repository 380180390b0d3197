#include "device/deploy/intent.hpp"

#include "device/deploy/installer_log.hpp"
#include "device/deploy/package_choice.hpp"
#include "device/vapix/applications.hpp"
#include "support/json.hpp"

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_pause{1000};
// What the device had got whole when the connection ended shows in its log within this time.
constexpr milliseconds late_arrival{4'000};

} // namespace

nlohmann::json to_json(const Intent& intent) {
    return {{"sha256", intent.sha256},
            {"versionBefore", or_null(intent.version_before)},
            {"logMark", intent.log_mark},
            {"deviceTime", or_null(intent.device_time)}};
}

Intent read_intent(const nlohmann::json& value) {
    Intent intent{.sha256 = string_at(value, "sha256"),
                  .version_before = string_at(value, "versionBefore")};
    if (!value.is_object()) return intent;
    if (const auto mark = value.find("logMark"); mark != value.end() && mark->is_array())
        for (const auto& line : *mark)
            if (line.is_string()) intent.log_mark.push_back(line.get<std::string>());
    if (const auto time = value.find("deviceTime");
        time != value.end() && time->is_number_integer())
        intent.device_time = time->get<std::int64_t>();
    return intent;
}

std::optional<std::string> version_installed_since(Session& session, const Package& package,
                                                   const Intent& intent, milliseconds resolve,
                                                   const Clock& clock) {
    const bool version_tells =
        match_version(package, intent.version_before) == VersionMatch::different;
    InstallerLog log(session, intent.device_time);
    log.go_on_from(intent.log_mark);
    const auto begin = clock.now();
    for (;;) {
        const auto applications = list_applications(session);
        const Application* now = find_application(applications, package.app_name);
        const bool shown =
            now != nullptr && match_version(package, now->version) != VersionMatch::different;
        const InstallerTrace trace = trace_of(log.lines(), package.app_name);
        if (shown && (version_tells || trace.installed)) return now->version;
        const bool ended = trace.installed || !trace.failure.empty();
        const auto longest = trace.arrived && !ended ? resolve : late_arrival;
        if (ended || clock.now() - begin >= longest) return std::nullopt;
        clock.sleep(session.stop(), look_pause);
        log.look();
    }
}

} // namespace acapctl::device
