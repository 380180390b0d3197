// `probe`: the probe is installed, read through its log and removed again; both printers.
#include "catch.hpp"
#include "probes.hpp"

namespace acapctl::cli {

TEST_CASE("probe tells what it found, and who says so") {
    Probes desk;
    const Said said = desk.on_one(desk.words());
    INFO(said.err);
    CHECK(said.exit == 0);
    for (const char* row :
         {"model\tP3265-V\tvapix", "soc\tAxis Artpec-8\tvapix", "chip\tartpec8\tcatalog",
          "kernel\t6.12\ton-camera", "glibc\tunknown\t-", "dlpu\tyes\ton-camera",
          "larod\ta9-dlpu-tflite, cpu-tflite\ton-camera", "memory\t1.1 GB\ton-camera",
          "apis\tunknown (the device has no /axis-cgi/apidiscovery.cgi (HTTP 404))\t-"})
        CHECK_THAT(said.out, contains("http://one\t" + std::string(row) + "\n"));
    CHECK_FALSE(desk.one().apps.contains("sample"));
}

TEST_CASE("as a document, probe has the report itself and its sources") {
    Probes desk;
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["model"] == "P3265-V");
    CHECK(device["larod"]["devices"].size() == 2);
    CHECK(device["memory"]["total"] == 1073741824);
    CHECK(device["apis"].is_null());
    CHECK(device["source"]["kernel"] == "on-camera");
    CHECK(device["source"]["chip"] == "catalog");
}

TEST_CASE("what is not as it should be on the camera is shown as it is") {
    struct Case {
        std::string larod;
        std::string shown;
    };
    for (const Case& one :
         {Case{R"({"present":false})", "no library on the device\ton-camera"},
          Case{R"({"present":null})", "unknown\ton-camera"},
          Case{R"({"present":true,"devices":null})", "unknown\ton-camera"},
          Case{R"("odd")", "axis-a8-dlpu-tflite, axis-a8-dlpu-native, axis-a8-dlpu-proc, "
                           "axis-a8-gpu-proc, axis-ace-proc, axis-a8-ace-proc, cpu-tflite, perhaps "
                           "armnn-cpu-tflite, perhaps armnn-gpu-tflite\tcatalog"},
          Case{R"({"present":true,"devices":[]})", "no devices\ton-camera"},
          Case{R"({"present":true,"error":{"code":-15,"message":"E\u001b"}})",
               "error: -15, E\\x1b\ton-camera"}}) {
        Probes desk;
        desk.report = R"({"memory":"much","larod":)" + one.larod + "}";
        const Said said = desk.on_one(desk.words());
        INFO(said.err);
        CHECK_THAT(said.out, contains("larod\t" + one.shown + "\n"));
        CHECK_THAT(said.out, contains("memory\tunknown\t-\n"));
    }
}

TEST_CASE("a probe that says nothing ends with 12, and is removed all the same") {
    Probes desk;
    desk.one().on_list = nullptr;
    const Said said = desk.on_both(desk.words({"--wait", "5s"}));
    CHECK(said.exit == 10);
    CHECK_THAT(said.err, contains("error: http://one: the probe did not finish its report"));
    CHECK_THAT(said.out, contains("http://two\tkernel\t6.12"));
    CHECK_FALSE(desk.one().apps.contains("sample"));
    const auto device = desk.json_of_one(desk.words({"--wait", "5s"}));
    CHECK(device["error"]["code"] == "probe-silent");
    CHECK(device["error"]["exit"] == 12);
    CHECK(device["model"] == "P3265-V"); // what VAPIX and the catalog know
    CHECK(device["source"]["dlpu"] == "catalog");
    CHECK(device["memory"].is_null());
}

TEST_CASE("a report of which the log lost a line costs a moment, not all of the time") {
    Probes desk;
    int runs = 0;
    const auto write = [&](const std::string& run, bool whole) {
        const std::string report = Probes::whole(desk.report);
        desk.one().log = log_line("acapctl-probe/1 " + run + " end 2 " + crc(report));
        const std::string first = report.substr(0, 50);
        const std::string second = report.substr(50);
        desk.one().log += log_line("acapctl-probe/1 " + run + " 1/2 " + crc(first) + " " + first);
        if (whole)
            desk.one().log +=
                log_line("acapctl-probe/1 " + run + " 2/2 " + crc(second) + " " + second);
    };
    int good = 2;
    desk.one().on_list = nullptr;
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        const std::string action = device::Camera::query(request, "action");
        if (action == "start" || action == "restart") {
            ++runs;
            write("run" + std::to_string(runs), runs >= good);
            desk.one().apps["sample"].status = "Stopped"; // it has ended
            return device::ok("OK\n");
        }
        return std::nullopt;
    };
    const auto begin = desk.time.now;
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("cut or lost lines of the report (1 of 2 lines arrived, without "
                                  "line 2 of part 1)"));
    CHECK(runs == 2);
    CHECK(desk.time.now - begin < std::chrono::seconds(10));
    good = 100;
    const Said lost = desk.on_one(desk.words());
    CHECK(lost.exit == 12);
    CHECK_THAT(lost.err, contains("each time the probe ran"));
    CHECK(lost.out.empty()); // the error alone
    CHECK(desk.time.now - begin < std::chrono::seconds(30));
    CHECK_FALSE(desk.one().apps.contains("sample"));
}

