#include "emulator/state/applications.hpp"

#include "emulator/state/package_directory.hpp"
#include "emulator/support/guard.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

About about_bundled(const Bundled& app) {
    return {.name = app.name,
            .nice_name = app.nice_name,
            .vendor = "Axis Communications",
            .version = app.version,
            .app_id = app.app_id,
            .license = "None",
            .settings_page = app.settings_page,
            .vendor_url = "http://www.axis.com",
            .is_signed = true,
            .bundled = true,
            .os_versions = app.os_versions};
}

std::vector<std::string> words_of(const std::string& text) {
    auto words = text::split(text, ' ');
    std::erase(words, "");
    return words;
}

} // namespace

Applications::Applications(Surroundings surroundings, StateFiles files, fs::path runtime)
    : around_(surroundings), files_(std::move(files)), runtime_(std::move(runtime)),
      supervisor_(around_.log, around_.faults, confined(), around_.profile.limits) {
    recover();
    load();
    write_facts(runtime_, around_.profile);
}

Applications::~Applications() = default;

void Applications::load() {
    for (About& about : read_applications(files_.applications()))
        apps_.emplace(about.name, std::move(about));
    if (!around_.profile.bundled) return;
    const std::string& version = around_.profile.os.version;
    for (Bundled& app : bundled_applications()) {
        if (std::ranges::none_of(app.os_versions, [&](const auto& range) {
                return version_in_range(version, range.first, range.second);
            }))
            app.os_versions.clear(); // the device has another version of it
        apps_.emplace(app.name, about_bundled(app));
    }
}

std::optional<About> Applications::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = apps_.find(name);
    if (found == apps_.end()) return std::nullopt;
    return found->second;
}

std::vector<About> Applications::abouts() const {
    const std::lock_guard lock(mutex_);
    std::vector<About> all;
    for (const auto& [name, about] : apps_) all.push_back(about);
    return all;
}

std::vector<Installed> Applications::list() {
    std::vector<Installed> all;
    for (About& about : abouts()) {
        const bool running = supervisor_.running(about.name);
        auto license =
            license_state(about, around_.settings.license_key(about.name), utc_date_text());
        all.push_back({std::move(about), running, std::move(license)});
    }
    return all;
}

std::uint64_t Applications::used() const {
    std::uint64_t bytes = 0;
    for (const About& about : abouts()) bytes += about.size;
    return bytes;
}

bool Applications::policy(const std::string& name) const {
    const AxisOs::Policy& policy = around_.profile.os.policy(name);
    // What was set before an upgrade that took the setting away says nothing.
    if (!policy.settable) return policy.value;
    return around_.settings.policy(name).value_or(policy.value);
}

void Applications::say(std::string message, unsigned severity) {
    around_.log.system("acapctl", std::move(message), severity);
}

std::optional<Neighbour> Applications::neighbour(const std::string& name) {
    const auto process = supervisor_.process(name);
    if (!process) return std::nullopt;
    if (!confined()) return Neighbour{.pid = *process};
    return Neighbour{.pid = *process,
                     .package = package(name),
                     .home = Sandbox::home(name),
                     .private_network = around_.sandbox.private_network()};
}

std::string Applications::fastcgi_socket(const std::string& name) const {
    return confined() ? "/run/" + name + ".fcgi" : (runtime_ / (name + ".fcgi")).string();
}

bool Applications::launchable(const About& about) const {
    if (around_.sandbox.mode() == Sandbox::Mode::forbidden) return false;
    return !examine_program(package(about.name), about.name, around_.profile.machine).our_fault;
}

// What runs and declared the DLPU holds a session of larod.
unsigned Applications::larod_sessions(const std::string& but) {
    const auto all = abouts();
    return static_cast<unsigned>(std::ranges::count_if(all, [&](const About& about) {
        return about.uses_dlpu && about.name != but && supervisor_.running(about.name);
    }));
}

Service Applications::service(const About& about, const std::string& program) {
    Run run{.app = about.name,
            .package = package(about.name),
            .log_socket = runtime_ / (about.name + ".log"),
            .facts = runtime_,
            .program = program};
    if (program == about.name) {
        run.options = words_of(about.options);
        if (has_fast_cgi(about.web)) run.fastcgi_socket = fastcgi_socket(about.name);
    }
    const unsigned sessions = larod_sessions(about.name);
    return {.app = about.name,
            .run_mode = about.run_mode,
            .log_socket = run.log_socket,
            .launch =
                [run, sessions, this] {
                    if (!confined()) fs::remove(run.fastcgi_socket); // of its last run
                    make_localdata(run.package); // without a sandbox it may have become a link
                    Faults none; // a script of the installation is no start of the program
                    Run now = run;
                    if (confined())
                        now.larod = prepare_larod(around_.profile,
                                                  run.program == run.app ? around_.faults : none,
                                                  runtime_ / (run.app + ".larod"), sessions);
                    return around_.sandbox.launch(now, around_.profile);
                },
            .ended = [package = run.package] { drop_set_id(package); }};
}

