#include "emulator/web/upstream.hpp"
#include "emulator/state/connect.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

// A listening socket, and what connects to it.
class Listener {
  public:
    explicit Listener(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        listen(&address, sizeof address);
        target.socket = path;
    }
    Listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        listen(&address, sizeof address);
        socklen_t length = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
        target.port = ntohs(address.sin_port);
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int accept() const { return ::accept(socket_, nullptr, nullptr); }

    Target target{};

  private:
    void listen(const void* address, socklen_t length) const {
        REQUIRE(::bind(socket_, static_cast<const sockaddr*>(address), length) == 0);
        REQUIRE(::listen(socket_, 5) == 0);
    }

    int socket_;
};

void exchange(const Listener& listener) {
    const auto descriptor = connect_beside({.pid = ::getpid()}, listener.target);
    REQUIRE(descriptor);
    Upstream upstream(Descriptor(*descriptor), {});
    const int peer = listener.accept();
    CHECK(upstream.write("question"));
    std::string question(8, '\0');
    CHECK(::read(peer, question.data(), question.size()) == 8);
    CHECK(question == "question");
    CHECK(::write(peer, "answer", 6) == 6);
    CHECK(upstream.read() == "answer");
    ::close(peer);
    CHECK(upstream.read() == std::string());
    upstream.write("late");
    CHECK_FALSE(upstream.write("later"));
}

} // namespace

TEST_CASE("an application is spoken to over UNIX sockets and TCP") {
    const TempDir directory;
    exchange(Listener(directory.path() / "socket"));
    exchange(Listener());
}

TEST_CASE("why there is no connection is told") {
    const TempDir directory;
    const auto failure = [](const Target& target) {
        return connect_beside({.pid = ::getpid()}, target) ? 0 : errno;
    };
    CHECK(failure({.socket = directory.path() / "absent"}) == ENOENT);
    CHECK(failure({.socket = "/" + std::string(300, 'x')}) == ENAMETOOLONG);
    write_file(directory.path() / "file", "");
    CHECK(failure({.socket = directory.path() / "file"}) == ECONNREFUSED);
    std::uint16_t closed = 0;
    {
        const Listener listener;
        closed = listener.target.port;
    }
    CHECK(failure({.port = closed}) == ECONNREFUSED);
}

TEST_CASE("waiting ends when the client has left") {
    const TempDir directory;
    const Listener listener(directory.path() / "socket");
    const auto descriptor = connect_beside({.pid = ::getpid()}, listener.target);
    REQUIRE(descriptor);
    Upstream upstream(Descriptor(*descriptor), [] { return true; });
    CHECK_FALSE(upstream.read());
}

// A process in this machine's own root, as bubblewrap is before it has moved into the new one.
TEST_CASE("a program whose sandbox is not there yet is not spoken to") {
    const TempDir directory;
    const Listener unix(directory.path() / "socket");
    const Listener tcp;
    const auto package = directory.path() / "package";
    std::filesystem::create_directory(package);
    for (const bool private_network : {true, false})
        for (const char* home : {"/usr/local/packages/app", "/usr", "/tmp"}) {
            const Neighbour program{.pid = ::getpid(),
                                    .package = package,
                                    .home = home,
                                    .private_network = private_network};
            for (const Target& target : {unix.target, tcp.target}) {
                CHECK_FALSE(connect_beside(program, target));
                CHECK(errno == ECONNREFUSED);
            }
        }
    // In the root that is the sandbox's, the network is still this machine's.
    const Neighbour ready{
        .pid = ::getpid(), .package = package, .home = package, .private_network = true};
    CHECK_FALSE(connect_beside(ready, tcp.target));
    CHECK(connect_beside({.pid = 0x3FFFFFFF, .package = package, .home = package}, unix.target) ==
          std::nullopt);
}
