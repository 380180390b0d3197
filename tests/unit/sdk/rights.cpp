#include "sdk/rights.hpp"

#include "catch.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <filesystem>
#include <iostream>

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

const InterfaceTable& table() {
    return InterfaceTable::built_in();
}

AskedRights asked(const std::string& resources, const std::string& more = "\"setup\": {}") {
    return asked_rights(JsonDocument::parse(R"({"schemaVersion": "2.2.0", "resources": {)" +
                                                resources + R"(}, "acapPackageConf": {)" + more +
                                                "}}",
                                            "manifest.json")
                            .root);
}

std::string group(const std::string& names) {
    return R"("linux": {"user": {"groups": [)" + names + "]}}";
}

std::string methods(const std::string& names) {
    return R"("dbus": {"requiredMethods": [)" + names + "]}";
}

InterfaceUses program(std::vector<std::string> libraries, std::vector<std::string> functions = {},
                      std::vector<std::string> mentions = {}) {
    return {.files = {{.path = "app",
                       .libraries = std::move(libraries),
                       .functions = std::move(functions),
                       .mentions = std::move(mentions),
                       .imports_known = true}},
            .compiled = true};
}

// "error group 'gpu'; warning group 'video'"
std::string missing(const InterfaceUses& uses, const AskedRights& rights) {
    static const char* const weights[] = {"note ", "warning ", "error "};
    std::vector<std::string> words;
    for (const MissingRight& found : missing_rights(uses, rights, table()))
        words.push_back(weights[static_cast<int>(found.weight)] + found.right->asks());
    return text::join(words, "; ");
}

std::string unused(const InterfaceUses& uses, const AskedRights& rights) {
    std::vector<std::string> words;
    for (const UnusedRight& found : unused_rights(uses, rights, table()))
        words.push_back(found.name);
    return text::join(words, "; ");
}

} // namespace

TEST_CASE("a program that links a library needs its right, and has it when the manifest asks") {
    struct Case {
        const char* library;
        std::string asks;
        std::string expected;
    };
    const std::string overlay = methods(R"("com.axis.Graphics2.*", "com.axis.Overlay2.*")");
    const std::vector<Case> cases{
        {"libOpenCL.so.1", group(R"("gpu")"), "error group 'gpu'"},
        {"libEGL.so.1", group(R"("gpu", "video")"), "error group 'gpu'"},
        {"libGLESv2.so.2", group(R"("gpu")"), "error group 'gpu'"},
        {"libpipewire-0.3.so.0", group(R"("pipewire")"), "error group 'pipewire'"},
        {"libaxstorage.so.1", group(R"("storage")"), "error group 'storage'"},
        {"libaxserialport.so.1", group(R"("admin")"), "error group 'admin'"},
        {"libaxoverlay.so", overlay,
         "error D-Bus methods com.axis.Graphics2.* and com.axis.Overlay2.*"},
        {"libbbox.so.1", overlay + ", " + group(R"("video")"),
         "error D-Bus methods com.axis.Graphics2.* and com.axis.Overlay2.*; warning group "
         "'video'"},
        {"libaxoverlay2.so.2", R"("overlay": {"enabled": true})", "error resource 'overlay'"},
    };
    for (const Case& each : cases) {
        INFO(each.library);
        CHECK(missing(program({each.library}), asked("")) == each.expected);
        CHECK(missing(program({each.library}), asked(each.asks)).empty());
    }
    for (const char* library : {"libaxevent.so.1", "libaxparameter.so.1", "liblicensekey.so.1",
                                "libcurl.so.4", "libssl.so.3", "libfcgi.so.0", "liblarod.so.1"})
        CHECK(missing(program({library}), asked("")).empty());
}

TEST_CASE("of VDO only a stream of one's own may need the group") {
    const auto vdo = [](std::vector<std::string> functions) {
        return program({"libvdostream.so.1"}, std::move(functions));
    };
    CHECK(missing(vdo({"vdo_stream_new"}), asked("")) == "warning group 'video'");
    CHECK(missing(vdo({"vdo_stream_new"}), asked(group(R"("video")"))).empty());
    CHECK(missing(vdo({}), asked("")).empty()); // vdo_stream_snapshot, or the events of streams
    InterfaceUses unreadable = vdo({});
    unreadable.files[0].imports_known = false;
    CHECK(missing(unreadable, asked("")) == "warning group 'video'");
}

