#include "builder/plan/engine_kind.hpp"

#include "catch.hpp"

using namespace acapctl::builder;

TEST_CASE("an engine is found by its name, and by no other") {
    for (const EngineKind kind :
         {EngineKind::docker, EngineKind::podman, EngineKind::local, EngineKind::host})
        CHECK(engine_named(engine_name(kind)) == kind);
    for (const char* name : {"", "auto", "Docker", "docker ", "containerd"})
        CHECK_FALSE(engine_named(name));
}

TEST_CASE("docker and podman compile in a container, the others on this machine") {
    CHECK(uses_containers(EngineKind::docker));
    CHECK(uses_containers(EngineKind::podman));
    CHECK_FALSE(uses_containers(EngineKind::local));
    CHECK_FALSE(uses_containers(EngineKind::host));
}
