// `probe`: the probe is installed, read through its log and removed again; both printers.
#include "cameras.hpp"
#include "catch.hpp"

#include <zlib.h>

namespace acapctl::cli {

namespace {

std::string crc(const std::string& text) {
    return fmt::format("{:08x}", ::crc32(0, reinterpret_cast<const Bytef*>(text.data()),
                                         static_cast<uInt>(text.size())));
}

std::string log_line(const std::string& message) {
    return "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ INFO    ] sample[7]: " + message +
           "\n";
}

// A package "sample" stands for the probe; it reports as soon as it runs.
struct Probes : Cameras {
    std::string eap = write("sample.eap", samples::package()).string();
    std::string report =
        R"({"machine":"aarch64","kernel":"6.12","memory":{"total":1073741824},)"
        R"("larod":{"present":true,"devices":[{"name":"a9-dlpu-tflite"},{"name":"cpu-tflite"}]}})";

    Probes() {
        for (const char* host : {"one", "two"}) {
            device::Camera& camera = devices[host];
            camera.on_list = [this, &camera] {
                if (camera.log.empty() && camera.apps.contains("sample") &&
                    camera.apps["sample"].status == "Running")
                    camera.log = log_line("acapctl-probe/1 r 1/1 " + crc(report) + " " + report) +
                                 log_line("acapctl-probe/1 r end 1 " + crc(report));
            };
        }
    }
    Words words(Words more = {}) const {
        more.insert(more.begin(), {"probe", "--package", eap});
        return more;
    }
};

} // namespace

TEST_CASE("probe tells what it found, and who says so") {
    Probes desk;
    const Said said = desk.on_one(desk.words());
    INFO(said.err);
    CHECK(said.exit == 0);
    for (const char* row :
         {"model\tP3265-V\tvapix", "soc\tAxis Artpec-8\tvapix", "chip\tartpec8\tcatalog",
          "kernel\t6.12\ton-camera", "glibc\tunknown\t-", "dlpu\tyes\ton-camera",
          "larod\ta9-dlpu-tflite, cpu-tflite\ton-camera", "memory\t1.1 GB\ton-camera",
          "apis\tunknown\t-"})
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
    for (const Case& one : {Case{R"({"present":false})", "no library on the device"},
                            Case{R"("odd")", "no library on the device"},
                            Case{R"({"present":true,"devices":[]})", "no devices"},
                            Case{R"({"present":true,"error":"E\u001b"})", "error: E\\x1b"}}) {
        Probes desk;
        desk.report = R"({"memory":"much","larod":)" + one.larod + "}";
        const Said said = desk.on_one(desk.words());
        INFO(said.err);
        CHECK_THAT(said.out, contains("larod\t" + one.shown + "\ton-camera"));
        CHECK_THAT(said.out, contains("memory\tunknown\ton-camera"));
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
        desk.one().log = log_line("acapctl-probe/1 " + run + " end 2 " + crc(desk.report));
        const std::string first = desk.report.substr(0, 50);
        const std::string second = desk.report.substr(50);
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
    CHECK_THAT(said.err, contains("cut or lost lines of the report (1 of 2 lines arrived)"));
    CHECK(runs == 2);
    CHECK(desk.time.now - begin < std::chrono::seconds(10));
    good = 100;
    const Said lost = desk.on_one(desk.words());
    CHECK(lost.exit == 12);
    CHECK_THAT(lost.err, contains("each time the probe ran"));
    CHECK_THAT(lost.out, contains("model\tP3265-V\tvapix"));
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
    CHECK_THAT(desk.on_one({"probe", "--no-app"}).out, contains("larod\tunknown\t-"));
}

TEST_CASE("a device that admits no unsigned package is asked only if the user says so") {
    Probes desk;
    desk.one().unsigned_allowed = false;
    const Said refused = desk.on_one(desk.words());
    CHECK(refused.exit == 9);
    CHECK_THAT(refused.out, contains("chip\tartpec8\tcatalog"));
    CHECK_THAT(refused.out, contains("kernel\tunknown\t-"));
    CHECK_THAT(refused.err, contains("error: http://one: "));
    CHECK(desk.one().count("upload.cgi") == 0);
    CHECK(desk.on_one(desk.words({"--allow-unsigned"})).exit == 0);
    CHECK_FALSE(desk.one().unsigned_allowed);
    CHECK(desk.on_one(desk.words({"--wait", "x"})).exit == 2);
    CHECK(desk.on_one({"probe", "--package", (desk.home() / "gone.eap").string()}).exit == 3);
    const Said shown = desk.on_one(desk.words({"--dry-run", "--allow-unsigned"}));
    CHECK_THAT(shown.out, contains("control.cgi?action=remove&package=sample\n"));
}

} // namespace acapctl::cli