TEST_CASE("where no file name is known, pkg-config and functions decide") {
    InterfaceUses hub = program({"libwhatever.so.1"}, {"dh_client_create"});
    CHECK(missing(hub, asked("")) == "error resource 'deviceDataHub'");
    CHECK(missing(hub, asked(R"("deviceDataHub": {"enabled": true})")).empty());
    CHECK(missing(hub, asked(R"("deviceDataHub_beta2": {"enabled": true})")).empty());
    CHECK_FALSE(missing(hub, asked(R"("deviceDataHub": {"enabled": false})")).empty());
    hub = program({"libwhatever.so.1"});
    CHECK(missing(hub, asked("")).empty());
    hub.makefile = "Makefile";
    hub.packages = {"device-data-hub-client-c", "opencl"};
    CHECK(missing(hub, asked("")) == "error resource 'deviceDataHub'");
    hub.compiled = false; // nothing but the Makefile tells
    hub.files.clear();
    CHECK(missing(hub, asked("")) == "error group 'gpu'; error resource 'deviceDataHub'");
    CHECK(missing(program({}, {"axo_create_overlay"}), asked("")) == "error resource 'overlay'");
}

TEST_CASE("a deep learning processor is asked for by who names it, not by who names another") {
    const InterfaceUses by_name = program({"liblarod.so.1"}, {}, {"axis-a8-dlpu-tflite"});
    const std::string wanted = "warning resource 'deepLearningProcessor'";
    CHECK(missing(by_name, asked("")) == wanted);
    CHECK(missing(by_name, asked(R"("deepLearningProcessor": {"enabled": true})")).empty());
    InterfaceUses uses = by_name;
    for (const char* other : {"cpu-tflite", "google-edge-tpu-tflite", "axis-a7-gpu-tflite"}) {
        uses.run_options = {"-c", other};
        CHECK(missing(uses, asked("")).empty());
    }
    uses.run_options = {"-c", "cv75-dlpu-native"};
    CHECK(missing(uses, asked("")) == wanted);
    CHECK(missing(program({"libc.so.6"}, {}, {"a9-dlpu-tflite"}), asked("")).empty());
    CHECK(missing(program({"liblarod.so.1"}, {}, {"cpu-proc"}), asked("")).empty());
    CHECK(missing_rights(by_name, asked(""), table())[0].right->axis_os.min == AxisOs::parse("13"));
}

TEST_CASE("names of services of D-Bus need their methods") {
    const std::string credentials =
        "D-Bus method com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials";
    const InterfaceUses call = program({}, {}, {"com.axis.HTTPConf1", "127.0.0.12"});
    const InterfaceUses address = program({}, {}, {"127.0.0.12"});
    CHECK(missing(call, asked("")) == "error " + credentials);
    CHECK(missing(address, asked("")) == "warning " + credentials);
    for (const char* method :
         {"com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials",
          "com.axis.HTTPConf1.VAPIXServiceAccounts1.*", "com.axis.HTTPConf1.*"})
        CHECK(missing(call, asked(methods("\"" + std::string(method) + "\""))).empty());
    CHECK_FALSE(missing(call, asked(methods(R"("com.axis.Other1.*")"))).empty());
    CHECK(missing(call, asked(R"("dbus": {"conditionalMethods": )"
                              R"(["com.axis.HTTPConf1.VAPIXServiceAccounts1.GetCredentials"]})"))
              .empty());
    InterfaceUses page = address;
    page.files[0].path = "html/page.js";
    CHECK(missing(page, asked("")).empty());
    CHECK(missing(program({}, {}, {"com.axis.RecordingSearch1"}), asked("")) ==
          "error D-Bus method com.axis.RecordingSearch1.*");
    CHECK(missing(program({}, {}, {"com.axis.RecordingSearch1"}),
                  asked(methods(R"("com.axis.RecordingSearch1.Search1.ListSpans")")))
              .empty());
}

TEST_CASE("manifests of schema 1 and static users are judged with care") {
    const InterfaceUses uses = program({"libOpenCL.so.1"});
    CHECK(missing(uses, asked("", R"("setup": {"user": {"username": "sdk", "group": "sdk"}})")) ==
          "warning group 'gpu'");
    const auto first = JsonDocument::parse(R"({"schemaVersion": "1.7.2"})", "manifest.json");
    CHECK(missing(uses, asked_rights(first.root)).empty());
    const auto odd = JsonDocument::parse(
        R"({"schemaVersion": "2.0.0", "resources": {"linux": [], "dbus": {"requiredMethods": 1},
            "overlay": true}})",
        "manifest.json");
    CHECK(missing(uses, asked_rights(odd.root)) == "error group 'gpu'");
}