TEST_CASE("a device that does not tell its architecture is probed as its chip or the user says") {
    Probes desk;
    desk.one().architecture.clear(); // it has no param.cgi either
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["ok"] == true);
    CHECK(device["kernel"] == "6.12");
    CHECK(device["source"]["architecture"] == "catalog");
    desk.environment["AXIS_DEVICE_ARCH"] = "armv7hf";
    CHECK(desk.json_of_one(desk.words())["error"]["exit"] == 9);
}

TEST_CASE("--no-app installs nothing, and succeeds with what is known") {
    Probes desk;
    const auto device = desk.json_of_one({"probe", "--no-app"});
    CHECK(device["ok"] == true);
    CHECK(device["source"]["model"] == "vapix");
    CHECK(device["larod"].is_null());
    CHECK(desk.one().count("upload.cgi") == 0);
    CHECK(device["larodByCatalog"][0]["name"] == "axis-a8-dlpu-tflite");
    CHECK(device["source"]["larodByCatalog"] == "catalog");
    const Said said = desk.on_one({"probe", "--no-app"});
    CHECK_THAT(said.out, contains("larod\taxis-a8-dlpu-tflite, "));
    CHECK_THAT(said.out, contains("perhaps armnn-gpu-tflite\tcatalog\n"));
}

TEST_CASE("a device that admits no unsigned package is asked only if the user says so") {
    Probes desk;
    desk.one().unsigned_allowed = false;
    const Said refused = desk.on_one(desk.words());
    CHECK(refused.exit == 9);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, contains("error: http://one: sample.eap is not signed: nothing is "
                                     "behind its archive; "));
    CHECK_THAT(refused.err, contains("add --allow-unsigned"));
    const std::string zeros =
        desk.write("zeros.eap", samples::package() + std::string(512, '\0')).string();
    CHECK_THAT(desk.on_one({"probe", "--package", zeros}).err,
               contains("zeros.eap is not signed: the 512 bytes behind its archive are no "
                        "signature: "));
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["ok"] == false);
    CHECK(device["measured"] == false);
    CHECK(device["chip"] == "artpec8");
    CHECK(device["error"]["code"] == "signature");
    CHECK_THAT(device["error"]["hint"].get<std::string>(), contains("--allow-unsigned"));
    CHECK(desk.one().count("upload.cgi") == 0);
    CHECK(desk.on_one(desk.words({"--allow-unsigned"})).exit == 0);
    CHECK_FALSE(desk.one().unsigned_allowed);
    CHECK(desk.on_one(desk.words({"--wait", "x"})).exit == 2);
    CHECK(desk.on_one({"probe", "--package", (desk.home() / "gone.eap").string()}).exit == 3);
}

TEST_CASE("a dry run asks the device, says which probe it would get and why, and changes nothing") {
    Probes desk;
    const std::string script = desk.write("script.eap", sample_for("all")).string();
    const std::string other = desk.write("other.eap", sample_for("armv7hf")).string();
    const Said shown = desk.on_one({"probe", "--package", script, "--package", other, "--package",
                                    desk.eap, "--dry-run", "--allow-unsigned"});
    CHECK(shown.exit == 0);
    CHECK_THAT(shown.err,
               contains("http://one: would probe with sample.eap, the program for aarch64, "
                        "manifest schema 1.7.1: AXIS OS 12.11.72 takes its manifest; no "
                        "model goes along\n"));
    CHECK_THAT(shown.out, contains("/axis-cgi/applications/upload.cgi < " + desk.eap + "\n"));
    CHECK_THAT(shown.out, contains("control.cgi?action=remove&package=sample\n"));
    desk.one().architecture = "armv7hf";
    const auto chosen = desk.json_of_one(
        {"probe", "--package", desk.eap, "--package", other, "--dry-run"})["chosen"];
    CHECK(chosen["file"] == other);
    const Said none = desk.on_one(desk.words({"--dry-run"}));
    CHECK(none.exit == 9);
    CHECK_THAT(none.err, contains("no probe package is for it"));
    desk.one().architecture = "aarch64";
    const auto asked = desk.one().fake.requests.size();
    desk.environment["AXIS_DEVICE_ARCH"] = "armv7hf";
    const Said curl = desk.on_one({"probe", "--package", script, "--package", other, "--curl"});
    CHECK_THAT(curl.err, contains("the device decides which probe it gets; shown is other.eap"));
    CHECK(desk.one().fake.requests.size() == asked);
    for (const char* change : {"upload.cgi", "control.cgi", "config.cgi"})
        CHECK(desk.one().count(change) == 0);
}

