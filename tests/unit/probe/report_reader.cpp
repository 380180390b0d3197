#include "probe/report_reader.hpp"
#include "support/json.hpp"

#include "catch.hpp"

#include <limits>

using namespace acapctl::probe;
using nlohmann::json;

TEST_CASE("what is of the right type is kept, and nothing else") {
    const json report = read_report({{"machine", "aarch64"},
                                     {"kernel", 7},
                                     {"secret", "x"},
                                     {"cpu", {{"cores", 4}, {"part", json()}, {"odd", 1}}},
                                     {"memory", "much"},
                                     {"how", {{"glibc", "gnu_get_libc_version"}, {"x", 7}}},
                                     {"libraries", {{{"api", "VDO"}, {"present", "yes"}}, 7}}})
                            .report;
    CHECK(report["machine"] == "aarch64");
    CHECK(report["kernel"].is_null());
    CHECK_FALSE(report.contains("secret"));
    CHECK(report["cpu"] == json{{"cores", 4}, {"part", nullptr}});
    CHECK(report["memory"].is_null());
    CHECK(report["how"]["glibc"] == "gnu_get_libc_version");
    CHECK(report["libraries"].size() == 1);
    CHECK(report["libraries"][0]["present"].is_null());
}

TEST_CASE("a device that claims 10,000 larod devices is cut, in clear words") {
    json devices = json::array();
    for (int i = 0; i < 10'000; ++i) devices.push_back({{"name", "dev" + std::to_string(i)}});
    const ReadReport read = read_report({{"larod", {{"devices", devices}}}});
    CHECK(larod_devices(read.report["larod"]).size() == most_entries);
    CHECK(read.cut ==
          std::vector<std::string>{"larod.devices: 10000 entries, of which 64 are kept"});
    const ReadReport text = read_report({{"machine", std::string(100'000, 'x')}});
    CHECK(text.report["machine"].get<std::string>().size() == longest_text);
    CHECK(text.cut.size() == 1);
}

TEST_CASE("what is of another kind, too deep or too large is told") {
    const std::string deep = std::string(1000, '[') + std::string(1000, ']');
    const json foreign = acapctl::parse_foreign(
        R"({"kernel": 7, "odd": [1], "glibc": null, "larod": {"devices": [7, {"name": "cpu-tflite"}]},
            "how": {"a": "b", "c": [1]}, "memory": {"total": 1e300}, "machine": )" +
        deep + "}");
    const ReadReport read = read_report(foreign);
    CHECK(read.cut == std::vector<std::string>{"how: a list in place of a text",
                                               "kernel: a number in place of a text",
                                               "larod.devices: a number in place of an object",
                                               "machine: a list in place of a text",
                                               "memory.total: a number that is too large"});
    CHECK(read.report["machine"].is_null());
    CHECK(larod_devices(read.report["larod"]) == std::vector<std::string>{"cpu-tflite"});
    CHECK(read_report(json::array()).cut ==
          std::vector<std::string>{"the report: a list in place of an object"});
    json names = json::object();
    for (std::size_t i = 0; i < most_entries; ++i) names[std::string(600 + i, 'x')] = "y";
    const auto cut = read_report({{"how", names}, {"kernel", 7}}).cut;
    CHECK(cut.size() == most_entries);
    CHECK(cut.back() == "and more");
}

TEST_CASE("counts and times that cannot be are told, and are nothing") {
    const ReadReport read = read_report(
        {{"cpu", {{"cores", -2}}},
         {"larod", {{"sessions", 1.5}, {"error", {{"code", -5}}}}},
         {"models", json::array({{{"firstLoad", -0.5}, {"inputs", {{{"shape", {-1, 3}}}}}}})}});
    CHECK(read.cut == std::vector<std::string>{"cpu.cores: a number that it cannot be",
                                               "larod.sessions: a number that it cannot be",
                                               "models.firstLoad: a number that it cannot be"});
    CHECK(read.report["cpu"]["cores"].is_null());
    CHECK(read.report["larod"]["error"]["code"] == -5);
    CHECK(read.report["models"][0]["inputs"][0]["shape"] == json({-1, 3}));
}

TEST_CASE("numbers that no reader keeps, and documents of other shapes, are nothing") {
    for (const json& number :
         {json(std::numeric_limits<double>::infinity()), json(1e300), json("7"), json(true)})
        CHECK(read_report({{"format", number}}).report["format"].is_null());
    for (const json& other : {json(), json(7), json("x"), json::array({1})})
        CHECK(read_report(other).report == json::object());
}

TEST_CASE("a preprocessor is no processor for models") {
    for (const char* name : {"axis-a8-dlpu-tflite", "a9-dlpu-native", "cv75-dlpu-native",
                             "google-edge-tpu-tflite", "ambarella-cvflow"})
        CHECK(names_a_dlpu(name));
    for (const char* name :
         {"axis-a8-dlpu-proc", "ambarella-cvflow-proc", "cpu-tflite", "", "axis-a7-gpu-tflite"})
        CHECK_FALSE(names_a_dlpu(name));
}
