#include "emulator/state/connect.hpp"

#include "emulator/process/control_message.hpp"
#include "support/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

constexpr int connect_limit = 5; // seconds

// A place below the directory `root`, which no step leaves.
Descriptor open_within(const Descriptor& root, const std::string& path, int flags,
                       unsigned resolve = 0) {
    open_how how{};
    how.flags = static_cast<unsigned>(flags | O_PATH | O_CLOEXEC);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | resolve;
    return Descriptor(
        static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
}

Descriptor refused() {
    errno = ECONNREFUSED;
    return Descriptor();
}

bool same_file(int descriptor, const char* path) {
    struct stat one {};
    struct stat other {};
    return ::fstat(descriptor, &one) == 0 && ::stat(path, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// The root directory of the program, if it is the sandbox's. A program's mounts are at first a copy
// of this machine's, until bubblewrap moves into the root it has made: the package in its place
// proves that it has. What is looked up from this descriptor is looked up in there, whatever
// becomes of the process meanwhile.
Descriptor sandbox_root(int process, const Neighbour& program) {
    Descriptor root(::openat(process, "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root) return refused();
    const Descriptor home = open_within(root, program.home, O_DIRECTORY, RESOLVE_NO_SYMLINKS);
    return home && same_file(home.get(), program.package.c_str()) ? std::move(root) : refused();
}

Descriptor connected(int family, const void* address, socklen_t length) {
    Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval limit{.tv_sec = connect_limit, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(socket.get(), static_cast<const sockaddr*>(address), length) == 0) return socket;
    const int error = errno;
    socket = Descriptor();
    errno = error;
    return Descriptor();
}

// Found first, then connected to by its descriptor: nothing is looked up a second time.
Descriptor connect_unix(const Descriptor& root, const std::string& path) {
    const Descriptor file =
        root ? open_within(root, path, 0) : Descriptor(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) return Descriptor();
    if (!S_ISSOCK(status.st_mode)) return refused();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = fmt::format("/proc/self/fd/{}", file.get());
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    return connected(AF_UNIX, &address, sizeof address);
}

Descriptor connect_loopback(std::uint16_t port) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (Descriptor socket = connected(AF_INET, &four, sizeof four)) return socket;
    const int error = errno;
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    six.sin6_addr = in6addr_loopback;
    Descriptor socket = connected(AF_INET6, &six, sizeof six);
    if (!socket && error != ECONNREFUSED) errno = error;
    return socket;
}

bool send_descriptor(int channel, int descriptor) {
    char byte = 0;
    ControlMessage<CMSG_SPACE(sizeof(int))> message(&byte, 1);
    cmsghdr* header = CMSG_FIRSTHDR(&message.header);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return ::sendmsg(channel, &message.header, MSG_NOSIGNAL) == 1;
}

Descriptor receive_descriptor(int channel) {
    char byte = 0;
    ControlMessage<CMSG_SPACE(sizeof(int))> message(&byte, 1);
    ssize_t count = -1;
    do count = ::recvmsg(channel, &message.header, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    const cmsghdr* header = count > 0 ? CMSG_FIRSTHDR(&message.header) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return Descriptor();
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return Descriptor(descriptor);
}

// The owner of a network namespace, whose rights are needed to enter it; none if that is ours.
Descriptor owner_of(const Descriptor& network) {
    Descriptor user(::ioctl(network.get(), NS_GET_USERNS));
    return user && !same_file(user.get(), "/proc/self/ns/user") ? std::move(user) : Descriptor();
}

// In a process forked from one with threads: async-signal-safe calls alone. A thread cannot enter a
// user namespace. Its exit status is errno.
[[noreturn]] void enter_and_connect(const Descriptor& user, const Descriptor& network,
                                    std::uint16_t port, int channel) {
    if ((user && ::setns(user.get(), CLONE_NEWUSER) != 0) ||
        ::setns(network.get(), CLONE_NEWNET) != 0)
        ::_exit(errno);
    const Descriptor socket = connect_loopback(port);
    ::_exit(socket && send_descriptor(channel, socket.get()) ? 0 : errno);
}

Descriptor connect_within(const Descriptor& network, std::uint16_t port) {
    const Descriptor user = owner_of(network);
    std::array<int, 2> channel{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel.data()) != 0)
        return Descriptor();
    const Descriptor ours(channel[0]);
    Descriptor theirs(channel[1]);
    const pid_t helper = ::fork();
    if (helper < 0) return Descriptor();
    if (helper == 0) enter_and_connect(user, network, port, theirs.get());
    theirs = Descriptor();
    Descriptor socket = receive_descriptor(ours.get());
    int status = 0;
    while (::waitpid(helper, &status, 0) < 0 && errno == EINTR) {
    }
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
    return socket;
}

// Everything by way of the one directory: a process that takes over the number is not in it.
Descriptor connect_confined(const Neighbour& program, const Target& target) {
    const auto path = fmt::format("/proc/{}", program.pid);
    const Descriptor process(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const Descriptor root = process ? sandbox_root(process.get(), program) : refused();
    if (!root) return Descriptor();
    if (!target.socket.empty()) return connect_unix(root, target.socket);
    if (!program.private_network) return connect_loopback(target.port);
    const Descriptor network(::openat(process.get(), "ns/net", O_RDONLY | O_CLOEXEC));
    if (!network || same_file(network.get(), "/proc/self/ns/net")) return refused();
    return connect_within(network, target.port);
}

} // namespace

std::optional<int> connect_beside(const Neighbour& program, const Target& target) {
    Descriptor socket;
    if (!program.home.empty())
        socket = connect_confined(program, target);
    else
        socket = target.socket.empty() ? connect_loopback(target.port)
                                       : connect_unix(Descriptor(), target.socket);
    return socket ? std::optional(socket.release()) : std::nullopt;
}

} // namespace acapctl::emulator
