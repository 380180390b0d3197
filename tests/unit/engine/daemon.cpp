#include "engine/daemon.hpp"

#include "catch.hpp"
#include "engine/container.hpp"
#include "support/files.hpp"
#include "unit/variable.hpp"

#include <string>
#include <thread>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace acapctl;
using namespace acapctl::engine;

namespace {

// A daemon that takes one request, and a client beside it which says that it was asked.
class Daemon {
  public:
    explicit Daemon(std::string reply) : reply_(std::move(reply)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        socket().string().copy(address.sun_path, sizeof address.sun_path - 1);
        listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        REQUIRE(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                0);
        REQUIRE(::listen(listening_, 1) == 0);
        write_file(directory_.path() / "docker",
                   "\x7f"
                   "ELF",
                   0755);
        thread_ = std::thread([this] { serve(); });
    }
    ~Daemon() {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    std::filesystem::path client() const { return directory_.path() / "docker"; }

  private:
    std::filesystem::path socket() const { return directory_.path() / "socket"; }
    void serve() const {
        const int peer = ::accept(listening_, nullptr, nullptr);
        if (peer < 0) return;
        char request[1024];
        if (::recv(peer, request, sizeof request, 0) > 0)
            ::send(peer, reply_.data(), reply_.size(), MSG_NOSIGNAL);
        ::close(peer);
    }

    TempDir directory_{};
    std::string reply_;
    Variable host_{"DOCKER_HOST", ("unix://" + socket().string()).c_str()};
    Variable path_{"PATH", directory_.path().c_str()};
    int listening_ = -1;
    std::thread thread_{};
};

const std::string good = "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
                         R"({"Id": "sha256:1", "RepoDigests": ["a@sha256:2"]})";

} // namespace

TEST_CASE("the body of a reply is taken if the reply is as it should be") {
    CHECK(body_of_reply(good).value_or("").starts_with("{\"Id\""));
    CHECK(body_of_reply("HTTP/1.1 200 OK\r\n\r\n") == "");
    for (const char* other :
         {"", "HTTP/1.0 200 OK", "HTTP/1.0 404 Not Found\r\n\r\n{}", "HTTP/2 200\r\n\r\n{}",
          "HTTP/1.0 404 status 200 \r\n\r\n{}", "SSH-2.0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"})
        CHECK_FALSE(body_of_reply(other));
}

TEST_CASE("a daemon on this machine is asked for an image without docker's client") {
    const Daemon daemon(good);
    const auto facts = inspect_image("docker", "a:1", {});
    REQUIRE(facts);
    CHECK(facts->id == "sha256:1");
    CHECK(facts->registry_names == std::vector<std::string>{"a@sha256:2"});
}

TEST_CASE("where docker is a script, or the daemon answers otherwise, the client is asked") {
    SECTION("a script") {
        const Daemon daemon(good);
        write_file(daemon.client(), "#!/bin/sh\necho '[{\"Id\": \"of the script\"}]'\n", 0755);
        CHECK(inspect_image("docker", "a:1", {}).value().id == "of the script");
    }
    SECTION("a refusal") {
        const Daemon daemon("HTTP/1.0 404 Not Found\r\n\r\n{}");
        CHECK_FALSE(ask_daemon("docker", "/images/a:1/json"));
    }
    SECTION("another engine") {
        const Daemon daemon(good);
        CHECK_FALSE(ask_daemon("podman", "/images/a:1/json"));
    }
}
