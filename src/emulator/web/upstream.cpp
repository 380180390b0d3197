#include "emulator/web/upstream.hpp"

#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr int glance = 250; // milliseconds between two looks at the client
constexpr std::size_t piece_size = 65536;

} // namespace

Upstream::Upstream(Descriptor descriptor, std::function<bool()> gone)
    : descriptor_(std::move(descriptor)), gone_(std::move(gone)) {
    ::fcntl(descriptor_.get(), F_SETFL, O_NONBLOCK);
}

bool Upstream::wait(short events) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        pollfd watched{.fd = descriptor_.get(), .events = events, .revents = 0};
        const int ready = ::poll(&watched, 1, glance);
        if (ready > 0) return true;
        if ((ready < 0 && errno != EINTR) || (gone_ && gone_())) return false;
    }
    return false;
}

bool Upstream::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
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
        const ssize_t count = ::recv(descriptor_.get(), piece.data(), piece.size(), 0);
        if (count >= 0) {
            piece.resize(static_cast<std::size_t>(count));
            return piece;
        }
        if ((errno != EAGAIN && errno != EINTR) || !wait(POLLIN)) return std::nullopt;
    }
}

} // namespace acapctl::emulator
