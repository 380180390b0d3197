#include "emulator/applications.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

// Beside <name>/package and <name>/about.json, both of which come and go with one rename.
constexpr const char* incoming = ".new";
constexpr const char* outgoing = ".old";

// The one directory an application may write to is bound into the sandbox: as a link it would bind
// a place of the package's choice.
void make_localdata(const fs::path& package) {
    const fs::path localdata = package / "localdata";
    if (fs::is_symlink(localdata) || (fs::exists(localdata) && !fs::is_directory(localdata)))
        fs::remove(localdata);
    fs::create_directories(localdata);
}

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
            .bundled = true};
}

std::vector<std::string> words_of(const std::string& text) {
    auto words = text::split(text, ' ');
    std::erase(words, "");
    return words;
}

} // namespace

Applications::Applications(Surroundings surroundings, fs::path directory, fs::path runtime)
    : around_(surroundings), directory_(std::move(directory)), runtime_(std::move(runtime)),
      supervisor_(around_.log, around_.faults, confined()) {
    fs::create_directories(directory_);
    recover();
    load();
    write_facts(runtime_, around_.profile);
}

Applications::~Applications() = default;

// An upgrade moves the old version away, its localdata into the new one, and the new one in. Ended
// at any point, either the old or the new version is whole.
void Applications::recover() {
    std::vector<fs::path> leftovers;
    for (const auto& entry : fs::directory_iterator(directory_))
        if (entry.path().extension() == outgoing) leftovers.push_back(entry.path());
    for (const fs::path& old : leftovers) {
        const fs::path name = directory_ / old.stem();
        const fs::path fresh = name.string() + incoming;
        if (!fs::exists(name)) {
            const auto kept = old / "package" / "localdata";
            if (!fs::exists(kept) && fs::exists(fresh / "package" / "localdata"))
                fs::rename(fresh / "package" / "localdata", kept);
            fs::rename(old, name);
        }
        fs::remove_all(old);
    }
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(directory_))
        if (entry.path().extension() == incoming) unfinished.push_back(entry.path());
    for (const fs::path& path : unfinished) fs::remove_all(path);
}

void Applications::load() {
    for (const auto& entry : fs::directory_iterator(directory_)) {
        const auto file = entry.path() / "about.json";
        if (!fs::exists(file)) continue;
        About about = about_from_json(nlohmann::json::parse(read_file(file)));
        apps_.emplace(about.name, std::move(about));
    }
    if (!around_.profile.bundled) return;
    for (const Bundled& app : bundled_applications()) apps_.emplace(app.name, about_bundled(app));
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
        auto license = license_state(about, around_.settings.license_key(about.name), today());
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
    return around_.settings.policy(name).value_or(around_.profile.os.policy(name).value);
}

void Applications::say(std::string message, unsigned severity) {
    around_.log.system("acapctl", std::move(message), severity);
}

std::optional<Refusal> Applications::install(const fs::path& file) {
    const std::lock_guard lock(changing_);
    Package package;
    try {
        package = read_package(file);
    } catch (const Error& error) {
        std::fprintf(stderr, "acapctl-emulator: %s\n", error.what());
        const bool described = error.failure().code == "invalid-manifest";
        const Code code = described ? Code::invalid_description : Code::invalid_package;
        say(fmt::format("code {}: {}", static_cast<int>(code),
                        described ? "Invalid manifest.json or package.conf"
                                  : "Failed to read the package"),
            3);
        return Refusal{code};
    }
    const About about = about_package(package);
    const Rules rules{.profile = around_.profile,
                      .allow_unsigned = policy("AllowUnsigned"),
                      .allow_root = policy("AllowRoot"),
                      .installed = abouts()};
    if (auto refused = refuse_package(package, about, rules)) {
        say(refused->log, 3);
        return refused;
    }
    say(about.is_signed ? fmt::format("Successfully verified signature of {}", file.string())
                        : std::string("Unsigned package, skipping signature verification"));
    const auto before = find(about.name);
    if (used() - (before ? before->size : 0) + about.size > around_.profile.flash) {
        say("code 3: Not enough space left on device", 3);
        return Refusal{Code::too_large};
    }
    const bool was_active = supervisor_.stop(about.name);
    place(about, file);
    run_script(about, about.post_install);
    say(fmt::format("Successfully installed application '{}' on 'internal'", about.name));
    if (was_active && launchable(about)) {
        supervisor_.start(service(about, about.name));
        say(fmt::format("Started application {}", about.name));
    }
    return std::nullopt;
}

