// What becomes of an installation by its post-install script, version by version.
#include "bench.hpp"
#include "emulator/state/package_directory.hpp"
#include "packed.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

namespace fs = std::filesystem;

const std::string schema_one = "1.3";

int installed(Device& device, const fs::path& package) {
    const auto refused = device.applications().install(package);
    return refused ? static_cast<int>(refused->code) : 0;
}

Packed scripted(const std::string& axis_os, const std::string& commands) {
    Packed app{.name = "app", .post_install = "#!/bin/sh\n" + commands + "\n"};
    if (axis_os < "12.1") app.schema = schema_one, app.setup.clear();
    return app;
}

std::string log_of(Bench& bench) {
    return bench.get("/axis-cgi/systemlog.cgi");
}

} // namespace

TEST_CASE("exit status 77 undoes an installation from 12.0 on, any failure from 13") {
    const TempDir directory;
    struct Row {
        const char* axis_os;
        int status;
        int code;
    };
    for (const Row& row : {Row{"10.12", 77, 0},
                           {"11.11", 77, 0},
                           {"12.0", 77, 10},
                           {"12.0", 1, 0},
                           {"12.11", 77, 10},
                           {"12.11", 1, 0},
                           {"12.11", 0, 0},
                           {"13", 0, 0},
                           {"13", 1, 10},
                           {"13", 77, 10}}) {
        INFO(row.axis_os << " exit " << row.status);
        Bench bench(std::string("artpec8@") + row.axis_os, Sandbox::detect(true));
        const auto file =
            packed(directory.path(), scripted(row.axis_os, fmt::format("exit {}", row.status)));
        CHECK(installed(bench.device(), file) == row.code);
        CHECK(bench.device().applications().find("app").has_value() == (row.code == 0));
        CHECK(fs::exists(bench.device().applications().package("app")) == (row.code == 0));
        if (row.code != 0) CHECK_THAT(log_of(bench), contains("Installation of app is undone"));
    }
}

TEST_CASE("an upgrade that its script undoes leaves the old version and its data") {
    const TempDir directory;
    Bench bench("artpec8", Sandbox::detect(true));
    Applications& applications = bench.device().applications();
    Packed app = scripted("12.11", "echo old >localdata/kept");
    REQUIRE(installed(bench.device(), packed(directory.path(), app)) == 0);
    app.version = "2.0.0";
    app.post_install = "#!/bin/sh\ngrep old localdata/kept || exit 0\nexit 77\n";
    CHECK(installed(bench.device(), packed(directory.path(), app)) == 10);
    CHECK(applications.find("app")->version == "1.0.0");
    CHECK(read_file(applications.package("app") / "localdata" / "kept") == "old\n");
    CHECK(read_file(applications.package("app") / "manifest.json").find("1.0.0") !=
          std::string::npos);
    CHECK(fs::is_empty(bench.state() / "incoming"));
    CHECK(fs::is_empty(bench.state() / "outgoing"));
}

TEST_CASE("a script that takes too long fails, and its time is that of the version") {
    CHECK(load_axis_os("12.11")->post_install.seconds == 60);
    CHECK(load_axis_os("13")->post_install.seconds == 300);
    const TempDir directory;
    Profile hasty = load_profile("artpec8@13", 0);
    hasty.os.post_install.seconds = 1;
    Bench bench(hasty, Sandbox::detect(true));
    CHECK(installed(bench.device(), packed(directory.path(), scripted("13", "sleep 100"))) == 10);
    CHECK_THAT(log_of(bench), contains("A script took longer than 1 s"));
}

TEST_CASE("AXIS OS 13 runs scripts of its shell alone") {
    const TempDir directory;
    struct Row {
        const char* text;
        mode_t mode;
        int code;
    };
    for (const Row& row : {Row{"#!/bin/sh\n", 0755, 0},
                           {"#!/bin/sh", 0755, 0},
                           {"#!/bin/sh -e\n", 0755, 0},
                           {"#!/bin/sh\n", 0644, 10},
                           {"#!/bin/bash\n", 0755, 10},
                           {"#! /bin/sh\n", 0755, 10},
                           {"#!/bin/shell\n", 0755, 10},
                           {"#!/bin/sh\r\n", 0755, 10},
                           {"echo\n", 0755, 10}}) {
        INFO(row.text << " " << row.mode);
        Packed app{.name = "app", .post_install = row.text, .script_mode = row.mode};
        const auto file = packed(directory.path(), app);
        Bench thirteen("artpec8@13");
        CHECK(installed(thirteen.device(), file) == row.code);
        CHECK(thirteen.device().applications().find("app").has_value() == (row.code == 0));
        CHECK(fs::is_empty(thirteen.state() / "incoming"));
        Bench twelve;
        CHECK(installed(twelve.device(), file) == 0);
    }
    CHECK(script_defect(directory.path(), "nosuch") == "is not in the package");
    CHECK(script_defect(directory.path(), "../nosuch") == "is not in the package");
}
