// `emulate`: which program it becomes, with which arguments.
#include "cameras.hpp"
#include "catch.hpp"

#include <csignal>

namespace acapctl::cli {

namespace {

// An emulator in PATH, unless one lies beside this test.
struct Emulators : Desk {
    std::string path = environment_path();

    Emulators() {
        write("bin/acapctl-emulator", "#!/bin/sh\n", 0755);
        ::setenv("PATH", (home() / "bin").c_str(), 1);
    }
    ~Emulators() {
        ::setenv("PATH", path.c_str(), 1);
        std::signal(SIGPIPE, SIG_IGN); // as the other tests have it
    }
    Emulators(const Emulators&) = delete;
    Emulators& operator=(const Emulators&) = delete;

    static std::string environment_path() { return acapctl::environment("PATH").value_or(""); }
    Words arguments(Words options) {
        options.insert(options.begin(), "emulate");
        acapctl(options);
        REQUIRE(became.size() >= 2);
        return {became.begin() + 2, became.end()};
    }
};

} // namespace

TEST_CASE("emulate hands its options over, and what was not given is left to the emulator") {
    Emulators desk;
    CHECK(desk.arguments({}).empty());
    CHECK(desk.became.front().ends_with("/acapctl-emulator"));
    CHECK(desk.became[1] == "acapctl-emulator");
    CHECK(desk.arguments({"--port", "0", "--profile", "artpec8+fresh", "--profile",
                          "artpec7@10.12+memory=256", "--count", "2", "--state", "a dir"}) ==
          Words{"--profile=artpec8+fresh", "--profile=artpec7@10.12+memory=256", "--count=2",
                "--port=0", "--state=a dir"});
    CHECK(desk.arguments({"--fault", "upload-lost:1", "--fault=list", "--reset-damaged",
                          "--no-sandbox", "--json"}) == Words{"--fault=upload-lost:1",
                                                              "--fault=list", "--reset-damaged",
                                                              "--no-sandbox", "--json"});
}

TEST_CASE("an emulator that cannot be run, or is not there, is an error of this installation") {
    Emulators desk;
    const Said damaged = desk.acapctl({"emulate"});
    CHECK(damaged.exit == 1);
    CHECK_THAT(damaged.err, contains("cannot run " + desk.became.front() + ": Exec format error"));
    if (!std::filesystem::exists(program_directory() / "acapctl-emulator")) {
        desk.became.clear();
        std::filesystem::remove(desk.home() / "bin/acapctl-emulator");
        const auto missing = desk.acapctl({"emulate", "--json"}).document();
        CHECK(missing["error"]["code"] == "emulator-missing");
        CHECK(missing["error"]["exit"] == 1);
        CHECK(desk.became.empty());
    }
}

TEST_CASE("emulate takes no argument, and a stop that came before it is heeded") {
    Emulators desk;
    CHECK(desk.acapctl({"emulate", "artpec8"}).exit == 2);
    CHECK(desk.acapctl({"emulate", "--port"}).exit == 2);
    desk.stop.request_stop();
    CHECK(desk.acapctl({"emulate"}).exit == 130);
    CHECK(desk.became.empty());
}

} // namespace acapctl::cli