void Applications::place(const About& about, const fs::path& file) {
    const fs::path current = home(about.name);
    const fs::path fresh = current.string() + incoming;
    const fs::path old = current.string() + outgoing;
    fs::create_directories(fresh / "package");
    try {
        extract_package(file, fresh / "package");
        make_localdata(fresh / "package");
        write_file(fresh / "about.json",
                   to_json(about).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    } catch (...) {
        fs::remove_all(fresh);
        throw;
    }
    if (fs::exists(current)) {
        fs::remove_all(fresh / "package" / "localdata"); // an upgrade keeps what the old one wrote
        fs::rename(current, old);
        fs::rename(old / "package" / "localdata", fresh / "package" / "localdata");
    }
    fs::rename(fresh, current);
    fs::remove_all(old);
    const std::lock_guard lock(mutex_);
    apps_[about.name] = about;
}

std::string Applications::fastcgi_socket(const std::string& name) const {
    return confined() ? "/run/" + name + ".fcgi" : (runtime_ / (name + ".fcgi")).string();
}

bool Applications::launchable(const About& about) const {
    if (around_.sandbox.mode() == Sandbox::Mode::forbidden) return false;
    return !examine_program(package(about.name) / about.name, around_.profile.machine).our_fault;
}

Service Applications::service(const About& about, const std::string& program) const {
    Run run{.app = about.name,
            .package = package(about.name),
            .log_socket = runtime_ / (about.name + ".log"),
            .facts = runtime_,
            .program = program};
    if (program == about.name) {
        run.options = words_of(about.options);
        if (has_fast_cgi(about.web)) run.fastcgi_socket = fastcgi_socket(about.name);
    }
    return {.app = about.name,
            .run_mode = about.run_mode,
            .log_socket = run.log_socket,
            .launch = [run, this] {
                if (!confined()) fs::remove(run.fastcgi_socket); // of its last run
                return around_.sandbox.launch(run, around_.profile);
            }};
}

void Applications::run_script(const About& about, const std::string& script) {
    if (script.empty()) return;
    if (script.find('/') != std::string::npos) {
        say(fmt::format("Script {} is not in the package's directory", script), 4);
        return;
    }
    if (around_.sandbox.mode() == Sandbox::Mode::forbidden) {
        say(fmt::format("{} of {} was not run: the emulator may run nothing here", script,
                        about.name),
            4);
        return;
    }
    const int status = supervisor_.run_script(service(about, script));
    if (status != 0) say(fmt::format("Script {} ended with status {}", script, status), 4);
}

std::optional<Refusal> Applications::start(const std::string& name) {
    const std::lock_guard lock(changing_);
    const auto about = find(name);
    if (!about) return Refusal{Code::not_found};
    if (about->bundled) {
        say(fmt::format("code 10: The emulator has no program of the bundled {}", name), 3);
        return Refusal{Code::unspecified};
    }
    if (supervisor_.running(name)) return Refusal{Code::running};
    if (!launchable(*about)) {
        const auto program = examine_program(package(name) / name, around_.profile.machine);
        say(fmt::format("code 10: Could not start {}: {}", name,
                        program.our_fault ? program.why : around_.sandbox.notice()),
            3);
        return Refusal{Code::unspecified};
    }
    if (!supervisor_.start(service(*about, name))) return Refusal{Code::running};
    around_.settings.set_enabled(name, true);
    say(fmt::format("Started application {}", name));
    return std::nullopt;
}

std::optional<Refusal> Applications::stop(const std::string& name) {
    const std::lock_guard lock(changing_);
    if (!find(name)) return Refusal{Code::not_found};
    around_.settings.set_enabled(name, false);
    if (!supervisor_.stop(name)) return Refusal{Code::not_running};
    say(fmt::format("Stopped application {}", name));
    return std::nullopt;
}

std::optional<Refusal> Applications::restart(const std::string& name) {
    const auto stopped = stop(name);
    if (stopped && stopped->code != Code::not_running) return stopped;
    return start(name);
}

std::optional<Refusal> Applications::remove(const std::string& name) {
    const std::lock_guard lock(changing_);
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
    around_.settings.set_enabled(name, false);
    around_.settings.forget_parameters(name + ".");
    around_.settings.set_license_key(name, "");
    {
        const std::lock_guard apps(mutex_);
        apps_.erase(name);
    }
    const fs::path old = home(name).string() + incoming; // an interrupted removal stays removed
    fs::rename(home(name), old);
    fs::remove_all(old);
    say(fmt::format("Successfully uninstalled application '{}'", name));
    return std::nullopt;
}

void Applications::boot() {
    const std::lock_guard lock(changing_);
    for (const std::string& name : around_.settings.enabled()) {
        const auto about = find(name);
        // "never" means: not by itself.
        if (!about || about->run_mode == "never" || !launchable(*about)) continue;
        supervisor_.start(service(*about, name));
        say(fmt::format("Started application {}", name));
    }
}

} // namespace acapctl::emulator