TEST_CASE("a package whose manifest the device does not take has a hint that is about the probe") {
    Probes desk;
    desk.one().axis_os = "13.0.12";
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 9);
    CHECK_THAT(said.err, contains("leave out --package to use the probe that came along"));
    for (const char* of_deploy : {"--force", "manifest upgrade", "acapctl compat"})
        CHECK(said.err.find(of_deploy) == std::string::npos);
}

TEST_CASE("a report that came whole and cannot be read is an error that says what") {
    struct Case {
        std::string report;
        std::string why;
    };
    for (const Case& one :
         {Case{R"({"format":3})", "its format is 3, and 2 is the one that is read here"},
          Case{R"({"format":"x"})", "its format is a text, and 2"},
          Case{R"({})", "it does not say its format"},
          Case{R"({"format":2,"probe":{},"machine":"x","memory":{}})",
               "it lacks libraries, larod"}}) {
        Probes desk;
        desk.one().on_list = [&] {
            device::Camera& camera = desk.one();
            if (camera.log.empty() && camera.apps.contains("sample") &&
                camera.apps["sample"].status == "Running")
                camera.log = Probes::lines_of(one.report);
        };
        const auto device = desk.json_of_one(desk.words());
        CHECK(device["ok"] == false);
        CHECK(device["error"]["code"] == "probe-unusable");
        CHECK(device["error"]["exit"] == 12);
        CHECK(device["error"]["retryable"] == false);
        CHECK_THAT(device["error"]["message"].get<std::string>(), contains(one.why));
        CHECK(device["measured"] == false);
        CHECK(device["warnings"].empty());
        CHECK(device["model"] == "P3265-V");
        CHECK_FALSE(desk.one().apps.contains("sample"));
    }
}

TEST_CASE("what AXIS OS 13 refuses when it comes is an error that says how to sign") {
    Probes desk;
    desk.bend(desk.one(), "upload.cgi", device::ok("Error: 2\n"));
    const Said said = desk.on_one(desk.words());
    CHECK(said.exit == 6);
    CHECK_THAT(said.err, contains("sample.eap is not signed: "));
    CHECK_THAT(said.err, contains("the package has no valid signature"));
    CHECK_THAT(said.err, contains("hint: sign it, or before AXIS OS 13"));
    CHECK(desk.json_of_one(desk.words())["error"]["code"] == "signature-required");
    const std::string odd =
        desk.write("odd.eap", samples::package() + std::string(512, 's')).string();
    CHECK_THAT(desk.on_one({"probe", "--package", odd}).err,
               contains("odd.eap has 512 bytes behind its archive that the device does not take "
                        "for a signature; "));
}

TEST_CASE("a report that is too large for what it is, is cut and said to be") {
    Probes desk;
    std::string devices;
    for (int i = 0; i < 100; ++i)
        devices += (i == 0 ? "" : ",") + std::string(R"({"name":"d)") + std::to_string(i) + R"("})";
    desk.report = R"({"larod":{"present":true,"devices":[)" + devices + "]}}";
    // one line of the log has no room for it
    desk.one().on_list = [&desk] {
        std::string& log = desk.one().log;
        if (!log.empty() || !desk.one().apps.contains("sample") ||
            desk.one().apps["sample"].status != "Running")
            return;
        const std::string report = Probes::whole(desk.report);
        const std::size_t count = (report.size() + 159) / 160;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string part = report.substr(i * 160, 160);
            log += log_line(
                fmt::format("acapctl-probe/1 r {}/{} {} {}", i + 1, count, crc(part), part));
        }
        log += log_line(fmt::format("acapctl-probe/1 r end {} {}", count, crc(report)));
    };
    const auto device = desk.json_of_one(desk.words());
    CHECK(device["larod"]["devices"].size() == 64);
    CHECK(device["warnings"][0]["message"] == "not all that the device reports is taken: "
                                              "larod.devices: 100 entries, of which 64 are kept");
}

} // namespace acapctl::cli
