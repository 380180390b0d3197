#include "engine/daemon.hpp"

#include "engine/endpoint.hpp"
#include "support/descriptor.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <fstream>

#include <sys/socket.h>
#include <sys/un.h>

namespace acapctl::engine {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t largest_reply = 16U << 20U;
constexpr timeval patience{.tv_sec = 1, .tv_usec = 0};

// A script of that name, as that of podman or of somebody's own, goes its own ways, and so does a
// link to another program.
bool is_own_client(const std::string& program) {
    const auto found = program == "docker" ? find_program(program) : std::nullopt;
    if (!found) return false;
    std::error_code unknown;
    const fs::path real = fs::canonical(*found, unknown);
    std::array<char, 4> head{};
    std::ifstream(real, std::ios::binary).read(head.data(), head.size());
    return real.filename() == "docker" && std::string_view(head.data(), head.size()) == "\x7f"
                                                                                        "ELF";
}

Descriptor connect_to(const std::string& file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (file.empty() || file.size() >= sizeof address.sun_path) return {};
    std::memcpy(address.sun_path, file.data(), file.size());
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    for (const int side : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(socket.get(), SOL_SOCKET, side, &patience, sizeof patience);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return {};
    return socket;
}

// All there is until the other side closes; nothing if that does not come in time.
std::optional<std::string> read_all(const Descriptor& socket) {
    const auto end = Clock::now() + std::chrono::seconds(patience.tv_sec);
    std::string reply;
    std::array<char, 16384> buffer;
    while (reply.size() <= largest_reply && Clock::now() < end) {
        const ssize_t count = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (count == 0) return reply;
        if (count < 0) break;
        reply.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> body_of_reply(std::string_view reply) {
    const auto end = reply.find("\r\n\r\n");
    if (end == std::string_view::npos || !reply.starts_with("HTTP/1.")) return std::nullopt;
    const std::string head = text::lower(reply.substr(0, end));
    if (head.find(" 200 ") != 8 || head.find("\r\ntransfer-encoding:") != std::string::npos)
        return std::nullopt;
    return std::string(reply.substr(end + 4));
}

std::optional<std::string> ask_daemon(const std::string& program, const std::string& path) {
    const auto file = socket_of_docker();
    if (!file || !is_own_client(program)) return std::nullopt;
    const Descriptor socket = connect_to(*file);
    // HTTP/1.0: the reply is in one piece and ends with the connection.
    const std::string request = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
    if (!socket || ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
                       static_cast<ssize_t>(request.size()))
        return std::nullopt;
    const auto reply = read_all(socket);
    return reply ? body_of_reply(*reply) : std::nullopt;
}

} // namespace acapctl::engine
