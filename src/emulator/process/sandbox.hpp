#pragma once
// Where the programs of applications run: bubblewrap, with the device's view of /proc, /etc and
// /usr/local/packages, within the limits of the profile.

#include "emulator/process/program.hpp"
#include "emulator/process/stand_ins.hpp"
#include "emulator/profile/profile.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::emulator {

// A command line ready for exec, or why there is none.
struct Launch {
    std::vector<std::string> arguments{};
    std::vector<std::string> environment{}; // KEY=value
    std::filesystem::path directory{};
    std::string failure{}; // of the exec on the device; then there are no arguments
};

struct Run {
    std::string app{};
    std::filesystem::path package{};    // its directory on this machine
    std::filesystem::path log_socket{}; // becomes /dev/log
    std::filesystem::path facts{};      // the directory write_facts() filled
    std::string program{};              // relative to the package
    std::vector<std::string> options{};
    std::string fastcgi_socket{}; // empty: it is no FastCGI program
    Larod larod{};                // as this run finds it
};

class Sandbox {
  public:
    enum class Mode { bubblewrap, none, forbidden };

    // Tries whether bubblewrap works here, by running a program in it. With `disabled` programs
    // run unconfined.
    static Sandbox detect(bool disabled);

    Mode mode() const { return mode_; }
    // What a person must know: why nothing can run, or what running without a sandbox costs.
    const std::string& notice() const { return notice_; }

    // Where an application finds itself.
    static std::string home(const std::string& app);
    // Whether each program has a loopback interface of its own.
    bool private_network() const;

    Launch launch(const Run& run, const Profile& profile) const;

  private:
    std::vector<std::string> confine(const Run& run, const Profile& profile) const;

    Mode mode_ = Mode::forbidden;
    std::vector<std::string> isolation_{}; // the options of bubblewrap that work here
    std::string notice_{};
};

// Files for Run::facts: cpuinfo, meminfo, os-release, passwd, group, hostname, parameters,
// memory.max.
void write_facts(const std::filesystem::path& directory, const Profile& profile);

} // namespace acapctl::emulator
