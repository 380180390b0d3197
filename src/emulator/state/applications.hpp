#pragma once
// The applications of one device: installed, started, stopped, removed.

#include "emulator/process/device_log.hpp"
#include "emulator/process/sandbox.hpp"
#include "emulator/process/supervisor.hpp"
#include "emulator/profile/faults.hpp"
#include "emulator/profile/profile.hpp"
#include "emulator/state/about.hpp"
#include "emulator/state/connect.hpp"
#include "emulator/state/install_rules.hpp"
#include "emulator/state/license_key.hpp"
#include "emulator/state/settings.hpp"
#include "emulator/state/state.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

struct Installed {
    About about{};
    bool running = false;
    LicenseState license{};
};

class Applications {
  public:
    struct Surroundings {
        const Profile& profile;
        const Sandbox& sandbox;
        DeviceLog& log;
        Settings& settings;
        Faults& faults;
    };

    // `files` keeps them; what an interrupted change left there is mended. `runtime` is for sockets
    // and facts and ends with the process.
    Applications(Surroundings surroundings, StateFiles files, std::filesystem::path runtime);
    ~Applications();

    std::vector<Installed> list(); // by name
    std::vector<About> abouts() const;
    std::uint64_t used() const; // bytes of flash
    std::optional<About> find(const std::string& name) const;
    std::filesystem::path package(const std::string& name) const { return home(name) / "package"; }
    // Where a FastCGI program listens: a path in the application's world.
    std::string fastcgi_socket(const std::string& name) const;
    // Who to speak to in that world; nothing if the application does not run.
    std::optional<Neighbour> neighbour(const std::string& name);

    // Nothing when it is done, else why not, a full disk of this machine included. All of them
    // block until the outcome is known.
    std::optional<Refusal> install(const std::filesystem::path& package);
    std::optional<Refusal> start(const std::string& name);
    std::optional<Refusal> stop(const std::string& name);
    std::optional<Refusal> restart(const std::string& name);
    std::optional<Refusal> remove(const std::string& name);

    void boot(); // starts what starts by itself

    // For an upgrade of AXIS OS, after the profile has changed and while nothing runs: installs
    // everything once more, by the rules of the new version, and runs its scripts. False if
    // something cannot be; the log says what and why. Nothing that is installed changes.
    bool install_again();
    // Every application but those of AXIS OS itself is gone, as after a factory default.
    void remove_all();
    // What programs read of the device follows its profile.
    void profile_changed() { write_facts(runtime_, around_.profile); }
    void stop_all() { supervisor_.stop_all(); }

  private:
    std::filesystem::path home(const std::string& name) const {
        return files_.applications() / name;
    }
    // What the device answers when `work` throws.
    std::optional<Refusal> answered(const std::function<std::optional<Refusal>()>& work);
    bool confined() const { return around_.sandbox.mode() == Sandbox::Mode::bubblewrap; }
    std::optional<Refusal> install_package(const std::filesystem::path& file);
    std::optional<Refusal> check_package(const Package& contents, const About& about);
    std::optional<Refusal> start_program(const std::string& name);
    std::optional<Refusal> remove_application(const std::string& name);
    void recover();
    void recover(const std::string& name);
    void load();
    void stage(const About& about, const std::filesystem::path& package);
    void exchange(const About& about);
    void put_back(const std::string& name, const std::optional<About>& before);
    std::optional<Refusal> check_script(const About& about, const std::filesystem::path& package);
    std::optional<Refusal> post_install(const About& about);
    std::optional<Refusal> check_again(const About& about, const Rules& rules);
    Rules rules() const;
    bool ran_once(const About& about) const;
    void start_again(const About& about);
    Service service(const About& about, const std::string& program);
    unsigned larod_sessions(const std::string& but);
    // Its exit status; nothing if it was not run, which the log tells.
    std::optional<int> run_script(const About& about, const std::string& script);
    bool launchable(const About& about) const;
    bool policy(const std::string& name) const;
    void say(std::string message, unsigned severity = 6);

    Surroundings around_;
    StateFiles files_;
    std::filesystem::path runtime_;
    std::map<std::string, About> apps_;
    mutable std::mutex mutex_; // of apps_
    std::mutex changing_;      // one change at a time
    Supervisor supervisor_;
};

} // namespace acapctl::emulator
