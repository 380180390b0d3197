#include "emulator/process/supervisor.hpp"

#include "emulator/process/keeper.hpp"
#include "emulator/process/processes.hpp"
#include "emulator/support/guard.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

using namespace std::chrono_literals;

// systemd's defaults: at most five starts in ten seconds, a tenth of a second between them.
constexpr std::size_t start_limit = 5;
constexpr auto start_interval = 10s;
constexpr auto restart_delay = 100ms;
// The default of 90 s would make stopping a hung application a test of patience.
constexpr auto kill_delay = 10s;
// Between two looks at what the processes of an application use.
constexpr auto glance_interval = 1s;
// More than the sockets of a program can hold.
constexpr int last_rounds = 64;

std::string signal_name(int signal) {
    const char* name = ::sigabbrev_np(signal);
    return name != nullptr ? name : "UNKNOWN";
}

// The names systemd gives to the exit statuses of the LSB and to its own.
std::string status_name(int status) {
    switch (status) {
    case 1:
        return "1/FAILURE";
    case 2:
        return "2/INVALIDARGUMENT";
    case 3:
        return "3/NOTIMPLEMENTED";
    case 4:
        return "4/NOPERMISSION";
    case 5:
        return "5/NOTINSTALLED";
    case 6:
        return "6/NOTCONFIGURED";
    case 7:
        return "7/NOTRUNNING";
    case exec_failed:
        return "203/EXEC";
    default:
        return fmt::format("{}/n/a", status);
    }
}

// As a shell says it: 128 and the signal when killed. Keepers hand a signal on in this form.
int shell_status(int wait_status) {
    if (WIFSIGNALED(wait_status)) return 128 + WTERMSIG(wait_status);
    return WEXITSTATUS(wait_status);
}

bool is_signal(int status) {
    return status > 128 && status < 128 + NSIG && ::sigabbrev_np(status - 128) != nullptr;
}

// The program as the fault dies-at-start has it: the words and the status of a dynamic loader that
// misses a library.
Launch missing_library(const std::string& app) {
    return {
        .arguments = {"/bin/sh", "-c",
                      "echo \"$0: error while loading shared libraries: libmissing.so.1: cannot "
                      "open shared object file: No such file or directory\" >&2; exit 127",
                      fmt::format("/usr/local/packages/{0}/{0}", app)},
        .directory = "/"};
}

} // namespace

Supervisor::~Supervisor() {
    guarded([this] { stop_all(); });
}

void Supervisor::stop_all() {
    std::vector<std::future<void>> ends;
    loop_.call([&] {
        const auto units = units_;
        for (const auto& [name, unit] : units) {
            unit->stopping = true;
            if (!unit->alive()) {
                finish(unit, 0);
                continue;
            }
            auto ended = std::make_shared<std::promise<void>>();
            ends.push_back(ended->get_future());
            unit->waiters.push_back([ended](int) { ended->set_value(); });
            terminate(unit);
        }
    });
    for (auto& end : ends) end.wait();
}

bool Supervisor::start(Service service) {
    return loop_.call([&] {
        const auto known = units_.find(service.app);
        if (known != units_.end() && known->second->alive()) return false;
        if (known != units_.end()) finish(known->second, 0); // it waited for its restart
        launch(add(std::move(service)));
        return true;
    });
}

bool Supervisor::stop(const std::string& app) {
    auto ended = std::make_shared<std::promise<void>>();
    const bool wait = loop_.call([&] {
        const auto known = units_.find(app);
        if (known == units_.end()) return false;
        const UnitPtr unit = known->second;
        unit->stopping = true;
        unit->waiters.push_back([ended](int) { ended->set_value(); });
        if (unit->alive())
            terminate(unit);
        else
            finish(unit, 0);
        return true;
    });
    if (wait) ended->get_future().wait();
    return wait;
}

bool Supervisor::running(const std::string& app) {
    return loop_.call([&] {
        const auto known = units_.find(app);
        return known != units_.end() && known->second->alive();
    });
}

bool Supervisor::active(const std::string& app) {
    return loop_.call([&] { return units_.contains(app); });
}

// Behind the keeper and bubblewrap's first process, which stays outside, its second is there for as
// long.
std::optional<pid_t> Supervisor::process(const std::string& app) {
    const auto first = loop_.call([&]() -> std::optional<pid_t> {
        const auto known = units_.find(app);
        if (known == units_.end() || !known->second->alive()) return std::nullopt;
        return known->second->child.pid;
    });
    if (!first) return std::nullopt;
    const auto tree = process_tree(*first);
    const std::size_t index = confined_ ? 2 : 1;
    return tree.size() > index ? std::optional(tree[index]) : std::nullopt;
}

