// `probe`: the probe is installed, read through its log and removed again; both printers.
#include "cameras.hpp"
#include "catch.hpp"
#include "unit/model/samples.hpp"

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

// The sample for another architecture, or with options that its program gets.
std::string sample_for(const std::string& architecture, const std::string& options = {}) {
    const TempDir dir;
    samples::write_members(dir.path());
    auto manifest = nlohmann::json::parse(samples::manifest);
    auto& setup = manifest["acapPackageConf"]["setup"];
    setup["architecture"] = architecture;
    if (!options.empty()) setup["runOptions"] = options;
    write_file(dir.path() / "manifest.json", manifest.dump());
    return samples::archive(dir.path(), {"sample", "package.conf", "LICENSE", "manifest.json"});
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
                    camera.log = lines_of(whole(report));
            };
        }
    }
    static std::string lines_of(const std::string& whole) {
        return log_line("acapctl-probe/1 r 1/1 " + crc(whole) + " " + whole) +
               log_line("acapctl-probe/1 r end 1 " + crc(whole));
    }
    // With what every report has, and does not matter to a test.
    static std::string whole(const std::string& part) {
        auto report = nlohmann::json::parse(part);
        if (!report.contains("format")) report["format"] = 2;
        for (const char* key : {"probe", "machine", "memory", "libraries", "larod"})
            if (!report.contains(key)) report[key] = nullptr;
        return report.dump();
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

namespace {

// A camera on which another application has the DLPU, and a model.
struct Models : Probes {
    std::string model = write("yolo.tflite", samples::model("uint8")).string();
    Models() {
        report = R"({"models":[{"device":"cpu-tflite","outcome":"ran","inference":{"median":5}}]})";
        one().bend = [this](const device::Request& request) -> std::optional<device::Answer> {
            if (!request.path.ends_with("list.cgi") || one().apps.contains("sample"))
                return std::nullopt;
            return device::ok(
                R"(<reply result="ok"><application Name="faces" Status="Running"><Resources>)"
                R"(<Resource name="DeepLearningProcessor" used="Yes"/></Resources></application>)"
                "</reply>");
        };
    }
    Words with_model(Words more = {}) const {
        Words all = words({"--model", model});
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
};

} // namespace

TEST_CASE("a model is not run where others use the DLPU unless the user says so") {
    Models desk;
    const Said refused = desk.on_one(desk.with_model());
    CHECK(refused.exit == 9);
    CHECK_THAT(refused.err, contains("the deep learning processor is in use by faces (Running)"));
    CHECK_THAT(refused.err, contains("--yes"));
    CHECK(desk.one().count("upload.cgi") == 0);
    CHECK(refused.out.empty());                                                // the error alone
    CHECK_THAT(refused.err, contains("error: http://one: the deep learning")); // the name once
    desk.typed = "n\n";
    CHECK(desk.on_one(desk.with_model()).exit == 9);
    desk.typed = "y\n";
    CHECK(desk.on_one(desk.with_model()).exit == 0);
    desk.typed.clear();
    desk.one().log.clear();
    const auto device = desk.json_of_one(desk.with_model({"--yes"}));
    CHECK(device["ok"] == true);
    CHECK_THAT(device["notes"][0].get<std::string>(), contains("cache of its own"));
    CHECK(desk.one().count("upload.cgi") == 2);
}

TEST_CASE("a damaged model is refused before a device is asked, one of unknown format is not") {
    Models desk;
    const std::string cut =
        desk.write("cut.tflite", samples::model("uint8").substr(0, 100)).string();
    const Said refused = desk.on_one(desk.words({"--yes", "--model", cut}));
    CHECK(refused.exit == 3);
    CHECK_THAT(refused.err, contains("cut.tflite: no sound model of TensorFlow Lite: "));
    CHECK(desk.one().fake.requests.empty());
    const std::string other = desk.write("some.model", "neither this nor that").string();
    CHECK(desk.on_one(desk.words({"--yes", "--model", other})).exit == 0);
}

TEST_CASE("who uses the DLPU is no matter for a run without it, and a probe left there uses none") {
    Models desk;
    CHECK(desk.on_one(desk.with_model({"--larod-device", "cpu-tflite"})).exit != 9);
    desk.one().bend = [&](const device::Request& request) -> std::optional<device::Answer> {
        if (!request.path.ends_with("list.cgi") || desk.one().apps.contains("sample"))
            return std::nullopt;
        return device::ok(
            R"(<reply result="ok"><application Name="acapctl_probe" Status="Running"><Resources>)"
            R"(<Resource name="DeepLearningProcessor" used="Yes"/></Resources></application>)"
            "</reply>");
    };
    desk.one().log.clear();
    const auto device = desk.json_of_one(desk.with_model());
    CHECK(device["ok"] == true);
    CHECK(device["dlpuUsers"] == nlohmann::json::array());
}

TEST_CASE("what a model cannot be run with is told before a device is asked") {
    Models desk;
    const std::string is_signed =
        desk.write("signed.eap", samples::package() + std::string(512, 's')).string();
    check_usage(desk, {{{"probe", "--package", is_signed, "--model", desk.model},
                        "a signed package cannot take a model",
                        "leave out --package"},
                       {{"probe", "--no-app", "--model", desk.model}, "installs nothing", ""},
                       {{"probe", "--larod-device", "x"}, "are about a model", "--model"},
                       {desk.with_model({"--larod-device", "a b"}), "no name of a larod", ""},
                       {desk.with_model({"--runs", "0"}), "1 to 10000", ""},
                       {desk.words({"--wait", "0"}), "gives the probe no time", "60s"},
                       {desk.words({"--wait", "0s"}), "gives the probe no time", "60s"},
                       {desk.words({"--vendor", "x"}), "are for --export", "--export DIR"},
                       {desk.words({"--export", "d"}), "needs --vendor", ""},
                       {desk.words({"--export", "d", "--vendor", "v", "--vendor-id", "12"}),
                        "is no vendor id", "ten hexadecimal digits"}});
    CHECK(desk.on_one({"probe", "--model", (desk.home() / "gone").string()}).exit == 3);
}

TEST_CASE("a larod device is known before anything is uploaded, and missing is a failure") {
    Models desk;
    const auto on = [&](const char* larod) {
        return desk.on_one(desk.with_model({"--yes", "--larod-device", larod}));
    };
    const Said typo = on("cpu-tflit");
    CHECK(typo.exit == 2);
    CHECK_THAT(typo.err, contains("Did you mean 'cpu-tflite'?"));
    const Said other = on("a9-dlpu-tflite");
    CHECK(other.exit == 9);
    CHECK_THAT(other.err, contains("ARTPEC-8 has no larod device a9-dlpu-tflite"));
    CHECK(desk.one().count("upload.cgi") == 0);
    CHECK(on("cpu-tflite").exit == 0);
    desk.one().log.clear();
    desk.report = R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"}]},"models":[{)"
                  R"("device":"axis-a8-dlpu-tflite","outcome":"refused","error":{"code":19}}]})";
    const Said missing = on("axis-a8-dlpu-tflite");
    CHECK(missing.exit == 6);
    CHECK_THAT(missing.err,
               contains("the device does not have the larod device axis-a8-dlpu-tflite"));
    CHECK_THAT(missing.out, contains("axis-a8-dlpu-tflite\trefused: 19; errno 19: "));
    CHECK_FALSE(desk.one().apps.contains("sample"));
}

TEST_CASE("a larod device that was named and does not run the model is a failure, others are not") {
    Models desk;
    desk.report =
        R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"},{"name":"axis-a8-dlpu-native"}]},)"
        R"("models":[{"device":"axis-a8-dlpu-native","outcome":"refused","error":{"code":-2,)"
        R"("message":"Incorrect model format"}},{"device":"cpu-tflite","outcome":"ran",)"
        R"("inference":{"median":5}}]})";
    const auto on = [&](Words names) {
        Words words{"--yes"};
        for (const std::string& name : names) words.insert(words.end(), {"--larod-device", name});
        desk.one().log.clear();
        return desk.json_of_one(desk.with_model(words));
    };
    CHECK(on({})["ok"] == true);
    CHECK(on({"cpu-tflite"})["ok"] == true);
    for (const Words& names :
         {Words{"axis-a8-dlpu-native"}, Words{"cpu-tflite", "axis-a8-dlpu-native"}}) {
        const auto device = on(names);
        CHECK(device["error"]["code"] == "model-not-run");
        CHECK(device["error"]["exit"] == 6);
        CHECK_THAT(device["error"]["message"].get<std::string>(),
                   contains("axis-a8-dlpu-native: refused: -2, Incorrect model format"));
        CHECK(device["models"].size() == 2);
    }
    desk.report = R"({"larod":{"present":true,"error":{"code":-6,"message":"no"}},"models":null})";
    CHECK_THAT(on({"cpu-tflite"})["error"]["message"].get<std::string>(),
               contains("cpu-tflite: nothing is told of it"));
    CHECK(on({})["warnings"].back()["code"] == "model-not-run");
}

TEST_CASE("inputs and outputs, and what was tried again, stand in the table and on the page") {
    Models desk;
    desk.report =
        R"({"models":[{"device":"cpu-tflite","outcome":"ran","retries":3,"failedLoad":{"code":-2,)"
        R"("message":"Could not run warmup job"},"repeatedLoad":900,"laterLoad":800,"inference":)"
        R"({"min":4,"median":5,"p95":6,"max":7},"inputs":[{"type":"uint8","shape":[1,8,8,3],)"
        R"("layout":"NHWC","bytes":192}],"outputs":[{"type":"float32","shape":[1,10],"bytes":40}]}]})";
    const std::string page = (desk.home() / "page.html").string();
    const Said said = desk.on_one(desk.with_model({"--yes", "--html", page}));
    const std::string html = read_file(page);
    for (const char* text :
         {"uint8 1x8x8x3 NHWC, 192 bytes", "float32 1x10, 40 bytes",
          "5 ms (min 4 ms, 95 % 6 ms, max 7 ms), first load failed (-2, Could not run warmup job), "
          "second load 900 ms, again 800 ms; power was not available 3 times"}) {
        CHECK_THAT(said.out, contains(text));
        CHECK_THAT(html, contains(text));
    }
    CHECK_THAT(said.out, contains("http://one\tinput\timage: uint8"));
}

TEST_CASE("the model is named in the report, the table and the page") {
    Models desk;
    const std::string page = (desk.home() / "page.html").string();
    const Said said = desk.on_one(desk.with_model({"--yes", "--html", page}));
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("page: " + page + "\n"));
    CHECK_THAT(said.out, contains("file\tyolo.tflite, "));
    CHECK_THAT(read_file(page), contains("<p class=\"file\">yolo.tflite, "));
    desk.one().log.clear();
    const auto device = desk.json_of_one(desk.with_model({"--yes"}));
    CHECK(device["modelFile"]["name"] == "yolo.tflite");
    CHECK(device["modelFile"]["sha256"].get<std::string>().size() == 64);
}

TEST_CASE("a package for another architecture gives way to acapctl's own probe") {
    Probes desk;
    const std::string other = desk.write("other.eap", sample_for("armv7hf")).string();
    const Said said = desk.on_one({"probe", "--package", other});
    CHECK(said.exit == 9);
    CHECK_THAT(said.err, contains("leave out --package to use the probe that came along"));
    CHECK_THAT(said.err, contains("'acapctl probe --export DIR"));
    CHECK(said.err.find("acapctl build") == std::string::npos);
}

TEST_CASE("a model is not done without: where the probe is refused, so is the command") {
    Models desk;
    desk.one().unsigned_allowed = false;
    CHECK(desk.on_one(desk.with_model({"--yes"})).exit == 9);
}

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

namespace {

// A report of two parts, of which each run writes the first, and then does what `after` says.
struct Halves : Probes {
    std::string first = R"({"format":2,"kernel":"6.12","how":{"kernel":"uname"},"more":true})";
    int starts = 0;
    explicit Halves(const std::function<void(Halves&, const std::string& run)>& after) {
        one().on_list = [this, after] {
            if (!one().apps.contains("sample") || one().apps["sample"].status != "Running") return;
            if (!one().log.empty() && starts > 0) return after(*this, "");
            const std::string run = fmt::format("r{}", ++starts);
            write_part(run, first);
            after(*this, run);
        };
    }
    void write_part(const std::string& run, const std::string& text) {
        one().log += log_line("acapctl-probe/1 " + run + ".1 1/1 " + crc(text) + " " + text) +
                     log_line("acapctl-probe/1 " + run + ".1 end 1 " + crc(text));
    }
};

} // namespace

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

TEST_CASE("--curl shows the probe that the device gets by what is remembered of it") {
    Probes desk;
    auto manifest = nlohmann::json::parse(samples::manifest);
    manifest["schemaVersion"] = "2.0.0";
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "manifest.json", manifest.dump());
    const std::string second =
        desk.write("second.eap", samples::archive(dir.path(), {"sample", "package.conf", "LICENSE",
                                                               "manifest.json"}))
            .string();
    const auto curl = [&] {
        return desk.on_one({"probe", "--package", desk.eap, "--package", second, "--curl"});
    };
    CHECK_THAT(curl().err, contains("shown is sample.eap"));
    desk.one().axis_os = "12.11.77";
    CHECK(desk.on_one({"device", "show"}).exit == 0);
    CHECK_THAT(curl().err, contains("http://one: the device decides which probe it gets; shown is "
                                    "second.eap"));
    CHECK_THAT(curl().out, contains("second.eap"));
}

