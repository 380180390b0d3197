// `probe`: what comes in between: a probe that hangs, is ended, stays, or is interrupted.
#include "catch.hpp"
#include "probes.hpp"

namespace acapctl::cli {

TEST_CASE("what a probe tells that it does keeps the wait alive, but not for ever") {
    Probes desk;
    desk.one().on_list = nullptr;
    int told = 0;
    int enough = 8; // of 4 s each: longer than --wait
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (!request.path.ends_with("systemlog.cgi") || !desk.one().apps.contains("sample"))
            return std::nullopt;
        desk.time.now += std::chrono::seconds(4);
        if (++told < enough)
            desk.one().log += log_line(fmt::format("acapctl-probe/1 r doing step {}", told));
        else if (told == enough)
            desk.one().log += Probes::lines_of(Probes::whole(desk.report));
        return std::nullopt;
    };
    const Said said = desk.on_one(desk.words({"--wait", "10s"}));
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("\nprobe: step 3\n")); // its words begin no line
    CHECK(said.err.find("steps more") == std::string::npos);
    desk.one().log.clear();
    enough = 1000;
    told = 0;
    CHECK(desk.on_one(desk.words({"--wait", "10s"})).exit == 12);
    CHECK(told < 60);
}

TEST_CASE("a probe that ends before its report is started again, and told of") {
    Probes desk;
    int starts = 0;
    desk.one().on_list = [&] {
        device::Camera& camera = desk.one();
        if (!camera.apps.contains("sample") || camera.apps["sample"].status != "Running") return;
        camera.log += log_line(fmt::format("acapctl-probe/1 r{} doing connecting", ++starts));
        camera.apps["sample"].status = "Stopped";
    };
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 12);
    CHECK(starts == 3);
    CHECK_THAT(said.err, contains("the probe has ended before its report; the probe is started"));
    CHECK_THAT(said.err, contains("before its report, each time the probe ran"));
    CHECK_FALSE(desk.one().apps.contains("sample"));
}

TEST_CASE("a larod that hangs for longer than the wait costs its own part of the report alone") {
    Halves desk([](Halves& at, const std::string& run) {
        if (!run.empty())
            at.one().log += log_line("acapctl-probe/1 " + run + " doing connecting to larod");
    });
    const auto device = desk.json_of_one(desk.words({"--wait", "3s"}));
    CHECK(device["ok"] == true);
    CHECK(device["kernel"] == "6.12");
    CHECK(device["larod"].is_null());
    CHECK(device["warnings"][0]["code"] == "probe-silent");
    CHECK_THAT(device["how"]["larod"].get<std::string>(), contains("did not finish its report"));
    const auto message = device["warnings"][0]["message"].get<std::string>();
    CHECK_THAT(message, contains("only the beginning of the probe's report is there: "));
    CHECK_THAT(
        message,
        contains("within 3 s: 1 line arrived, and the last that it told was: connecting to larod"));
    // What an earlier probe has found is not lost for that.
    CHECK(desk.json_of_one({"device", "show"})["probe"].is_null());
}

TEST_CASE("a probe that is ended in the middle of its report is told as such") {
    Halves desk([](Halves& at, const std::string& run) {
        if (run.empty()) return;
        at.one().log += log_line("acapctl-probe/1 " + run + ".2 1/9 " + crc("{") + " {");
        at.one().apps["sample"].status = "Stopped";
        at.one().system_log =
            "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ NOTICE  ] systemd[1]: "
            "sdksample.service: Main process exited, code=killed, status=9/KILL\n";
    });
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (device::Camera::query(request, "action") == "start") desk.one().log.clear();
        return std::nullopt;
    };
    const auto begin = desk.time.now;
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["ok"] == true);
    CHECK(device["kernel"] == "6.12");
    CHECK(device["warnings"][0]["code"] == "probe-ended");
    CHECK_THAT(device["warnings"][0]["message"].get<std::string>(),
               contains("the probe has ended before its report was whole (2 of 10 lines arrived)"));
    CHECK_THAT(device["warnings"][0]["hint"].get<std::string>(), contains("code=killed"));
    CHECK(desk.time.now - begin < std::chrono::seconds(30));
    CHECK(desk.starts == 3);
}

TEST_CASE("that a program does not start is seen within a short --wait, too") {
    Probes desk;
    const std::string script = desk.write("script.eap", sample_for("all")).string();
    int starts = 0;
    desk.one().on_list = [&] {
        if (!desk.one().apps.contains("sample") || desk.one().apps["sample"].status != "Running")
            return;
        if (++starts == 1)
            desk.one().apps["sample"].status = "Stopped"; // and nothing says why
        else
            desk.one().log += log_line("acapctl-probe/1 r 1/1 - " + Probes::whole(desk.report)) +
                              log_line("acapctl-probe/1 r end 1 -");
    };
    const auto begin = desk.time.now;
    const auto device = desk.json_of_one(desk.words({"--package", script, "--wait", "1s"}));
    CHECK(device["ok"] == true);
    CHECK_THAT(device["chosen"]["because"].get<std::string>(),
               contains("it has ended, and has said nothing"));
    CHECK(desk.time.now - begin < std::chrono::seconds(5));
}

