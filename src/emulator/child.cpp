#include "emulator/child.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    return list;
}

void pass_credentials(int socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
}

// Between fork and exec in a program with threads: async-signal-safe calls alone.
[[noreturn]] void become(char* const* arguments, char* const* environment, const char* directory,
                         int output) {
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const int null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    if (::chdir(directory) == 0) ::execve(arguments[0], arguments, environment);
    ::_exit(203); // systemd's status for a failed exec
}

} // namespace

std::optional<Child> spawn(const Launch& launch) {
    auto words = launch.arguments;
    if (words.front().find('/') == std::string::npos) words.front() = "/usr/bin/" + words.front();
    std::array<int, 2> sockets{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return std::nullopt;
    pass_credentials(sockets[0]);
    ::fcntl(sockets[0], F_SETFL, O_NONBLOCK);
    const auto arguments = pointers(words);
    const auto environment = pointers(launch.environment);
    const std::string directory = launch.directory.string();
    Child child{.output = sockets[0]};
    child.pid = ::fork();
    if (child.pid == 0) become(arguments.data(), environment.data(), directory.c_str(), sockets[1]);
    ::close(sockets[1]);
    if (child.pid > 0) child.exited = static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0));
    if (child.pid > 0 && child.exited >= 0) return child;
    ::close(sockets[0]);
    return std::nullopt;
}

std::optional<Received> receive(int socket) {
    std::array<char, 65536> buffer; // NOLINT: filled by recvmsg
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
    iovec piece{buffer.data(), buffer.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t count = -1;
    do count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
    Received received;
    received.closed = count <= 0;
    if (count > 0) received.bytes.assign(buffer.data(), static_cast<std::size_t>(count));
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_CREDENTIALS) continue;
        ucred credentials{};
        std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
        received.pid = credentials.pid;
    }
    return received;
}

int open_log_socket(const fs::path& path) {
    const int directory = ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // The address of a socket holds 107 bytes, a state directory may be longer.
    const std::string name =
        fmt::format("/proc/self/fd/{}/{}", directory, path.filename().string());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ::unlink(path.c_str());
    bool bound = false;
    if (directory >= 0 && socket >= 0 && name.size() < sizeof address.sun_path) {
        std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
        bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    const int error = errno;
    if (directory >= 0) ::close(directory);
    if (!bound) {
        if (socket >= 0) ::close(socket);
        throw Error({.message = fmt::format("cannot make the log socket {}: {}",
                                            text::visible(path.string()), std::strerror(error))});
    }
    ::chmod(path.c_str(), 0666);
    pass_credentials(socket);
    return socket;
}

std::vector<pid_t> process_tree(pid_t pid) {
    std::multimap<pid_t, pid_t> children;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto number = text::parse_unsigned(entry.path().filename().string());
        if (!number) continue;
        std::ifstream file(entry.path() / "stat");
        const std::string stat((std::istreambuf_iterator<char>(file)), {});
        // "pid (name) state parent ...": a name may hold anything, so look behind its last ")".
        const std::size_t name = stat.rfind(") ");
        if (name == std::string::npos || name + 4 >= stat.size()) continue;
        const auto words = text::split(stat.substr(name + 4), ' ');
        const auto parent = text::parse_unsigned(words.front());
        if (parent) children.emplace(static_cast<pid_t>(*parent), static_cast<pid_t>(*number));
    }
    std::vector<pid_t> tree{pid};
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const auto [first, last] = children.equal_range(tree[i]);
        std::transform(first, last, std::back_inserter(tree),
                       [](const auto& entry) { return entry.second; });
    }
    return tree;
}

} // namespace acapctl::emulator
