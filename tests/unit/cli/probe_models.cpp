// `probe --model`: what is asked, checked and told before and after a model runs.
#include "catch.hpp"
#include "probes.hpp"

namespace acapctl::cli {

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

} // namespace acapctl::cli
