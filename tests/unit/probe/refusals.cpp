// Why larod did not run a model, by what is documented.
#include "probe/refusals.hpp"

#include "catch.hpp"
#include "probe/shown.hpp"
#include "unit/model/samples.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::probe;
using nlohmann::json;

namespace {

// What is said of a model of that kind that larod did not run on the device.
json refused(const std::string& kind, const char* device, int code) {
    json report = {{"models",
                    {{{"device", device},
                      {"outcome", "refused"},
                      {"error", {{"code", code}, {"message", "Incorrect model format"}}}}}}};
    explain_runs(report, model::model_facts("m.tflite", samples::model(kind)));
    return report["models"][0];
}

} // namespace

TEST_CASE("a refusal has the meaning of its number and the rule that speaks of it") {
    const json run = refused("int8", "a9-dlpu-native", -2);
    const json& documented = run["documented"];
    CHECK(documented["error"]["name"] == "LAROD_ERROR_LOAD_MODEL");
    CHECK(documented["verdict"] == "refused");
    CHECK_FALSE(documented["reasons"][0]["source"].is_null());
    const std::string words = shown_run(run);
    CHECK(words.starts_with("refused: -2, Incorrect model format; LAROD_ERROR_LOAD_MODEL: it could "
                            "not load the model; it takes a format of its own"));
    CHECK_THAT(words, contains("load the .tflite file on a9-dlpu-tflite"));
}

TEST_CASE("what only slows a model down elsewhere is perhaps why") {
    CHECK_THAT(shown_run(refused("float", "a9-dlpu-tflite", -2)),
               contains("; perhaps because it computes in floating point"));
}

TEST_CASE("where no rule speaks, why is unknown") {
    const json run = refused("int8", "a9-dlpu-tflite", -2);
    CHECK(run["documented"]["reasons"].empty());
    CHECK(run["documented"]["verdict"] == "dlpu");
    CHECK_THAT(shown_run(run), contains("LAROD_ERROR_LOAD_MODEL: it could not load the model; why "
                                        "is unknown: no rule speaks of it"));
    CHECK(refused("int8", "new-device", -2)["documented"]["verdict"] == "unknown");
}

TEST_CASE("an error that is none of the model has no advice about the model") {
    const json run = refused("float", "a9-dlpu-native", -15);
    CHECK(run["documented"]["reasons"].empty());
    CHECK(run["documented"]["error"]["remedy"] == "try again later");
    CHECK(shown_run(run) ==
          "refused: -15, Incorrect model format; LAROD_ERROR_POWER_NOT_AVAILABLE: "
          "the power manager of the device has switched the unit off: try again "
          "later");
    CHECK(refused("float", "a9-dlpu-tflite", 12)["documented"]["reasons"].empty()); // no memory
    for (const int code : {22, -99})
        CHECK_FALSE(refused("float", "a9-dlpu-tflite", code)["documented"]["reasons"].empty());
}

TEST_CASE("of a model that ran, it is told why it may be slow or not do what is meant") {
    const auto ran = [](const std::string& kind, const char* device) {
        json report = {{"models",
                        {{{"device", device},
                          {"outcome", "ran"},
                          {"firstLoad", 20},
                          {"inference", {{"mean", 5}}}}}}};
        explain_runs(report, model::model_facts("m.tflite", samples::model(kind)));
        return report["models"][0];
    };
    const json slow = ran("float", "axis-a8-dlpu-tflite");
    CHECK(slow["documented"]["verdict"] == "slow");
    CHECK(slow["documented"]["error"].is_null());
    CHECK(slow["documented"]["reasons"][0]["rule"] == "floating-point");
    CHECK_THAT(
        shown_run(slow),
        contains("5 ms on average, load 20 ms; may be slow or fall back to the CPU: it "
                 "computes in floating point, the DLPU with 8-bit integers alone: quantise"));
    const json zeros = ran("one-output", "a9-dlpu-tflite");
    CHECK_THAT(shown_run(zeros), contains("load 20 ms; boxes and scores seem to share one"));
    for (const char* device : {"a9-dlpu-tflite", "cpu-tflite", "new-device"})
        CHECK_FALSE(ran("int8", device).contains("documented"));
}

TEST_CASE("numbers above 0 are those of Linux, and others have no meaning") {
    CHECK(refused("int8", "cpu-tflite", 12)["documented"]["error"]["what"] ==
          "Cannot allocate memory");
    for (const int code : {0, -99, -5000, 5000})
        CHECK(refused("int8", "cpu-tflite", code)["documented"]["error"].is_null());
}

TEST_CASE("what ran, and what is no list, stays as it is") {
    json report = {{"models", {{{"device", "cpu-tflite"}, {"outcome", "ran"}}}}};
    const json before = report;
    explain_runs(report, model::model_facts("m.tflite", samples::model("int8")));
    CHECK(report == before);
    json none = {{"models", nullptr}};
    explain_runs(none, {});
    CHECK(none["models"].is_null());
    CHECK(shown_documented({{"documented", "odd"}}).empty());
}