TEST_CASE("of several devices it is said how many were not measured") {
    Probes desk;
    desk.report = R"({"kernel":"6.12"})";
    const Said said = desk.on_both({"probe", "--no-app"});
    CHECK_THAT(said.err,
               contains("0 measured, 2 by VAPIX and the catalog alone\n2 of 2 devices: ok"));
    CHECK(desk.on_both(desk.words()).err.find("alone") == std::string::npos);
}

TEST_CASE("the hint for a probe that was removed says how to see its log") {
    Probes desk;
    desk.one().on_list = nullptr;
    const Said said = desk.on_one(desk.words({"--wait", "5s"}));
    CHECK(said.exit == 12);
    CHECK_THAT(said.err, contains("with --keep the probe stays, and 'acapctl logs sample' shows"));
    CHECK(said.err.find("see 'acapctl logs'") == std::string::npos);
}

TEST_CASE("the page names devices on which no model ran, and has tables of five for paper") {
    Models desk;
    Words words = desk.with_model({"--yes", "--html", (desk.home() / "page.html").string()});
    for (const char* host : {"three", "four", "five", "six"})
        desk.add(host).unsigned_allowed = false;
    for (const char* host : {"three", "four", "five", "six"})
        words.insert(words.end(), {"-t", std::string("http://") + host});
    CHECK(desk.on_both(words).exit == 10);
    const std::string page = read_file(desk.home() / "page.html");
    for (const char* part :
         {"<h3>http://six <small>P3265-V</small></h3>\n<div class=\"what\">no model ran</div><div>"
          "sample.eap is not signed",
          "<div class=\"wide screen\">", "<div class=\"wide paper\">", "@page { size: landscape }",
          "<thead><tr><td><th scope=\"col\">http://two</thead>",
          "<tr><th scope=\"row\">serial<td>B8A44F000003"})
        CHECK_THAT(page, contains(part));
    CHECK(page.find("overflow-wrap: anywhere }\n.wide") == std::string::npos);
}

