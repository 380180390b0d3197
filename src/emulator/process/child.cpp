#include "emulator/process/child.hpp"

#include "acapctl/error.hpp"
#include "emulator/process/control_message.hpp"
#include "support/descriptor.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t message_limit = 1U << 20U; // of a longer write the rest is lost

void tell_senders(int socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on);
}

// A write larger than the send buffer fails whole on such a socket; make that buffer as large as
// this machine lets us.
void enlarge(int socket) {
    const int size = 8 << 20;
    if (::setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) != 0)
        ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

bool hung_up(int socket) {
    pollfd state{socket, POLLIN, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0;
}

void read_control(msghdr& message, Received& received) {
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET) continue;
        if (header->cmsg_type == SCM_CREDENTIALS) {
            ucred credentials{};
            std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
            received.pid = credentials.pid;
        } else if (header->cmsg_type == SCM_TIMESTAMP) {
            timeval time{};
            std::memcpy(&time, CMSG_DATA(header), sizeof time);
            received.time = LogTime(std::chrono::seconds(time.tv_sec) +
                                    std::chrono::microseconds(time.tv_usec));
        }
    }
}

// With every signal blocked, until the keeper waits for those it obeys.
bool start(const std::string& keeper, std::vector<std::string>& words,
           std::vector<std::string>& variables, int output, pid_t& pid) {
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t all;
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    const int error = ::posix_spawn(&pid, keeper.c_str(), &files, &attributes,
                                    pointers_to(words).data(), pointers_to(variables).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    return error == 0;
}

} // namespace

fs::path keeper_program() {
    return program_directory().parent_path() / "libexec/acapctl/acapctl-keeper";
}

std::optional<Child> spawn(const Launch& launch) {
    auto words = launch.arguments;
    if (words.front().find('/') == std::string::npos) words.front() = "/usr/bin/" + words.front();
    const std::string keeper = keeper_program();
    words.insert(words.begin(), {keeper, std::to_string(::getpid()), launch.directory.string()});
    auto variables = launch.environment;
    std::array<int, 2> sockets{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return std::nullopt;
    tell_senders(sockets[0]);
    enlarge(sockets[1]);
    ::fcntl(sockets[0], F_SETFL, O_NONBLOCK);
    Child child{.output = sockets[0]};
    const bool started = start(keeper, words, variables, sockets[1], child.pid);
    ::close(sockets[1]);
    if (started) {
        child.exited = static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0));
        if (child.exited >= 0) return child;
        ::kill(child.pid, SIGTERM); // no descriptor is left to wait with
        ::waitpid(child.pid, nullptr, 0);
    }
    ::close(sockets[0]);
    return std::nullopt;
}

std::optional<Received> receive(int socket) {
    // The size of this message alone: FIONREAD tells that of all that wait.
    ssize_t size = -1;
    do size = ::recv(socket, nullptr, 0, MSG_PEEK | MSG_TRUNC);
    while (size < 0 && errno == EINTR);
    // One that comes only now would be cut to the buffer of an empty one: it is for the next time.
    if (size < 0 && errno != ECONNRESET) return std::nullopt;
    if (size < 0)
        return Received{.time = std::chrono::system_clock::now(), .closed = hung_up(socket)};
    std::string buffer(std::clamp<std::size_t>(static_cast<std::size_t>(size), 1, message_limit),
                       '\0');
    ControlMessage<CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(timeval))> message(buffer.data(),
                                                                                    buffer.size());
    ssize_t count = -1;
    do count = ::recvmsg(socket, &message.header, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0) return std::nullopt;
    Received received{.time = std::chrono::system_clock::now()};
    // An empty write looks like an end.
    received.closed = count <= 0 && hung_up(socket);
    buffer.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    received.bytes = std::move(buffer);
    read_control(message.header, received);
    return received;
}

int open_log_socket(const fs::path& path) {
    const Descriptor directory(
        ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // The address of a socket holds 107 bytes, a state directory may be longer.
    const std::string name =
        fmt::format("/proc/self/fd/{}/{}", directory.get(), path.filename().string());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ::unlink(path.c_str());
    bool bound = false;
    if (directory && socket && name.size() < sizeof address.sun_path) {
        std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
        bound =
            ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    if (!bound)
        throw Error({.message = fmt::format("cannot make the log socket {}: {}",
                                            text::visible(path.string()), std::strerror(errno))});
    ::chmod(path.c_str(), 0666);
    tell_senders(socket.get());
    return socket.release();
}

} // namespace acapctl::emulator