std::optional<int> Applications::run_script(const About& about, const std::string& script) {
    if (script.empty()) return std::nullopt;
    if (script.find('/') != std::string::npos) {
        say(fmt::format("Script {} is not in the package's directory", script), 4);
        return std::nullopt;
    }
    if (around_.sandbox.mode() == Sandbox::Mode::forbidden) {
        say(fmt::format("{} of {} was not run: the emulator may run nothing here", script,
                        about.name),
            4);
        return std::nullopt;
    }
    const std::chrono::seconds limit(around_.profile.os.post_install.seconds);
    const int status = supervisor_.run_script(service(about, script), limit);
    if (status != 0) say(fmt::format("Script {} ended with status {}", script, status), 4);
    return status;
}

std::optional<Refusal> Applications::start(const std::string& name) {
    return answered([&] { return start_program(name); });
}

std::optional<Refusal> Applications::start_program(const std::string& name) {
    const auto about = find(name);
    if (!about) return Refusal{Code::not_found};
    if (about->bundled) {
        say(fmt::format("code 10: The emulator has no program of the bundled {}", name), 3);
        return Refusal{Code::unspecified};
    }
    if (supervisor_.running(name)) return Refusal{Code::running};
    if (!launchable(*about)) {
        const auto program = examine_program(package(name), name, around_.profile.machine);
        say(fmt::format("code 10: Could not start {}: {}", name,
                        program.our_fault ? program.why : around_.sandbox.notice()),
            3);
        return Refusal{Code::unspecified};
    }
    around_.settings.set_enabled(name, true);
    if (!supervisor_.start(service(*about, name))) return Refusal{Code::running};
    say(fmt::format("Started application {}", name));
    return std::nullopt;
}

std::optional<Refusal> Applications::stop(const std::string& name) {
    return answered([&]() -> std::optional<Refusal> {
        if (!find(name)) return Refusal{Code::not_found};
        // On a full disk it starts again with the device, but it stops.
        guarded([&] { around_.settings.set_enabled(name, false); });
        if (!supervisor_.stop(name)) return Refusal{Code::not_running};
        say(fmt::format("Stopped application {}", name));
        return std::nullopt;
    });
}

std::optional<Refusal> Applications::restart(const std::string& name) {
    const auto stopped = stop(name);
    if (stopped && stopped->code != Code::not_running) return stopped;
    return start(name);
}

std::optional<Refusal> Applications::remove(const std::string& name) {
    return answered([&] { return remove_application(name); });
}

std::optional<Refusal> Applications::remove_application(const std::string& name) {
    const auto about = find(name);
    if (!about) return Refusal{Code::not_found};
    if (about->bundled) {
        say(fmt::format("code 10: Cannot uninstall the bundled application '{}'", name), 3);
        return Refusal{Code::unspecified};
    }
    around_.log.system("acapmanager",
                       fmt::format("Executing acapctl --syslog uninstall '{}'", name));
    supervisor_.stop(name);
    run_script(*about, about->pre_uninstall);
    const fs::path removed = files_.incoming() / name; // an interrupted removal stays removed
    fs::remove_all(removed);
    fs::rename(home(name), removed);
    {
        const std::lock_guard apps(mutex_);
        apps_.erase(name);
    }
    std::error_code ignored;
    fs::remove_all(removed, ignored);                // else when the device starts
    guarded([&] { around_.settings.forget(name); }); // on a disk that was full there is space now
    say(fmt::format("Successfully uninstalled application '{}'", name));
    return std::nullopt;
}

void Applications::boot() {
    const std::lock_guard lock(changing_);
    for (const About& about : abouts()) // of programs that ended with a killed emulator
        if (!about.bundled) guarded([&] { drop_set_id(package(about.name)); });
    for (const std::string& name : around_.settings.enabled()) {
        const auto about = find(name);
        // "never" means: not by itself.
        if (about && about->run_mode != "never") guarded([&] { start_again(*about); });
    }
}

} // namespace acapctl::emulator