int Supervisor::run_script(Service script, std::chrono::seconds limit) {
    auto status = std::make_shared<std::promise<int>>();
    loop_.call([&] {
        script.run_mode = "never";
        const std::string name = script.app + "\nscript"; // no application can be called so
        UnitPtr unit = std::make_shared<Unit>(log_, std::move(script));
        unit->script = true;
        unit->waiters.push_back([status](int result) { status->set_value(result); });
        units_[name] = unit;
        launch(unit);
        if (!unit->alive()) return;
        unit->timer = loop_.at(EventLoop::Clock::now() + limit, [this, unit, limit] {
            unit->timer = 0;
            systemd(unit, fmt::format("A script took longer than {} s. Killing.", limit.count()),
                    4);
            terminate(unit);
        });
    });
    return status->get_future().get();
}

Supervisor::UnitPtr Supervisor::add(Service service) {
    auto unit = std::make_shared<Unit>(log_, std::move(service));
    units_[unit->service.app] = unit;
    return unit;
}

void Supervisor::launch(const UnitPtr& unit) {
    unit->starts.push_back(EventLoop::Clock::now());
    Launch command;
    try {
        if (unit->log_socket < 0) {
            unit->log_socket = open_log_socket(unit->service.log_socket);
            loop_.watch(unit->log_socket, [this, unit] { hear(unit); });
        }
        const bool dies = !unit->script && faults_.take(Fault::dies_at_start);
        unit->lines.begin(unit->script ? LineFaults() : LineFaults(faults_));
        command = dies ? missing_library(unit->service.app) : unit->service.launch();
    } catch (const std::exception& error) {
        command = {.failure = error.what()};
    }
    std::optional<Child> child;
    if (command.failure.empty()) child = spawn(command);
    if (!child) {
        log_.add({.time = std::chrono::system_clock::now(),
                  .severity = 3,
                  .program = fmt::format(
                      "({})", unit->service.app.substr(
                                  unit->service.app.size() > 8 ? unit->service.app.size() - 8 : 0)),
                  .pid = ::getpid(),
                  .app = unit->service.app,
                  .message = fmt::format("sdk{}.service: Failed to execute command: {}",
                                         unit->service.app, command.failure)});
        judge(unit, W_EXITCODE(exec_failed, 0));
        return;
    }
    unit->child = *child;
    loop_.watch(child->output, [this, unit] { hear(unit); });
    loop_.watch(child->exited, [this, unit] { ended(unit); });
    glance(unit);
    if (!unit->script) plan_crash(unit);
}

void Supervisor::plan_crash(const UnitPtr& unit) {
    auto delay = faults_.take(Fault::crash_after);
    if (!delay && faults_.take(Fault::crash_loop)) delay = 1000;
    if (!delay) return;
    const auto time = EventLoop::Clock::now() + std::chrono::milliseconds(*delay);
    unit->crash = loop_.at(time, [this, unit] {
        unit->crash = 0;
        if (const auto own = processes(unit); !own.empty()) ::kill(own.front(), SIGSEGV);
    });
}

// A process cannot exceed what setrlimit(2) bounds, but many together can, and for root the number
// of processes is not bounded at all. The keeper ends them as the kernel ends a control group.
void Supervisor::glance(const UnitPtr& unit) {
    unit->glance =
        loop_.at(EventLoop::Clock::now() + glance_interval, [this, unit] { glance(unit); });
    unit->lines.tell_dropped();
    if (!confined_ || (limits_.processes == 0 && limits_.memory == 0)) return;
    const Usage usage = usage_of(processes(unit));
    std::string excess;
    if (limits_.processes > 0 && usage.tasks > limits_.processes)
        excess = fmt::format("{} processes and threads", limits_.processes);
    else if (limits_.memory > 0 && usage.memory > limits_.memory)
        excess = text::human_size(limits_.memory) + " of memory";
    if (excess.empty()) return;
    systemd(unit, fmt::format("The application uses more than {}. Killing.", excess), 3);
    ::kill(unit->child.pid, SIGTERM);
}

