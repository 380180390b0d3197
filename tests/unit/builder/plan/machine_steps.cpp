#include "builder/plan/machine_steps.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

const Plan plan{.app_name = "hello",
                .architecture = "armv7hf",
                .system = BuildSystem::make,
                .tree = "/project/tree"};

LocalSdk sdk_in(const std::filesystem::path& directory) {
    return {.directory = directory,
            .scripts = {{"armv7hf", directory / "environment-setup-cortexa9"}}};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("an SDK where it is in its image is sourced, one that was moved is rewritten") {
    const Step usual = compile_in_local_sdk(plan, sdk_in("/opt/axis/acapsdk"));
    CHECK(usual.directory == "/project/tree");
    CHECK(has(usual.arguments.at(2), "; . /opt/axis/acapsdk/environment-setup-cortexa9 || "));
    CHECK_FALSE(has(usual.arguments.at(2), "sed"));
    const Step moved = compile_in_local_sdk(plan, sdk_in("/home/me/sdk"));
    CHECK(has(moved.arguments.at(2), "s|/opt/axis/acapsdk|/home/me/sdk|g"));
    CHECK(has(moved.arguments.at(2), "-ffile-prefix-map=/home/me/sdk=/opt/axis/acapsdk"));
    for (const Step& step : {usual, moved}) CHECK(step.arguments.at(2).ends_with("exec make"));
}

TEST_CASE("a command runs in the SDK where the compiler would, as the words that it is") {
    const Step step = command_in_local_sdk(plan, sdk_in("/sdk"), {"make", "a b"});
    CHECK(step.arguments.at(2).ends_with("exec \"$@\""));
    CHECK(step.arguments.back() == "a b");
    Plan other = plan;
    other.architecture = "aarch64";
    CHECK_THROWS_AS(command_in_local_sdk(other, sdk_in("/sdk"), {"make"}), Error);
    other.architecture = "all";
    CHECK(has(command_in_local_sdk(other, sdk_in("/sdk"), {"sh"}).arguments.at(2), "cortexa9"));
}

TEST_CASE("on the host the compiler is the architecture's, and nothing of the host's is found") {
    const sdk::Architecture& arm = sdk::Catalog::built_in().architecture("armv7hf");
    const Step step = compile_on_host(plan, arm);
    CHECK(step.arguments == std::vector<std::string>{"make"});
    CHECK(step.environment.at("CC").starts_with("arm-linux-gnueabihf-gcc -m"));
    CHECK(step.environment.at("OECORE_TARGET_ARCH") == "arm");
    CHECK(step.environment.at("PKG_CONFIG_PATH").empty());
    Plan meson = plan;
    meson.system = BuildSystem::meson;
    CHECK(has(compile_on_host(meson, arm).arguments.at(2), "meson setup"));
    CHECK(compile_on_host(meson, arm).arguments.back() == "hello");
    Plan cached = plan;
    cached.ccache = true;
    CHECK(has(command_on_host(cached, arm, {"make"}).arguments.at(2), "ccache is not installed"));
}
