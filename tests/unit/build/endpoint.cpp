#include "build/endpoint.hpp"

#include "catch.hpp"

using namespace acapctl::build;

TEST_CASE("an address is remote unless it is a socket of this machine") {
    CHECK_FALSE(is_remote_address(""));
    CHECK_FALSE(is_remote_address("unix:///var/run/docker.sock"));
    CHECK_FALSE(is_remote_address("npipe:////./pipe/docker_engine"));
    for (const char* address : {"tcp://127.0.0.1:2375", "ssh://builder", "https://x"})
        CHECK(is_remote_address(address));
}
