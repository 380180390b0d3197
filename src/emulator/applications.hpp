#pragma once
// The applications of one device: installed, started, stopped, removed.

#include "emulator/about.hpp"
#include "emulator/device_log.hpp"
#include "emulator/faults.hpp"
#include "emulator/install_rules.hpp"
#include "emulator/license_key.hpp"
#include "emulator/profile.hpp"
#include "emulator/sandbox.hpp"
#include "emulator/settings.hpp"
#include "emulator/supervisor.hpp"

#include <filesystem>
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

    // `directory` keeps them; what an interrupted upgrade left there is mended. `runtime` is for
    // sockets and facts and ends with the process.
    Applications(Surroundings surroundings, std::filesystem::path directory,
                 std::filesystem::path runtime);
    ~Applications();

    std::vector<Installed> list(); // by name
    std::vector<About> abouts() const;
    std::uint64_t used() const; // bytes of flash
    std::optional<About> find(const std::string& name) const;
    std::filesystem::path package(const std::string& name) const { return home(name) / "package"; }
    // Where a FastCGI program listens: a path in the application's world.
    std::string fastcgi_socket(const std::string& name) const;
    // A process in that world; nothing if the application does not run.
    std::optional<pid_t> process(const std::string& name) { return supervisor_.process(name); }

    // Nothing when it is done, else why not. All of them block until the outcome is known.
    std::optional<Refusal> install(const std::filesystem::path& package);
    std::optional<Refusal> start(const std::string& name);
    std::optional<Refusal> stop(const std::string& name);
    std::optional<Refusal> restart(const std::string& name);
    std::optional<Refusal> remove(const std::string& name);

    void boot(); // starts what starts by itself
    void stop_all() { supervisor_.stop_all(); }

  private:
    std::filesystem::path home(const std::string& name) const { return directory_ / name; }
    bool confined() const { return around_.sandbox.mode() == Sandbox::Mode::bubblewrap; }
    void recover();
    void load();
    void place(const About& about, const std::filesystem::path& package);
    Service service(const About& about, const std::string& program) const;
    void run_script(const About& about, const std::string& script);
    bool launchable(const About& about) const;
    bool policy(const std::string& name) const;
    void say(std::string message, unsigned severity = 6);

    Surroundings around_;
    std::filesystem::path directory_;
    std::filesystem::path runtime_;
    std::map<std::string, About> apps_;
    mutable std::mutex mutex_; // of apps_
    std::mutex changing_;      // one change at a time
    Supervisor supervisor_;
};

} // namespace acapctl::emulator
