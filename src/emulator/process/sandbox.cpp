#include "emulator/process/sandbox.hpp"

#include "support/append.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* packages = "/usr/local/packages";

// All that a program sees of this machine, read-only: programs, libraries with their data, and of
// /etc what those need. /usr/local must be the device's, and private keys are nobody's.
Words system_directories() {
    Words words;
    for (const char* name :
         {"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
          "/usr/libexec", "/usr/share", "/usr/aarch64-linux-gnu", "/usr/arm-linux-gnueabihf",
          "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
        if (fs::is_symlink(name))
            append(words, {"--symlink", fs::read_symlink(name).string(), name});
        else if (fs::is_directory(name))
            append(words, {"--ro-bind", name, name});
    }
    for (const char* name :
         {"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
          "/etc/localtime", "/etc/ssl/certs", "/etc/ssl/openssl.cnf"})
        append(words, {"--ro-bind-try", name, name});
    return words;
}

// What a program may write to besides its localdata, each of `bytes` at most; 0: no bound. Devices
// keep them in memory too.
Words memory_directories(std::uint64_t bytes) {
    Words words;
    for (const char* name : {"/tmp", "/run", "/var/tmp", "/dev/shm"}) {
        append(words, {"--perms", "1777"});
        if (bytes > 0) append(words, {"--size", std::to_string(bytes)});
        append(words, {"--tmpfs", name});
    }
    return words;
}

// Set inside: the number of processes is counted for each user in each user namespace.
Words limits(const Profile& profile) {
    const auto word = [](std::uint64_t number) {
        return number == 0 ? std::string("unlimited") : std::to_string(number);
    };
    const Limits& limits = profile.limits;
    // Programs reserve more than they use: stacks of threads, the code that qemu makes.
    const std::string data = word(2 * limits.memory);
    const std::string processes = word(limits.processes);
    const std::string files = word(limits.open_files);
    return {"/usr/bin/prlimit",
            fmt::format("--data={0}:{0}", data),
            fmt::format("--nproc={0}:{0}", processes),
            fmt::format("--nofile={0}:{0}", files),
            fmt::format("--fsize={0}:{0}", profile.flash),
            "--core=0:0"};
}

Words plain_environment(const Run& run, const Profile& profile) {
    Words words{"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "G_SLICE=always-malloc",
                "LANG=C", "HOSTNAME=" + profile.host_name()};
    if (!run.fastcgi_socket.empty()) words.push_back("FCGI_SOCKET_NAME=" + run.fastcgi_socket);
    return words;
}

// A trial sees the same kinds of mounts as an application will.
bool works(const Words& isolation) {
    Words words{"bwrap", "--die-with-parent", "--unshare-pid"};
    append(words, isolation);
    append(words, system_directories());
    append(words, {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--remount-ro", "/", "--",
                   "/bin/true"});
    return run({.arguments = words}).status == 0;
}

// From the strictest down. Inside a container new user or network namespaces are often refused, and
// a /proc/sys that cannot be written does not let user namespaces be disabled; there is no option
// less than these without --unshare-pid, which stopping relies on.
std::vector<Words> choices() {
    const Words user{"--unshare-user", "--uid", "2000", "--gid", "2000"};
    Words alone = user;
    append(alone, {"--disable-userns"});
    const Words dropped{"--cap-drop", "ALL"};
    const Words network{"--unshare-net", "--unshare-ipc", "--unshare-uts"};
    std::vector<Words> all;
    for (Words words : {alone, user, dropped}) {
        append(words, network);
        all.push_back(words);
    }
    append(all, std::vector<Words>{alone, user, dropped});
    return all;
}

Words foreign(const std::string& path, const Program& program, const Profile& profile) {
    Words words{find_qemu(profile.machine), "-r", profile.os.kernel};
    if (program.dynamic) append(words, {"-L", find_sysroot(profile.machine)});
    append(words, {"-0", path, path});
    return words;
}

} // namespace

void write_facts(const fs::path& directory, const Profile& profile) {
    const std::string version = profile.os.version;
    write_file(directory / "cpuinfo", profile.cpuinfo);
    write_file(directory / "meminfo",
               fmt::format("MemTotal:       {0:>8} kB\nMemFree:        {1:>8} kB\n"
                           "MemAvailable:   {2:>8} kB\nBuffers:        {3:>8} kB\n"
                           "Cached:         {3:>8} kB\nSwapTotal:             0 kB\n"
                           "SwapFree:              0 kB\n",
                           profile.memory_kb, profile.memory_kb / 3, profile.memory_kb / 2,
                           profile.memory_kb / 10));
    write_file(directory / "os-release",
               fmt::format("ID=axis-os\nNAME=\"AXIS OS\"\nVERSION=\"{0}\"\nVERSION_ID={0}\n"
                           "PRETTY_NAME=\"AXIS OS {0}\"\n",
                           version));
    write_file(directory / "passwd", "root:x:0:0:root:/root:/bin/sh\n"
                                     "acap:x:2000:2000:application:/:/bin/sh\n");
    write_file(directory / "group", "root:x:0:\naddon:x:2000:\n");
    write_file(directory / "hostname", profile.host_name() + "\n");
    write_file(directory / "parameters", parameter_facts(profile));
    const std::uint64_t memory = profile.limits.memory;
    write_file(directory / "memory.max", (memory == 0 ? "max" : std::to_string(memory)) + "\n");
}

