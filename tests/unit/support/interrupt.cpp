#include "catch.hpp"

#include "acapctl/error.hpp"
#include "support/interrupt.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace acapctl {

namespace {

// What a process of its own ends with that runs `work`: signals concern whole processes.
int status_of(void (*work)()) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool stopped_soon(const std::stop_token& stop) {
    return !sleep_unless_stopped(stop, 10'000);
}

} // namespace

TEST_CASE("a check throws once a stop is requested, and a sleep ends") {
    std::stop_source source;
    check(source.get_token());
    CHECK(sleep_unless_stopped(source.get_token(), 1));
    source.request_stop();
    CHECK_FALSE(sleep_unless_stopped(source.get_token(), 60'000));
    try {
        check(source.get_token());
        FAIL("not thrown");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::interrupted);
    }
}

TEST_CASE("the signals that end a process request a stop instead") {
    CHECK(status_of([] {
              const auto stop = stop_on_signals();
              ::kill(::getpid(), SIGTERM);
              ::_exit(stopped_soon(stop) ? 7 : 8);
          }) == 7);
    CHECK(status_of([] {
              const auto stop = stop_on_signals();
              ::kill(::getpid(), SIGHUP);
              ::_exit(stopped_soon(stop) ? 7 : 8);
          }) == 7);
}

TEST_CASE("who asks a second time ends the process with 130, but a hang-up never does") {
    CHECK(status_of([] {
              const auto stop = stop_on_signals();
              ::kill(::getpid(), SIGINT);
              stopped_soon(stop);
              std::this_thread::sleep_for(std::chrono::milliseconds(400));
              ::kill(::getpid(), SIGINT);
              std::this_thread::sleep_for(std::chrono::seconds(10));
          }) == 130);
    CHECK(status_of([] {
              const auto stop = stop_on_signals();
              for (int i = 0; i < 3; ++i) {
                  ::kill(::getpid(), SIGHUP);
                  std::this_thread::sleep_for(std::chrono::milliseconds(300));
              }
              ::_exit(7);
          }) == 7);
}

TEST_CASE("a hang-up that is ignored stays ignored") {
    CHECK(status_of([] {
              std::signal(SIGHUP, SIG_IGN);
              const auto stop = stop_on_signals();
              ::kill(::getpid(), SIGHUP);
              ::_exit(sleep_unless_stopped(stop, 300) ? 7 : 8);
          }) == 7);
}

} // namespace acapctl