TEST_CASE("the page has the devices side by side, what differs marked, and nothing to fetch") {
    Probes desk;
    desk.report =
        R"({"kernel":"<b>6.12</b>","memory":{"total":2000000000,"available":1000000000},)"
        R"("larod":{"present":true,"devices":[{"name":"a9-dlpu-tflite"}]},"models":[{"device":)"
        R"("a9-dlpu-tflite","outcome":"ran","inference":{"median":3,"p95":10}}]})";
    desk.two().architecture = "armv7hf";
    desk.two().unsigned_allowed = false;
    const std::string file = (desk.home() / "page.html").string();
    CHECK(desk.on_both(desk.words({"--html", file})).exit == 10); // no package is for the second
    const std::string page = read_file(file);
    for (const char* part :
         {"<h1>What 2 devices can do</h1>", "&lt;b&gt;6.12&lt;/b&gt;",
          "<tr class=\"differs\"><th scope=\"row\">architecture<td>aarch64 <small>vapix</small>"
          "<td>armv7hf <small>vapix</small>",
          "style=\"width:50.0%\"", "style=\"width:30.0%\"",
          "<th scope=\"row\">a9-dlpu-tflite<td>✓<td class=\"none\">–", "1.0 GB of 2.0 GB available",
          "<th scope=\"row\">cpu-tflite<td class=\"none\">–<td>✓ <small>catalog</small>",
          "prefers-color-scheme: dark", "no probe package is for it"})
        CHECK_THAT(page, contains(part));
    for (const char* part : {"<script", "url(", "@import", "src=", "href="})
        CHECK(page.find(part) == std::string::npos);
    CHECK_THAT(page, contains("Content-Security-Policy\" content=\"default-src 'none'"));
    CHECK(desk.on_one(desk.words({"--html", desk.home().string()})).exit == 3);
}

