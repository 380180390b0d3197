#include "emulator/http/port.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace acapctl::emulator {

namespace {

constexpr int backlog = 128;
constexpr const char* loopback = "127.0.0.1"; // stands for all of 127.0.0.0/8
constexpr const char* loopback6 = "::1";

// Another program has the port: nothing is wrong with the command, so this is no usage error.
[[noreturn]] void throw_port(const std::string& address, std::uint16_t number, int error) {
    const bool busy = error == EADDRINUSE;
    throw Error(
        {.code = busy ? "port-in-use" : "cannot-listen",
         .message =
             fmt::format("cannot listen on {} port {}: {}", address, number, std::strerror(error)),
         .hint = busy ? "choose another port with --port, or any free ones with --port 0" : "",
         .retryable = busy});
}

// An IPv4 or IPv6 address with a port. Throws for a text that is neither.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    SocketAddress(const std::string& address, std::uint16_t port) {
        sockaddr_in four{};
        sockaddr_in6 six{};
        if (::inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
            four.sin_family = AF_INET;
            four.sin_port = htons(port);
            std::memcpy(&storage, &four, length = sizeof four);
        } else if (::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1) {
            six.sin6_family = AF_INET6;
            six.sin6_port = htons(port);
            std::memcpy(&storage, &six, length = sizeof six);
        } else {
            throw_usage(fmt::format("'{}' is no IP address", text::visible(address)),
                        "as 0.0.0.0 for all of this machine");
        }
    }
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// The port a socket is bound to, at the same place for both kinds of addresses.
std::uint16_t port_of(const Descriptor& socket) {
    sockaddr_in6 address{};
    socklen_t length = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin6_port);
}

// Each address of 127.0.0.0/8 is one of the loopback interface. A socket that is bound to the
// interface is reached at all of them, and from no other machine; Linux before 5.7 lets root alone
// do that.
bool bind_to_loopback(const Descriptor& socket) {
    return ::setsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof "lo") == 0;
}

Descriptor bound_socket(const std::string& address, std::uint16_t number) {
    SocketAddress place(address, number);
    Descriptor socket(::socket(place.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) throw_port(address, number, errno);
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address == loopback && bind_to_loopback(socket)) place = SocketAddress("0.0.0.0", number);
    if (::bind(socket.get(), place.get(), place.length) != 0) throw_port(address, number, errno);
    return socket;
}

void listen_at(const Descriptor& socket, const std::string& address, std::uint16_t number) {
    if (::listen(socket.get(), backlog) != 0) throw_port(address, number, errno);
}

bool is_listening(const Descriptor& socket) {
    int listens = 0;
    socklen_t length = sizeof listens;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 &&
           listens != 0;
}

bool has_ipv6() {
    SocketAddress place(loopback6, 0);
    const Descriptor socket(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return socket && ::bind(socket.get(), place.get(), place.length) == 0;
}

// Where a client of this machine finds who listens on `address`.
std::string url_host(const std::string& address) {
    if (address.empty() || address == "0.0.0.0" || address == "::") return loopback;
    return address.find(':') == address.npos ? address : "[" + address + "]";
}

} // namespace

Port::Port(std::uint16_t number, const std::string& address)
    : host_(url_host(address)), number_(number) {
    take(address.empty() ? loopback : address);
    if (!address.empty() || !has_ipv6()) return;
    // A port that is free for one address may be taken for the other.
    for (int attempt = 0; sockets_.size() < 2; ++attempt) {
        try {
            take(loopback6);
        } catch (const Error&) {
            if (number != 0 || attempt == 16) throw;
            sockets_.clear();
            number_ = 0;
            take(loopback);
        }
    }
}

// A port that the kernel chose is given back when its socket stops to listen; one that was asked
// for is kept.
void Port::take(const std::string& address) {
    const Descriptor chosen = bound_socket(address, number_);
    number_ = port_of(chosen);
    sockets_.push_back(bound_socket(address, number_));
    listen_at(sockets_.back(), address, number_);
}

std::vector<int> Port::listen() {
    std::vector<int> listeners;
    for (const Descriptor& socket : sockets_) {
        listen_at(socket, host_, number_);
        listeners.push_back(socket.get());
    }
    return listeners;
}

// A socket that does not listen would remember the end, and hand it on to its later connections.
void Port::rest() {
    for (const Descriptor& socket : sockets_)
        if (is_listening(socket)) ::shutdown(socket.get(), SHUT_RD);
}

} // namespace acapctl::emulator