Sandbox Sandbox::detect(bool disabled) {
    Sandbox sandbox;
    if (disabled) {
        sandbox.mode_ = Mode::none;
        sandbox.notice_ =
            "without a sandbox applications run with your rights on your files, do not find "
            "themselves in /usr/local/packages, and their syslog(3) lines go to this machine's log";
        return sandbox;
    }
    const bool installed = find_program("bwrap").has_value();
    if (installed)
        for (const Words& isolation : choices())
            if (works(isolation)) {
                sandbox.mode_ = Mode::bubblewrap;
                sandbox.isolation_ = isolation;
                if (!sandbox.private_network())
                    sandbox.notice_ = "applications share the network of this machine: a network "
                                      "namespace is not permitted here";
                return sandbox;
            }
    sandbox.notice_ = fmt::format(
        "applications are installed but not run: bubblewrap {}; --no-sandbox runs them unconfined",
        installed ? "is not permitted here" : "is not installed");
    return sandbox;
}

std::string Sandbox::home(const std::string& app) {
    return fmt::format("{}/{}", packages, app);
}

bool Sandbox::private_network() const {
    return std::ranges::count(isolation_, "--unshare-net") > 0;
}

Words Sandbox::confine(const Run& run, const Profile& profile) const {
    const std::string home = Sandbox::home(run.app);
    Words words{"bwrap", "--die-with-parent", "--unshare-pid", "--new-session", "--clearenv"};
    append(words, isolation_);
    append(words, system_directories());
    if (std::ranges::count(isolation_, "--unshare-uts") > 0)
        append(words, {"--hostname", profile.host_name()});
    append(words, {"--proc", "/proc", "--dev", "/dev"});
    append(words, memory_directories(profile.limits.memory / 4));
    // Only over what the kernel has: a /proc without a device tree, as that of a PC, takes none.
    for (const char* name : {"cpuinfo", "meminfo"})
        append(words, {"--ro-bind", (run.facts / name).string(), fmt::format("/proc/{}", name)});
    for (const char* name : {"os-release", "passwd", "group", "hostname"})
        append(words, {"--ro-bind", (run.facts / name).string(), fmt::format("/etc/{}", name)});
    // Of the control groups that it sees, the one above all has the limit: of version 2, and of
    // version 1 where this machine has that.
    append(words, {"--unshare-cgroup-try"});
    for (const char* name : {"memory.max", "memory/memory.limit_in_bytes"})
        append(words, {"--ro-bind", (run.facts / "memory.max").string(),
                       fmt::format("/sys/fs/cgroup/{}", name)});
    append(words, stand_in_mounts(profile, run.facts, run.larod));
    // Until AXIS OS 11 all of it may be written; localdata stays a place of its own all the same.
    append(words, {profile.os.writable_package ? "--bind" : "--ro-bind", run.package.string(), home,
                   "--bind", (run.package / "localdata").string(), home + "/localdata", "--bind",
                   run.log_socket.string(), "/dev/log"});
    for (const std::string& variable : plain_environment(run, profile)) {
        const std::size_t equals = variable.find('=');
        append(words, {"--setenv", variable.substr(0, equals), variable.substr(equals + 1)});
    }
    // What bubblewrap makes for mount points is kept in memory without a bound.
    append(words, {"--remount-ro", "/dev", "--remount-ro", "/", "--chdir", home, "--"});
    append(words, limits(profile));
    return words;
}

Launch Sandbox::launch(const Run& run, const Profile& profile) const {
    const Program program = examine_program(run.package, run.program, profile.machine);
    if (program.kind == Program::Kind::unrunnable) return {.failure = program.why};
    const bool confined = mode_ == Mode::bubblewrap;
    const std::string path = confined ? fmt::format("{}/{}", home(run.app), run.program)
                                      : (run.package / run.program).string();
    Launch launch{.environment = plain_environment(run, profile),
                  .directory = confined ? fs::path("/") : run.package};
    if (confined) launch.arguments = confine(run, profile);
    if (program.kind == Program::Kind::foreign)
        append(launch.arguments, foreign(path, program, profile));
    else
        launch.arguments.push_back(path);
    append(launch.arguments, run.options);
    return launch;
}

} // namespace acapctl::emulator