TEST_CASE("a row that differs is marked, also of what is so at this moment alone") {
    Probes desk;
    desk.report = R"({"kernel":"6.12","memory":{"total":2000000000,"available":1000000000}})";
    const std::string other =
        R"({"kernel":"6.12","memory":{"total":2000000000,"available":500000000}})";
    desk.two().on_list = [&desk, &other] {
        if (desk.two().log.empty() && desk.two().apps.contains("sample"))
            desk.two().log = Probes::lines_of(Probes::whole(other));
    };
    const std::string file = (desk.home() / "page.html").string();
    CHECK(desk.on_both(desk.words({"--html", file})).exit == 0);
    const std::string page = read_file(file);
    CHECK_THAT(page, contains("<tr class=\"differs\"><th scope=\"row\">available<td>1.0 GB<td>"));
    CHECK_THAT(page, contains("<tr><th scope=\"row\">kernel<td>6.12<td>6.12"));
}

TEST_CASE("what a probe has found decides for other commands, with its age") {
    Probes desk;
    desk.report = R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto shown = desk.json_of_one({"device", "show"});
    CHECK(shown["probe"]["larodDevices"] == nlohmann::json{"cpu-tflite"});
    CHECK(shown["probe"]["dlpu"] == false);
    CHECK_THAT(desk.on_one({"device", "show"}).out, contains("larod devices\tcpu-tflite"));
    const std::string eap =
        desk.write("larod.eap", sample_for("aarch64", "-d axis-a8-dlpu-tflite")).string();
    const Said lint = desk.acapctl({"lint", eap, "--for", "http://one"});
    CHECK_THAT(lint.err,
               contains("probed less than a minute ago, with the larod devices cpu-tflite"));
    CHECK_THAT(lint.out, contains("which the device does not have (probed less than a minute ago"));
    const Said compat = desk.acapctl({"compat", eap, "--for", "http://one"});
    CHECK(compat.exit == 9);
    CHECK_THAT(desk.on_one({"deploy", eap}).err, contains("which the device does not have"));
    desk.one().axis_os = "12.11.99"; // another AXIS OS was not probed
    CHECK(desk.json_of_one({"device", "show"})["probe"].is_null());
    CHECK(desk.acapctl({"compat", eap, "--for", "http://one"}).exit == 0);
}

