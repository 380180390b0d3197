// What a build is for, where options, a device and settings speak of it.
#include "refusals.hpp"

#include "projects/hello_desk.hpp"

namespace acapctl::cli {

TEST_CASE("--for builds for what the device says it is") {
    HelloDesk desk;
    device::Camera& one = desk.devices["one"];
    const Said said = desk.planned({"--engine", "docker", "--for", "http://one"});
    CHECK(said.exit == 0);
    CHECK(said.err == "http://one: P3265-V, Axis Artpec-8, AXIS OS 12.11.72\n");
    CHECK(said.out.starts_with("# hello for aarch64: make"));
    CHECK_THAT(said.out, contains("run on AXIS OS 12.11.72"));
    one.axis_os = "11.11.73";
    CHECK_THAT(desk.planned({"--engine", "docker", "--for", "http://one"}).out,
               contains("acap-native-sdk:1.15-aarch64"));
    // What the user says of the AXIS OS or the SDK wins.
    CHECK_THAT(desk.planned({"--engine", "docker", "--for", "http://one", "--axis-os", "12.4"}).out,
               contains("run on AXIS OS 12.4"));
    CHECK_THAT(desk.planned({"--engine", "docker", "--for", "http://one", "--sdk", "12.0.0"}).out,
               contains("acap-native-sdk:12.0.0-aarch64"));
}

TEST_CASE("a device that no SDK compiles for is told before a build") {
    HelloDesk desk;
    desk.devices["one"].architecture = "mips";
    desk.devices["one"].bend = [&](const device::Request& request) {
        if (!request.path.ends_with("basicdeviceinfo.cgi")) return std::optional<device::Answer>();
        return std::optional<device::Answer>(device::ok(
            R"({"data":{"propertyList":{"Architecture":"mips","Soc":"Axis Artpec-5"}}})"));
    };
    check_refused(desk, {{{"build", desk.project, "--for", "http://one"},
                          "http://one is a device for mips, which no SDK compiles for",
                          9}});
}

TEST_CASE("two options that both choose the SDK are refused before a device is asked") {
    HelloDesk desk;
    const std::string& project = desk.project;
    const std::string sdk = (desk.home() / "sdk").string();
    check_refused(
        desk,
        {
            {{"build", project, "--sdk", "12.0.0", "--axis-os", "12.0", "--for", "http://one"},
             "--sdk and --axis-os both choose the SDK"},
            {{"build", project, "--sdk-dir", sdk, "--axis-os", "12.0", "--for", "http://one"},
             "--sdk-dir and --axis-os both choose the SDK"},
            {{"build", project, "--sdk-dir", sdk, "--engine", "docker", "--for", "http://one"},
             "--sdk-dir is for a build without an engine"},
            {{"build", project, "--build-arg", "NOPE", "--for", "http://one"},
             "no such variable is set"},
        });
    CHECK(desk.devices.empty());
}

TEST_CASE("the engine that a user settled holds unless an option names one") {
    HelloDesk desk;
    desk.write("acapctl/config.toml", "engine = \"podman\"\n");
    CHECK_THAT(desk.planned({}).out, contains("podman run"));
    CHECK_THAT(desk.planned({"--engine", "docker"}).out, contains("docker run"));
}

} // namespace acapctl::cli