// The last words of a program are older than its end: read everything first.
void Supervisor::ended(const UnitPtr& unit) {
    int status = 0;
    if (::waitpid(unit->child.pid, &status, WNOHANG) != unit->child.pid) return;
    for (int round = 0; round < last_rounds && read(unit); ++round) {
    }
    unit->lines.finish();
    if (unit->lines.killed()) status = SIGKILL; // also one that was faster than the fault
    for (const int descriptor : {unit->child.output, unit->child.exited}) {
        loop_.forget(descriptor);
        ::close(descriptor);
    }
    unit->child = {};
    if (unit->service.ended) guarded(unit->service.ended);
    loop_.cancel(std::exchange(unit->timer, 0));
    loop_.cancel(std::exchange(unit->crash, 0));
    loop_.cancel(std::exchange(unit->glance, 0));
    judge(unit, status);
}

void Supervisor::judge(const UnitPtr& unit, int wait_status) {
    const int status = shell_status(wait_status);
    const bool stopped = unit->stopping && (status == 0 || status == 128 + SIGTERM);
    if (unit->script || stopped) {
        finish(unit, status);
        return;
    }
    if (status == 0)
        systemd(unit, "Deactivated successfully.");
    else if (is_signal(status))
        systemd(unit,
                fmt::format("Main process exited, code=killed, status={}/{}", status - 128,
                            signal_name(status - 128)),
                5);
    else
        systemd(unit,
                fmt::format("Main process exited, code=exited, status={}", status_name(status)), 5);
    if (status != 0)
        systemd(unit,
                fmt::format("Failed with result '{}'.", is_signal(status) ? "signal" : "exit-code"),
                4);
    const std::string& mode = unit->service.run_mode;
    const bool again = mode == "respawn" || (mode == "respawnOnFailure" && status != 0);
    if (again && !unit->stopping)
        schedule_restart(unit);
    else
        finish(unit, status);
}

void Supervisor::schedule_restart(const UnitPtr& unit) {
    unit->timer = loop_.at(EventLoop::Clock::now() + restart_delay, [this, unit] {
        unit->timer = 0;
        const auto oldest = EventLoop::Clock::now() - start_interval;
        std::erase_if(unit->starts, [&](auto time) { return time < oldest; });
        systemd(unit,
                fmt::format("Scheduled restart job, restart counter is at {}.", ++unit->restarts));
        if (unit->starts.size() < start_limit) {
            launch(unit);
            return;
        }
        systemd(unit, "Start request repeated too quickly.", 4);
        systemd(unit, "Failed with result 'exit-code'.", 4);
        finish(unit, 0);
    });
}

void Supervisor::finish(UnitPtr unit, int status) { // NOLINT(performance-unnecessary-value-param)
    loop_.cancel(std::exchange(unit->timer, 0));
    if (unit->log_socket >= 0) {
        read(unit);
        unit->lines.finish();
        loop_.forget(unit->log_socket);
        ::close(std::exchange(unit->log_socket, -1));
    }
    std::erase_if(units_, [&](const auto& entry) { return entry.second == unit; });
    for (const auto& waiter : std::exchange(unit->waiters, {})) waiter(status);
}

// Those of the service itself: the end of its keeper, or of bubblewrap's two processes, would kill
// the rest at once.
std::vector<pid_t> Supervisor::processes(const UnitPtr& unit) {
    auto tree = process_tree(unit->child.pid);
    tree.erase(tree.begin(), tree.begin() + (confined_ && tree.size() > 3 ? 3 : 1));
    return tree;
}

// Everything in the service gets SIGTERM, as systemd does it for a control group.
void Supervisor::terminate(const UnitPtr& unit) {
    const auto own = processes(unit);
    for (const pid_t pid : own) ::kill(pid, SIGTERM);
    if (own.empty()) ::kill(unit->child.pid, SIGTERM); // nothing is started yet
    loop_.cancel(unit->timer);
    unit->timer = loop_.at(EventLoop::Clock::now() + kill_delay, [this, unit] {
        unit->timer = 0;
        if (!unit->alive()) return;
        systemd(unit, "State 'stop-sigterm' timed out. Killing.", 4);
        ::kill(unit->child.pid, SIGTERM); // its keeper kills it
    });
}

void Supervisor::hear(const UnitPtr& unit) {
    read(unit);
    if (unit->alive() && unit->lines.killed())
        for (const pid_t pid : processes(unit)) ::kill(pid, SIGKILL);
}

bool Supervisor::read(const UnitPtr& unit) {
    const auto round = unit->lines.read(unit->child.output, unit->log_socket);
    for (const int closed : round.closed) loop_.forget(closed);
    return !round.empty;
}

void Supervisor::systemd(const UnitPtr& unit, const std::string& what, unsigned severity) {
    log_.system("systemd", fmt::format("sdk{}.service: {}", unit->service.app, what), severity);
}

} // namespace acapctl::emulator
