#include "engine/container.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "engine/ask_engine.hpp"
#include "engine/local_images.hpp"
#include "support/files.hpp"

#include <cstdlib>

using namespace acapctl;
using namespace acapctl::engine;

namespace {

// An engine that runs a script, with patience for a second.
class Engine {
  public:
    explicit Engine(const std::string& script) {
        write_file(program(), "#!/bin/sh\n" + script + "\n", 0755);
        ::setenv("ACAPCTL_ENGINE_TIMEOUT", "1s", 1);
    }
    ~Engine() { ::unsetenv("ACAPCTL_ENGINE_TIMEOUT"); }
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    std::string program() const { return (directory_.path() / "engine").string(); }

    // The code of the error that asking for an image ends with.
    std::string code() const {
        try {
            inspect_image(program(), "image", {});
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::engine_unavailable);
            CHECK(std::string(error.what()).find("image inspect image") != std::string::npos);
            return error.failure().code;
        }
        return "no error";
    }

  private:
    TempDir directory_{};
};

} // namespace

TEST_CASE("what an engine says of an image is read whatever its types are") {
    const auto facts = parse_image_inspect(
        R"([{"Id": "sha256:1", "RepoDigests": ["a@sha256:2", 7, "b@sha256:3"],
             "Config": {"Env": ["PATH=/", 1, null, "AXIS_OS_VERSION=12.11.72"]}}])");
    REQUIRE(facts);
    CHECK(facts->id == "sha256:1");
    CHECK(facts->axis_os == "12.11.72");
    CHECK(facts->registry_names == std::vector<std::string>{"a@sha256:2", "b@sha256:3"});
    for (const char* bare :
         {R"([{"Id": "1"}])", R"([{"Id": "1", "Config": null, "RepoDigests": null}])",
          R"([{"Id": "1", "Config": 3, "RepoDigests": {"a": 1}}])",
          R"([{"Id": "1", "Config": [], "RepoDigests": "x"}])",
          R"([{"Id": "1", "Config": {"Env": "AXIS_OS_VERSION=1"}}])",
          R"([{"Id": "1", "Config": {"Env": null}}])",
          R"([{"Id": "1", "Config": {"Env": ["AXIS_OS_VERSION=unknown"]}}])"}) {
        INFO(bare);
        const auto poor = parse_image_inspect(bare);
        REQUIRE(poor);
        CHECK((poor->id == "1" && poor->axis_os.empty() && poor->registry_names.empty()));
    }
    for (const char* nonsense : {"", "[]", "{}", "null", "[1]", "[null]", R"([{"Id": 1}])",
                                 R"([{"Id": {}}])", "\xff\xfe", "[[[", R"({"Id": "1"})"})
        CHECK_FALSE(parse_image_inspect(nonsense));
    CHECK_FALSE(parse_image_inspect(std::string(1'000'000, '[')));
}

TEST_CASE("an engine that answers nothing, nonsense or without end is told with the question") {
    CHECK(Engine("sleep 60").code() == "engine-silent");
    CHECK(Engine("sleep 60 & exit 0").code() == "engine-silent");
    CHECK(Engine("exit 0").code() == "engine-nonsense");
    CHECK(Engine("head -c 100000 /dev/urandom").code() == "engine-nonsense");
    CHECK(Engine(R"(echo '[{"Id": 5}]')").code() == "engine-nonsense");
    CHECK(Engine("exec cat /dev/zero").code() == "engine-nonsense");
    CHECK(Engine("exec cat /dev/zero >&2").code() == "engine-nonsense");
    CHECK(Engine("echo no such image >&2; exit 1").code() == "no error");
}

TEST_CASE("an engine that gives no answer counts as not there, with the reason") {
    const Engine silent("sleep 60");
    CHECK_FALSE(local_images(silent.program(), {}));
    CHECK(engine_complaint(silent.program(), {}) ==
          "no answer to '" + silent.program() + " version' within 1 s");
    CHECK_FALSE(local_images(Engine("exec cat /dev/zero").program(), {}));
    const auto garbage = local_images(Engine("head -c 100000 /dev/urandom").program(), {});
    CHECK((!garbage || garbage->find("axisecp/acap-native-sdk:1.0") == nullptr));
    CHECK_FALSE(engine_complaint(Engine("echo fine").program(), {}));
}

TEST_CASE("a wrong time for the engine is wrong usage") {
    const Engine engine("exit 0");
    ::setenv("ACAPCTL_ENGINE_TIMEOUT", "soon", 1);
    try {
        inspect_image(engine.program(), "image", {});
        FAIL("took it");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
    }
}
