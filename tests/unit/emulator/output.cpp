#include "emulator/process/child.hpp"
#include "emulator/process/log_budget.hpp"
#include "emulator/process/program_output.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <array>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace acapctl;
using namespace acapctl::emulator;
using namespace std::chrono_literals;

namespace {

// The two ends of what spawn() connects a program's output with.
struct Channel {
    std::array<int, 2> ends{};

    Channel() {
        REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
        const int on = 1;
        ::setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
        const int size = 8 << 20;
        ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
        for (const int end : ends) ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    ~Channel() {
        for (const int end : ends) ::close(end);
    }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    bool write(const std::string& text) const {
        return ::send(ends[1], text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size());
    }
};

std::size_t lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::string line;
    std::size_t count = 0;
    while (std::getline(stream, line)) ++count;
    return count;
}

} // namespace

TEST_CASE("a buffer is as large as its message, not as all that wait") {
    const Channel channel;
    const std::string text(1000, 'x');
    std::size_t sent = 0;
    while (sent < 500 && channel.write(text)) ++sent;
    REQUIRE(sent > 20);
    for (std::size_t i = 0; i < sent; ++i) {
        const auto received = receive(channel.ends[0]);
        REQUIRE(received);
        CHECK(received->bytes == text);
        CHECK(received->bytes.capacity() < 2 * text.size());
        CHECK(received->pid == ::getpid());
    }
    CHECK_FALSE(receive(channel.ends[0]));
}

TEST_CASE("a message that comes at the moment of looking for one is whole") {
    constexpr std::size_t count = 20'000;
    const Channel channel;
    const auto text = [](std::size_t number) { return "message " + std::to_string(number); };
    std::jthread writer([&](const std::stop_token& stop) {
        for (std::size_t i = 0; i < count; ++i)
            while (!channel.write(text(i)) && !stop.stop_requested()) std::this_thread::yield();
    });
    for (std::size_t i = 0; i < count;) {
        const auto received = receive(channel.ends[0]);
        if (!received) continue;
        REQUIRE(received->bytes == text(i));
        ++i;
    }
}

TEST_CASE("an empty write is no end") {
    const Channel channel;
    CHECK(channel.write(""));
    CHECK(channel.write("x"));
    CHECK_FALSE(receive(channel.ends[0])->closed);
    CHECK(receive(channel.ends[0])->bytes == "x");
    ::shutdown(channel.ends[1], SHUT_RDWR);
    CHECK(receive(channel.ends[0])->closed);
}

TEST_CASE("of a flood the log gets what it may, and how much is missing") {
    LogBudget budget;
    const auto start = LogBudget::Clock::now();
    std::size_t admitted = 0;
    for (int i = 0; i < 100'000; ++i) admitted += budget.admit(10, start) ? 1 : 0;
    CHECK(admitted == 10'000);
    CHECK(budget.take_dropped(start) == 0);
    CHECK_FALSE(budget.admit(10, start + 500ms)); // the count comes first
    CHECK(budget.take_dropped(start + 1s) == 90'001);
    CHECK(budget.take_dropped(start + 1s) == 0);
    CHECK(budget.admit(10, start + 1s));
}

TEST_CASE("long lines count by their bytes, and a quiet second is forgiven") {
    LogBudget budget;
    const auto start = LogBudget::Clock::now();
    std::size_t bytes = 0;
    for (int i = 0; i < 1000; ++i) bytes += budget.admit(8192, start) ? 8192 : 0;
    CHECK(bytes == 1U << 20U);
    CHECK(budget.take_dropped(start, true) == 872);
    bytes = 0;
    for (int i = 0; i < 1000; ++i) bytes += budget.admit(8192, start + 1s) ? 8192 : 0;
    CHECK(bytes == 256U * 1024);
}

TEST_CASE("a program that floods its output costs no memory, and the log says what it lost") {
    const TempDir directory;
    DeviceLog log(directory.path(), "axis-1");
    ProgramOutput output(log, "app");
    const Channel channel;
    const std::string text = std::string(999, 'x') + "\n";
    for (int round = 0; round < 100; ++round) {
        for (int i = 0; i < 100 && channel.write(text); ++i) {
        }
        while (!output.read(channel.ends[0], -1).empty) {
        }
    }
    output.finish();
    CHECK_THAT(log.of("app"), contains("systemd-journald: Suppressed "));
    CHECK_THAT(log.of("app"), contains("messages from sdkapp.service"));
    CHECK(std::filesystem::file_size(directory.path() / "log") <= 1U << 20U);
    CHECK(lines_of(log.all()) < 2200);
}

TEST_CASE("unfinished lines of many processes are bounded") {
    const TempDir directory;
    DeviceLog log(directory.path(), "axis-1");
    ProgramOutput output(log, "app");
    const Channel channel;
    for (int i = 0; i < 70; ++i) {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(channel.write("part") ? 0 : 1);
        ::waitpid(child, nullptr, 0);
        output.read(channel.ends[0], -1);
    }
    CHECK(lines_of(log.of("app")) == 64);
    output.finish();
    CHECK(lines_of(log.of("app")) == 70);
}