TEST_CASE("a right that nothing seems to use is told, if anything can be seen") {
    const AskedRights all =
        asked(group(R"("gpu", "video", "sdk")") + ", " + methods(R"("com.axis.Overlay2.*")") +
              R"(, "deepLearningProcessor": {"enabled": true}, "overlay": {"enabled": true})");
    CHECK(unused(program({"libc.so.6"}), all) ==
          "group 'gpu'; group 'video'; D-Bus method 'com.axis.Overlay2.*'; resource "
          "'deepLearningProcessor'");
    CHECK(unused(program({"libvdostream.so.1", "liblarod.so.1"}), all) ==
          "group 'gpu'; D-Bus method 'com.axis.Overlay2.*'");
    // It may be opened at run time.
    CHECK(unused(program({"libbbox.so.1"}, {}, {"libOpenCL.so", "liblarod.so"}), all).empty());
    InterfaceUses script = program({});
    script.compiled = false;
    CHECK(unused(script, all).empty());
}

TEST_CASE("compat tells a missing right as a condition, where the AXIS OS demands it") {
    const auto needs = right_requirements(
        program({"liblarod.so.1", "libOpenCL.so.1"}, {}, {"a9-dlpu-tflite"}), asked(""), table());
    REQUIRE(needs.size() == 2);
    const auto conditions = [&](std::size_t i, const char* version) {
        const Judgement found =
            judge(needs[i], {.axis_os = AxisOs::parse_release(version), .any_chip = true});
        CHECK(found.verdict == Verdict::yes);
        return found.conditions.size();
    };
    CHECK(conditions(0, "12.11") == 1);
    CHECK(conditions(1, "12.11") == 0);
    CHECK(conditions(1, "13.0") == 1);
    CHECK(needs[0].conditions[0].what ==
          "its manifest must ask for group 'gpu': app links libOpenCL.so.1");
}

namespace {

// What Axis' examples link and mention, by the beginning of their manifests' names.
struct Example {
    const char* name;
    InterfaceUses uses;
};

std::vector<Example> examples() {
    const auto vdo = program({"libvdostream.so.1"}, {"vdo_stream_new"});
    const auto larod = program({"libvdostream.so.1", "liblarod.so.1"}, {"vdo_stream_new"},
                               {"ambarella-cvflow", "a9-dlpu-tflite"});
    const auto yolo = program({"libvdostream.so.1", "liblarod.so.1", "libbbox.so.1"},
                              {"vdo_stream_new"}, {"axis-a8-dlpu-tflite"});
    return {{"audio-", program({"libpipewire-0.3.so.0"})},
            {"axoverlay-app", program({"libaxoverlay.so"})},
            {"axoverlay2-app", program({"libvdostream.so.1"}, {"axo_start"})},
            {"axoverlay2-skia", program({"libEGL.so.1", "libGLESv2.so.2"}, {"axo_start"})},
            {"axserialport", program({"libaxserialport.so.1"})},
            {"axstorage", program({"libaxstorage.so.1"})},
            {"bounding-box", program({"libbbox.so.1"})},
            {"device-data-hub", program({}, {"dh_client_create"})},
            {"object-detection-yolov5", yolo},
            {"object-detection", larod},
            {"vdo-larod", larod},
            {"vdo-opencl", program({"libOpenCL.so.1", "libvdostream.so.1"}, {"vdo_stream_new"})},
            {"vdostream", vdo},
            {"recording-playback",
             program({"libsystemd.so.0"}, {},
                     {"com.axis.RecordingSearch1", "com.axis.RecordingPlayback1"})},
            {"ptz-control", program({}, {"dh_client_create"}, {"com.axis.HTTPConf1"})},
            {"vapix", program({}, {}, {"com.axis.HTTPConf1", "127.0.0.12"})}};
}

} // namespace

TEST_CASE("Axis' examples ask for all that they use", "[corpus]") {
    const std::filesystem::path folder = std::string(SHARED_CORPUS) + "/manifests/official";
    if (!std::filesystem::is_directory(folder)) {
        std::cout << "skipped: no manifests at " << folder << '\n';
        return;
    }
    int judged = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        const auto document = JsonDocument::parse(read_file(entry.path()), name);
        const AskedRights rights = asked_rights(document.root);
        REQUIRE(rights.decides);
        for (const Example& each : examples()) {
            if (!name.starts_with(each.name)) continue;
            InterfaceUses uses = each.uses;
            uses.run_options =
                text::split(document.root.text_at("acapPackageConf.setup.runOptions"), ' ');
            INFO(name);
            // The same program takes JPEG here, which nothing in it tells.
            const bool jpeg = name.find(".jpeg.") != std::string::npos;
            CHECK(missing(uses, rights) == (jpeg ? "warning group 'video'" : ""));
            CHECK(unused(uses, rights).empty());
            ++judged;
            break;
        }
    }
    CHECK(judged >= 30);
}
