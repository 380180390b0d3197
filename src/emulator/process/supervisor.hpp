#pragma once
// Runs the programs of one device as its systemd does: their output to the log, restarts within
// limits, SIGTERM and then SIGKILL. Above the limits of the profile it ends them.

#include "emulator/process/child.hpp"
#include "emulator/process/device_log.hpp"
#include "emulator/process/event_loop.hpp"
#include "emulator/process/program_output.hpp"
#include "emulator/process/sandbox.hpp"
#include "emulator/profile/faults.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace acapctl::emulator {

struct Service {
    std::string app{};
    std::string run_mode{}; // respawn, respawnOnFailure, once, never
    std::filesystem::path log_socket{};
    std::function<Launch()> launch{}; // asked before each start
    std::function<void()> ended{};    // called after each end, when nothing of it runs any more
};

class Supervisor {
  public:
    // `confined`: the first two processes below each program's keeper are bubblewrap's, and
    // `limits` hold for those below them.
    Supervisor(DeviceLog& log, Faults& faults, bool confined, const Limits& limits)
        : log_(log), faults_(faults), confined_(confined), limits_(limits) {}
    ~Supervisor(); // stops everything
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // False if it is running already. True says only that a start was tried.
    bool start(Service service);
    // Waits for its end. False if it was not running.
    bool stop(const std::string& app);
    // Whether its process lives.
    bool running(const std::string& app);
    // Whether it runs, or is about to be restarted.
    bool active(const std::string& app);
    // A process in its namespaces; nothing if it does not live.
    std::optional<pid_t> process(const std::string& app);
    // Stops everything and waits for it.
    void stop_all();
    // Runs a script of an application to its end, or to that of the time it has. Its exit status,
    // exec_failed if it could not be run, 128 and SIGTERM or SIGKILL if it took too long.
    int run_script(Service script, std::chrono::seconds limit);

  private:
    struct Unit {
        Unit(DeviceLog& log, Service what) : service(std::move(what)), lines(log, service.app) {}

        Service service;
        ProgramOutput lines;
        Child child{};
        int log_socket = -1;
        bool script = false;
        bool stopping = false;
        unsigned restarts = 0;
        std::deque<EventLoop::Clock::time_point> starts{};
        std::uint64_t timer = 0;                         // of a restart or a kill
        std::uint64_t crash = 0;                         // timer of a fault
        std::uint64_t glance = 0;                        // timer of the next look at its processes
        std::vector<std::function<void(int)>> waiters{}; // told the exit status
        bool alive() const { return child.pid > 0; }
    };
    using UnitPtr = std::shared_ptr<Unit>;

    // All of these run in the loop's thread.
    UnitPtr add(Service service);
    void launch(const UnitPtr& unit);
    void plan_crash(const UnitPtr& unit);
    void glance(const UnitPtr& unit);
    void ended(const UnitPtr& unit);
    void judge(const UnitPtr& unit, int wait_status);
    void schedule_restart(const UnitPtr& unit);
    void finish(UnitPtr unit, int status); // its own share: units_ loses one
    std::vector<pid_t> processes(const UnitPtr& unit);
    void terminate(const UnitPtr& unit);
    void hear(const UnitPtr& unit); // reads, and does what a fault of lines asks for
    bool read(const UnitPtr& unit); // false: there was nothing
    void systemd(const UnitPtr& unit, const std::string& what, unsigned severity = 6);

    DeviceLog& log_;
    Faults& faults_;
    bool confined_;
    Limits limits_;
    std::map<std::string, UnitPtr> units_;
    EventLoop loop_; // last: its thread ends before what it uses
};

} // namespace acapctl::emulator
