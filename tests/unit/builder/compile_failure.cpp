#include "builder/compile_failure.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/compile_script.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

// "code: message / hint"
std::string failure(const Plan& plan, int status) {
    try {
        throw_compile_failed(plan, status);
    } catch (const Error& error) {
        return error.failure().code + ": " + error.failure().message + " / " + error.failure().hint;
    }
}

Plan in_container(BuildSystem system) {
    return {.system = system,
            .key = "aarch64",
            .build = ContainerBuild{.container = {.engine = EngineKind::podman}, .image = "sdk:1"}};
}

Plan on_host(BuildSystem system) {
    return {.system = system, .key = "aarch64", .build = HostBuild{}};
}

} // namespace

TEST_CASE("an image that is not whole is fetched anew, SDK files are taken out anew") {
    CHECK(failure(in_container(BuildSystem::make), acap_build_missing) ==
          "sdk-corrupt: the SDK image sdk:1 is not whole: it has no acap-build / fetch it anew: "
          "podman image rm --force sdk:1 && podman pull sdk:1");
    const Plan local{.key = "aarch64", .build = LocalBuild{.local_sdk = {.directory = "/sdk"}}};
    CHECK(failure(local, environment_missing) ==
          "sdk-corrupt: the SDK in /sdk is not whole: its environment script is missing or fails "
          "/ take it out of its image anew");
}

TEST_CASE("a status that means something of an SDK is make's own without one") {
    CHECK(failure(on_host(BuildSystem::make), environment_missing) ==
          "make-failed: make failed for aarch64 (exit status 98) / its messages are above");
    CHECK(failure(in_container(BuildSystem::make), tool_missing).starts_with("make-failed"));
}

TEST_CASE("a tool that is missing is missed where it was looked for") {
    CHECK(failure(in_container(BuildSystem::meson), tool_missing)
              .starts_with("tool-missing: the SDK image sdk:1 has no meson"));
    CHECK(failure(on_host(BuildSystem::cmake), tool_missing) ==
          "tool-missing: cmake is not installed / apt-get install cmake");
}

TEST_CASE("the SDK's packer is to blame only where it packs") {
    Plan plan = in_container(BuildSystem::make);
    CHECK(failure(plan, acap_build_failed).starts_with("make-failed"));
    plan.packaging.packer = Packer::both;
    CHECK(failure(plan, acap_build_failed).starts_with("acap-build-failed"));
}