TEST_CASE("a probe to which larod told nothing takes no earlier one's place, and says so") {
    Probes desk;
    const std::string refused =
        R"({"larod":{"present":true,"connected":false,"devices":null,"error":{"code":-5,"message":"no"}}})";
    const auto shown = [&] { return desk.json_of_one({"device", "show"})["probe"]; };
    const auto probed = [&](const std::string& report) {
        desk.one().log.clear();
        desk.report = report;
        return desk.json_of_one(desk.words())["warnings"];
    };
    CHECK(probed(refused).size() == 1);
    CHECK(shown()["larodDevices"] == nlohmann::json::array());
    CHECK(probed(R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})").empty());
    const auto warnings = probed(refused);
    CHECK(warnings[0]["code"] == "larod-error");
    CHECK(warnings[1]["code"] == "not-remembered");
    CHECK(warnings[1]["message"] == "larod has told no devices this time, and what was probed less "
                                    "than a minute ago stays remembered");
    CHECK(shown()["larodDevices"] == nlohmann::json{"cpu-tflite"});
    CHECK(probed(R"({"larod":{"present":false}})").empty());
    CHECK(shown()["larodDevices"] == nlohmann::json::array());
}

TEST_CASE("a dry run does not promise to run a model where a probe has found no larod") {
    Models desk;
    desk.report = R"({"larod":{"present":false}})";
    CHECK_THAT(desk.on_one(desk.with_model({"--dry-run"})).err, contains("to be run 20 times on"));
    CHECK(desk.on_one(desk.words()).exit == 0);
    const Said said = desk.on_one(desk.with_model({"--dry-run"}));
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("which would not run: the device has no larod (probed less than "
                                  "a minute ago)"));
    CHECK(desk.json_of_one(desk.with_model({"--dry-run"}))["noLarod"] ==
          "the device has no larod (probed less than a minute ago)");
}

