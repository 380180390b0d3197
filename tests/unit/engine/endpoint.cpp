#include "engine/endpoint.hpp"

#include "catch.hpp"
#include "unit/variable.hpp"

using namespace acapctl::engine;

TEST_CASE("an address is remote unless it is a socket of this machine") {
    CHECK_FALSE(is_remote_address(""));
    CHECK_FALSE(is_remote_address("unix:///var/run/docker.sock"));
    CHECK_FALSE(is_remote_address("npipe:////./pipe/docker_engine"));
    for (const char* address : {"tcp://127.0.0.1:2375", "ssh://builder", "https://x"})
        CHECK(is_remote_address(address));
}

TEST_CASE("docker's socket is known where nothing but the environment is to be asked") {
    const auto with = [](const char* host, const char* context) {
        const Variable first("DOCKER_HOST", host);
        const Variable second("DOCKER_CONTEXT", context);
        return socket_of_docker();
    };
    CHECK(with("unix:///run/user/1000/docker.sock", "far") == "/run/user/1000/docker.sock");
    CHECK(with(nullptr, "default") == "/var/run/docker.sock");
    for (const char* host : {"tcp://127.0.0.1:2375", "ssh://builder"})
        CHECK_FALSE(with(host, nullptr));
    CHECK_FALSE(with(nullptr, "far"));
}

TEST_CASE("docker's settings may be anything") {
    const DockerSettings settings =
        parse_docker_settings(R"({"currentContext": "far", "aliases": {"builder": "buildx"}})");
    CHECK(settings.context == "far");
    CHECK(settings.builder == "buildx");
    for (const char* text : {"", "[]", "{", R"({"currentContext": 1, "aliases": ["builder"]})"}) {
        CHECK(parse_docker_settings(text).context.empty());
        CHECK(parse_docker_settings(text).builder.empty());
    }
}
