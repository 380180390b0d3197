#include "emulator/http/port.hpp"

#include "catch.hpp"
#include "support/descriptor.hpp"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using acapctl::Descriptor;
using acapctl::emulator::Port;

namespace {

// Nothing: nobody listens.
Descriptor connected(std::uint16_t number) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Descriptor();
    return socket;
}

} // namespace

TEST_CASE("a port that rests refuses, and its later connections carry data") {
    Port port(0, "127.0.0.1");
    CHECK(connected(port.number()));
    port.rest();
    CHECK_FALSE(connected(port.number()));
    port.rest();
    const std::vector<int> listeners = port.listen();
    REQUIRE(listeners.size() == 1);
    const Descriptor client = connected(port.number());
    REQUIRE(client);
    const Descriptor server(::accept(listeners.front(), nullptr, nullptr));
    REQUIRE(::write(client.get(), "hello", 5) == 5);
    std::array<char, 8> bytes{};
    CHECK(::read(server.get(), bytes.data(), bytes.size()) == 5);
}