TEST_CASE("a model is judged by what was found on the device, and its chip is named") {
    Probes desk;
    const std::string model = desk.write("m.onnx", std::string("\x08\x08\x3a\x00", 4)).string();
    const auto asked = [&] {
        return desk.acapctl({"inspect", model, "--for", "http://one", "--json"}).document();
    };
    CHECK(asked()["advice"][0]["chip"] == "artpec8");
    desk.report = R"({"larod":{"present":false}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto advice = asked()["advice"][0];
    CHECK(advice["chip"] == "artpec8");
    CHECK(advice["verdict"] == "refused");
    CHECK(advice["reasons"][0]["what"] == "the device has no larod");
    CHECK(advice["reasons"][0]["source"] == "on-camera, probed less than a minute ago");
    const Said said = desk.acapctl({"inspect", model, "--for", "http://one"});
    CHECK_THAT(said.err, contains("probed less than a minute ago, without larod"));
    CHECK_THAT(said.out, contains("ARTPEC-8\t-\tcannot run\tthe device has no larod"));
}

TEST_CASE("what a probe has asked and found is shown without asking again") {
    Probes desk;
    desk.report = R"({"glibc":"2.39","larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto asked = desk.one().fake.requests.size();
    const Said said = desk.on_one({"device", "show", "--cached"});
    CHECK(said.exit == 0);
    for (const char* row :
         {"remembered\tasked less than a minute ago", "model\tP3265-V",
          "probed\tless than a minute ago", "glibc\t2.39", "larod devices\tcpu-tflite"})
        CHECK_THAT(said.out, contains("http://one\t" + std::string(row) + "\n"));
    const auto device = desk.json_of_one({"device", "show", "--cached"});
    CHECK(device["cached"] == true);
    CHECK(device["probe"]["glibc"] == "2.39");
    CHECK(desk.one().fake.requests.size() == asked);
}

TEST_CASE("build --for tells what the device was found to lack") {
    Probes desk;
    desk.report = R"({"glibc":"2.36","larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const std::string project = (desk.home() / "script").string();
    auto manifest = nlohmann::json::parse(samples::manifest);
    auto& setup = manifest["acapPackageConf"]["setup"];
    setup["architecture"] = "all";
    setup["runOptions"] = "-d axis-a8-dlpu-tflite";
    desk.write("script/manifest.json", manifest.dump());
    desk.write("script/sample", "#!/bin/sh\n", 0755);
    desk.write("script/LICENSE", "free\n");
    const Said said = desk.acapctl({"build", project, "--for", "http://one"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("with the larod devices cpu-tflite and glibc 2.36"));
    CHECK_THAT(said.err, contains("will not run on http://one: it needs"));
    CHECK_THAT(said.err, contains("which the device does not have (probed less than a minute ago"));
}

} // namespace acapctl::cli
