// `sdk pull`: the images of an SDK, by an engine that a script stands in for.
#include "refusals.hpp"
#include "sdks/engine_desk.hpp"

namespace acapctl::cli {

namespace {

const std::string repository = "axisecp/acap-native-sdk";

} // namespace

TEST_CASE("sdk pull fetches the images of both architectures, or of one") {
    EngineDesk desk;
    desk.start_docker();
    const Said both = desk.acapctl({"sdk", "pull", "12.4.0"});
    CHECK(both.exit == 0);
    CHECK(both.out == repository + ":12.4.0-aarch64-ubuntu24.04\n" + repository +
                          ":12.4.0-armv7hf-ubuntu24.04\n");
    CHECK_THAT(both.err, contains("pulling " + repository + ":12.4.0-aarch64-ubuntu24.04\n"));
    CHECK(both.err.find("Downloading") == std::string::npos); // progress is for a terminal

    desk.start_docker();
    const auto document =
        desk.acapctl({"sdk", "pull", "12.4.0", "--arch", "armv7hf", "--json"}).document();
    CHECK(document == nlohmann::json{{"kind", "acapctl.sdk-pull/v1"},
                                     {"images",
                                      {{{"architecture", "armv7hf"},
                                        {"name", repository + ":12.4.0-armv7hf-ubuntu24.04"},
                                        {"digest", "sha256:new"},
                                        {"id", "sha256:id"}}}}});
}

TEST_CASE("an image other than the one that was released is told") {
    EngineDesk desk;
    desk.start_docker();
    const Said said = desk.acapctl({"sdk", "pull", "12.11.0", "--arch", "aarch64"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("warning: " + repository +
                                  ":12.11.0-aarch64-ubuntu24.04 is "
                                  "sha256:new here, the catalog knows "
                                  "it as sha256:"));
}

TEST_CASE("sdk pull refuses wrong words, and says what an engine said") {
    EngineDesk desk;
    check_refused(desk, {
                            {{"sdk", "pull"}, "VERSION is missing"},
                            {{"sdk", "pull", "99.1"}, "unknown SDK version '99.1'"},
                            {{"sdk", "pull", "12.4.0", "--arch", "mips"}, "'mips'"},
                            {{"sdk", "pull", "12.4.0"}, "neither docker nor podman answers", 8},
                            {{"sdk", "pull", "12.4.0", "--engine", "podman"},
                             "podman does not answer (podman is not installed)",
                             8},
                        });
    desk.start_docker();
    check_refused(desk, {{{"sdk", "pull", "12.0.0"}, "manifest unknown", 8}});
}

} // namespace acapctl::cli
