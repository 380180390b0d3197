#include "builder/plan/local_sdk.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <cstdlib>

namespace acapctl::builder {

TEST_CASE("an SDK is found by itself only in a container") {
    ::unsetenv("AXIS_OS_VERSION"); // where the tests run in a container themselves
    ::unsetenv("KUBERNETES_SERVICE_HOST");
    const TempDir root;
    CHECK_FALSE(is_in_container(root.path()));
    for (const char* mark : {".dockerenv", "run/.containerenv"}) {
        const std::filesystem::path file = root.path() / mark;
        std::filesystem::create_directories(file.parent_path());
        write_file(file, "");
        CHECK(is_in_container(root.path()));
        std::filesystem::remove(file);
    }
    ::setenv("AXIS_OS_VERSION", "12.11.72", 1);
    CHECK(is_in_container(root.path()));
    ::unsetenv("AXIS_OS_VERSION");
}

TEST_CASE("an SDK has a script for what it compiles for, and any will do for scripts") {
    const LocalSdk local{.directory = "/sdk", .scripts = {{"armv7hf", "/sdk/environment-setup"}}};
    CHECK(local.script("armv7hf") == "/sdk/environment-setup");
    CHECK(local.script("all") == "/sdk/environment-setup");
    CHECK_THROWS_WITH(local.script("aarch64"), "the SDK in /sdk does not compile for aarch64");
    CHECK_THROWS_AS(LocalSdk{}.script("all"), Error);
}

} // namespace acapctl::builder