TEST_CASE("a program that has ended without a word gives way to the script, with the reason") {
    Probes desk;
    const std::string script = desk.write("script.eap", sample_for("all")).string();
    int starts = 0;
    desk.one().on_list = [&] {
        if (!desk.one().apps.contains("sample") || desk.one().apps["sample"].status != "Running")
            return;
        if (++starts == 1) {
            desk.one().log = log_line("sh: ./sample: Exec format error");
            desk.one().apps["sample"].status = "Stopped";
        } else {
            desk.one().log += log_line("acapctl-probe/1 r 1/1 - " + Probes::whole(desk.report)) +
                              log_line("acapctl-probe/1 r end 1 -");
        }
    };
    const auto device = desk.json_of_one(desk.words({"--package", script}));
    CHECK(device["ok"] == true);
    CHECK_THAT(device["chosen"]["package"].get<std::string>(), contains("the script"));
    CHECK_THAT(device["chosen"]["because"].get<std::string>(),
               contains("the probe does not start: the program"));
    CHECK_FALSE(desk.one().apps.contains("sample"));
}

TEST_CASE("--keep leaves the probe there, and nothing is said of it afterwards") {
    Probes desk;
    CHECK(desk.on_one(desk.words({"--keep"})).exit == 0);
    CHECK(desk.one().apps.contains("sample"));
    CHECK(desk.on_one({"list"}).err.empty());
}

TEST_CASE("a probe that could not be removed is told of by the next command, until it is gone") {
    Probes desk;
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (device::Camera::query(request, "action") == "remove")
            return device::Fault{.kind = device::FaultKind::connect, .detail = "lost"};
        return std::nullopt;
    };
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 5);
    CHECK_THAT(said.err, contains("error: http://one: the probe is still installed as sample"));
    CHECK(said.err.find("warning: http://one: the probe is still") == std::string::npos); // once
    CHECK_THAT(said.err, contains("'acapctl remove sample'"));
    CHECK_THAT(said.out, contains("http://one\twarning\tthe probe is still installed as "));
    CHECK_THAT(said.out, contains("kernel\t6.12\ton-camera"));
    const Said next = desk.on_one({"list"});
    CHECK(next.exit == 0);
    CHECK_THAT(next.err, contains("a probe that ended after 20"));
    CHECK_THAT(next.err, contains("is still installed; 'acapctl remove sample'"));
    desk.one().bend = nullptr;
    CHECK(desk.on_one({"remove", "sample"}).exit == 0);
    CHECK(desk.on_one({"list"}).err.empty());
}

TEST_CASE("a device that refuses to remove the probe is not done, with the report") {
    Probes desk;
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (device::Camera::query(request, "action") != "remove") return std::nullopt;
        return device::ok("Error: 10\n");
    };
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["ok"] == false);
    CHECK(device["measured"] == true);
    CHECK(device["kernel"] == "6.12");
    CHECK(device["error"]["code"] == "probe-left");
    CHECK(device["error"]["exit"] == 6);
    CHECK(device["warnings"][0]["code"] == "probe-left");
    CHECK_THAT(device["warnings"][0]["message"].get<std::string>(),
               contains("installed as sample"));
}

TEST_CASE("after Ctrl-C it is said what has become of the probe") {
    Probes desk;
    bool removable = true;
    const auto stop_on = [&](device::Camera& camera) {
        camera.on_list = nullptr;
        camera.bend = [&](const device::Request& request) -> std::optional<device::Answer> {
            const std::string action = device::Camera::query(request, "action");
            if (action == "start") desk.stop.request_stop();
            if (action == "remove" && !removable) return device::ok("Error: 10\n");
            return std::nullopt;
        };
    };
    stop_on(desk.one());
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 130);
    CHECK(said.out.empty());
    CHECK_THAT(said.err, contains("interrupted; the probe was removed"));
    CHECK_FALSE(desk.one().apps.contains("sample"));
    removable = false;
    desk.stop = std::stop_source();
    const Said left = desk.on_one(desk.words());
    CHECK(left.exit == 130);
    CHECK_THAT(left.err, contains("interrupted; the probe is still installed as sample"));
    CHECK_THAT(left.err, contains("'acapctl remove sample'"));
}

TEST_CASE("what a probe tells of its steps is bounded") {
    Probes desk;
    desk.one().on_list = [&] {
        device::Camera& camera = desk.one();
        if (!camera.log.empty() || !camera.apps.contains("sample") ||
            camera.apps["sample"].status != "Running")
            return;
        for (int i = 1; i <= 190; ++i)
            camera.log += log_line(fmt::format("acapctl-probe/1 r doing step {}", i));
        camera.log += Probes::lines_of(Probes::whole(desk.report));
    };
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("\nprobe: step 40\nprobe: and 150 steps more\n"));
    CHECK(said.err.find("probe: step 41") == std::string::npos);
}

} // namespace acapctl::cli
