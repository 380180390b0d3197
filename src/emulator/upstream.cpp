#include "emulator/upstream.hpp"

#include "emulator/control_message.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr int glance = 250;      // milliseconds between two looks at the client
constexpr int connect_limit = 5; // seconds
constexpr std::size_t piece_size = 65536;

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }
    void replace(int number) {
        if (number_ >= 0) ::close(number_);
        number_ = number;
    }

  private:
    int number_;
};

struct Address {
    sockaddr_storage bytes{};
    socklen_t length = 0;
};

template <typename Concrete>
Address address_of(const Concrete& concrete) {
    Address address{.length = sizeof concrete};
    std::memcpy(&address.bytes, &concrete, sizeof concrete);
    return address;
}

std::vector<Address> addresses_of(const Target& target) {
    if (!target.socket.empty()) {
        sockaddr_un path{};
        path.sun_family = AF_UNIX;
        if (target.socket.size() >= sizeof path.sun_path) return {};
        std::memcpy(path.sun_path, target.socket.data(), target.socket.size());
        return {address_of(path)};
    }
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(target.port);
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(target.port);
    six.sin6_addr = in6addr_loopback;
    return {address_of(four), address_of(six)};
}

bool same_file(int descriptor, const char* path) {
    struct stat one {};
    struct stat other {};
    return ::fstat(descriptor, &one) == 0 && ::stat(path, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// A namespace of the process that is not ours too, else closed.
void open_foreign(Descriptor& descriptor, pid_t pid, const char* kind) {
    const auto path = fmt::format("/proc/{}/ns/{}", pid, kind);
    descriptor.replace(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const auto ours = fmt::format("/proc/self/ns/{}", kind);
    if (descriptor.get() >= 0 && same_file(descriptor.get(), ours.c_str())) descriptor.replace(-1);
}

struct World {
    Descriptor user{}; // owns the two others; its rights are needed to enter them
    Descriptor mount{};
    Descriptor root{}; // in a chroot the root of the namespace is not that of the process
    Descriptor network{};
};

void open_world(World& world, pid_t pid) {
    open_foreign(world.mount, pid, "mnt");
    if (world.mount.get() >= 0)
        world.root.replace(
            ::open(fmt::format("/proc/{}/root", pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    open_foreign(world.network, pid, "net");
    const int owned = world.mount.get() >= 0 ? world.mount.get() : world.network.get();
    if (owned < 0) return;
    world.user.replace(::ioctl(owned, NS_GET_USERNS));
    if (world.user.get() >= 0 && same_file(world.user.get(), "/proc/self/ns/user"))
        world.user.replace(-1);
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

int receive_descriptor(int channel) {
    char byte = 0;
    ControlMessage<CMSG_SPACE(sizeof(int))> message(&byte, 1);
    ssize_t count = -1;
    do count = ::recvmsg(channel, &message.header, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    const cmsghdr* header = count > 0 ? CMSG_FIRSTHDR(&message.header) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return -1;
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return descriptor;
}

bool enter(int descriptor, int kind) {
    return descriptor < 0 || ::setns(descriptor, kind) == 0;
}

bool change_root(int descriptor) {
    return descriptor < 0 || (::fchdir(descriptor) == 0 && ::chroot(".") == 0);
}

// In a process forked from one with threads: async-signal-safe calls alone. A thread cannot enter a
// user namespace. Its exit status is errno.
[[noreturn]] void connect_and_send(const World& world, const std::vector<Address>& addresses,
                                   int channel) {
    if (!enter(world.user.get(), CLONE_NEWUSER) || !enter(world.network.get(), CLONE_NEWNET) ||
        !enter(world.mount.get(), CLONE_NEWNS) || !change_root(world.root.get()))
        ::_exit(errno);
    int error = ENAMETOOLONG;
    for (const Address& address : addresses) {
        const int socket = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval limit{.tv_sec = connect_limit, .tv_usec = 0};
        ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address.bytes), address.length) ==
            0)
            ::_exit(send_descriptor(channel, socket) ? 0 : errno);
        if (error != ECONNREFUSED) error = errno;
        ::close(socket);
    }
    ::_exit(error);
}

} // namespace

std::optional<int> connect_beside(pid_t pid, const Target& target) {
    World world;
    open_world(world, pid);
    const auto addresses = addresses_of(target);
    std::array<int, 2> channel{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel.data()) != 0)
        return std::nullopt;
    const Descriptor ours(channel[0]);
    Descriptor theirs(channel[1]);
    const pid_t helper = ::fork();
    if (helper < 0) return std::nullopt;
    if (helper == 0) connect_and_send(world, addresses, theirs.get());
    theirs.replace(-1);
    const int descriptor = receive_descriptor(ours.get());
    int status = 0;
    while (::waitpid(helper, &status, 0) < 0 && errno == EINTR) {
    }
    if (descriptor >= 0) return descriptor;
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
    return std::nullopt;
}

Upstream::Upstream(int descriptor, std::function<bool()> gone)
    : descriptor_(descriptor), gone_(std::move(gone)) {
    ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
}

Upstream::~Upstream() {
    ::close(descriptor_);
}

bool Upstream::wait(short events) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        pollfd watched{.fd = descriptor_, .events = events, .revents = 0};
        const int ready = ::poll(&watched, 1, glance);
        if (ready > 0) return true;
        if ((ready < 0 && errno != EINTR) || (gone_ && gone_())) return false;
    }
    return false;
}

bool Upstream::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count > 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if ((errno != EAGAIN && errno != EINTR) || !wait(POLLOUT))
            return false;
    }
    return true;
}

std::optional<std::string> Upstream::read() {
    std::string piece(piece_size, '\0');
    while (true) {
        const ssize_t count = ::recv(descriptor_, piece.data(), piece.size(), 0);
        if (count >= 0) {
            piece.resize(static_cast<std::size_t>(count));
            return piece;
        }
        if ((errno != EAGAIN && errno != EINTR) || !wait(POLLIN)) return std::nullopt;
    }
}

} // namespace acapctl::emulator
