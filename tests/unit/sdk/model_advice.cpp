// Where a model would run: the verdict for each larod device, by which rule.
#include "sdk/model_advice.hpp"

#include "catch.hpp"
#include "sdk/model_needs.hpp"
#include "support/text.hpp"
#include "unit/model/samples.hpp"

#include <set>

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::sdk;
using namespace std::string_literals;

namespace {

const Catalog& catalog() {
    return Catalog::built_in();
}

// Of a sample of that name, else a file of that name without content of ours.
model::ModelFacts facts(const std::string& kind) {
    if (kind.starts_with("m.")) return model::model_facts(kind, "VPMN");
    if (kind == "cavalry")
        return model::model_facts("m.bin",
                                  "\x08\x00\x02\x02\x03\x00\x00\x00"s + std::string(8, 'x'));
    if (kind == "cv75") return model::model_facts("m.bin", "12345678\xef\xbe\xed\xfe");
    if (kind == "onnx") return model::model_facts("m.onnx", "\x08\x08\x3a\x00"s);
    if (kind == "unknown") return model::model_facts("m.bin", "?");
    return model::model_facts("m.tflite", samples::model(kind));
}

std::set<std::string> rules_of(const DeviceAdvice& advice) {
    std::set<std::string> rules;
    for (const ModelReason& reason : advice.reasons)
        if (!reason.rule.empty()) rules.insert(reason.rule);
    return rules;
}

struct Row {
    const char* model;
    const char* device;
    const char* verdict;
    std::set<std::string> rules{};
};

} // namespace

TEST_CASE("each larod device has a verdict about each model, with the rules that speak") {
    std::set<std::string> spoken;
    for (
        const Row& row : std::vector<Row>{
            {"int8", "axis-a8-dlpu-tflite", "dlpu"},
            {"uint8", "a9-dlpu-tflite", "dlpu"},
            {"int8", "cpu-tflite", "slow"},
            {"int8", "axis-a7-gpu-tflite", "slow"},
            {"float", "cpu-tflite", "slow"},
            {"float", "axis-a8-dlpu-tflite", "slow", {"floating-point"}},
            {"float", "a9-dlpu-tflite", "slow", {"floating-point"}},
            {"mixed",
             "a9-dlpu-tflite",
             "slow",
             {"partly-floating-point", "unlisted-operator-artpec9"}},
            {"mixed",
             "axis-a8-dlpu-tflite",
             "slow",
             {"partly-floating-point", "unlisted-operator-artpec8"}},
            {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT16", "scales": [1]}],
                  "inputs": [0], "outputs": [0], "operators": []})",
             "a9-dlpu-tflite",
             "slow",
             {"other-integers"}},
            {"per-channel", "axis-a8-dlpu-tflite", "slow", {"per-channel-artpec8"}},
            {"per-channel", "a9-dlpu-tflite", "dlpu", {"per-channel-artpec9"}},
            {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT8", "scales": [1, 2, 3, 4]}],
                  "inputs": [0], "outputs": [0], "operators": []})",
             "a9-dlpu-tflite",
             "slow",
             {"per-channel-artpec9", "per-channel-computed"}},
            {"batch", "a9-dlpu-tflite", "slow", {"batch"}},
            {"batch", "axis-a8-dlpu-tflite", "dlpu"},
            {"five-dimensions", "a9-dlpu-tflite", "slow", {"dimensions"}},
            {"five-dimensions", "axis-a8-dlpu-tflite", "dlpu"},
            {"dynamic", "axis-a8-dlpu-tflite", "slow", {"dynamic-artpec8"}},
            {"dynamic", "a9-dlpu-tflite", "unknown", {"dynamic"}},
            {"unlisted", "a9-dlpu-tflite", "slow", {"unlisted-operator-artpec9"}},
            {"leaky", "axis-a8-dlpu-tflite", "slow", {"leaky-relu", "unlisted-operator-artpec8"}},
            {"leaky", "a9-dlpu-tflite", "dlpu"},
            {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT8", "scales": [1]}], "inputs": [0],
                  "outputs": [0], "operators": [{"is": "PAD", "in": [0], "out": [0]}]})",
             "a9-dlpu-tflite",
             "dlpu",
             {"padding"}},
            {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT8", "scales": [1]}], "inputs": [0],
                  "outputs": [0], "operators": [{"is": "DEPTHWISE_CONV_2D", "in": [0], "out": [0]}]})",
             "axis-a8-dlpu-tflite",
             "dlpu",
             {"depthwise"}},
            {"one-output", "a9-dlpu-tflite", "dlpu", {"shared-scale"}}, // it runs, and scores are 0
            {"detection", "axis-a8-dlpu-tflite", "slow", {"detection-postprocess"}},
            {"detection", "cpu-tflite", "slow"},
            {"custom", "a9-dlpu-tflite", "refused", {"custom-operator"}},
            {"custom", "cpu-tflite", "refused", {"custom-operator"}},
            {"flex", "axis-a8-dlpu-tflite", "refused", {"tensorflow-operator"}},
            {"edge-tpu", "google-edge-tpu-tflite", "slow", {"outside-edge-tpu"}},
            {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT8", "scales": [1]}], "inputs": [0],
                  "outputs": [0], "operators": [{"is": "edgetpu-custom-op", "in": [0], "out": [0]}]})",
             "google-edge-tpu-tflite", "dlpu"},
            {"edge-tpu", "a9-dlpu-tflite", "refused"},
            {"edge-tpu", "cpu-tflite", "refused"},
            {"int8", "google-edge-tpu-tflite", "refused"},
            {"int8", "axis-a8-dlpu-native", "refused"},
            {"int8", "a9-dlpu-native", "refused"},
            {"int8", "ambarella-cvflow", "refused"},
            {"onnx", "ambarella-cvflow", "refused"},
            {"onnx", "a9-dlpu-tflite", "refused"},
            {"cavalry", "ambarella-cvflow", "dlpu"},
            {"cavalry", "a9-dlpu-tflite", "unknown"}, // it only looks like one
            {"cavalry", "cv75-dlpu-native", "unknown"},
            {"cv75", "cv75-dlpu-native", "dlpu"},
            {"m.nb", "axis-a8-dlpu-native", "unknown"}, // for which chip is not seen
            {"m.nb", "a9-dlpu-tflite", "unknown"},
            {"m.larod", "axis-a8-dlpu-tflite", "unknown"},
            {"unknown", "ambarella-cvflow", "unknown"},
            {"int8", "brand-new-device", "unknown"}}) {
        INFO(row.model << " on " << row.device);
        const DeviceAdvice advice = advise(facts(row.model), row.device);
        CHECK(model_verdict_name(advice.verdict) == std::string(row.verdict));
        CHECK(rules_of(advice) == row.rules);
        REQUIRE_FALSE(advice.reasons.empty());
        for (const ModelReason& reason : advice.reasons)
            CHECK((reason.effect == ModelEffect::unknown || !reason.source.empty()));
        spoken.merge(rules_of(advice));
    }
    for (const ModelRule& rule : ModelRules::built_in().rules()) {
        INFO(rule.id);
        CHECK(spoken.contains(rule.id));
    }
}

TEST_CASE("a sentence says what was found") {
    const auto said = [](const char* kind, const char* device) {
        std::string all;
        for (const ModelReason& reason : advise(facts(kind), device).reasons)
            all += reason.what + "\n";
        return all;
    };
    CHECK_THAT(said("custom", "a9-dlpu-tflite"), contains("TensorFlow Lite's own: OurOwn\n"));
    CHECK_THAT(said("per-channel", "axis-a8-dlpu-tflite"),
               contains("1 tensor is quantised per channel"));
    CHECK_THAT(said("batch", "a9-dlpu-tflite"), contains("it takes 2 images at a time"));
    CHECK_THAT(said("five-dimensions", "a9-dlpu-tflite"), contains("tensors of 5 dimensions"));
    CHECK_THAT(said("one-output", "a9-dlpu-tflite"), contains("the scale 2.5"));
    CHECK_THAT(said("mixed", "a9-dlpu-tflite"), contains("(2 FLOAT32, 2 INT32, 4 INT8)"));
    CHECK_THAT(said("cavalry", "ambarella-cvflow"), contains("looks like: it begins like the one"));
    CHECK_THAT(said("int8", "a9-dlpu-native"),
               contains("a format of its own, and this is TensorFlow Lite"));
}

TEST_CASE("what a hostile model calls its operators moves no cursor") {
    const DeviceAdvice advice = advise(
        facts(
            R"({"tensors": [], "inputs": [], "outputs": [], "operators": [{"is": "\u001b[31m", "in": [], "out": []}]})"),
        "cpu-tflite");
    CHECK(advice.verdict == ModelVerdict::refused);
    CHECK_THAT(advice.reasons.front().what, contains("\\x1b[31m"));
}

TEST_CASE("a chip does as well as its best larod device that is there for certain") {
    const struct {
        const char* model;
        const char* chip;
        const char* verdict;
        const char* device; // that decides; empty: none
    } rows[] = {
        {"int8", "artpec8", "dlpu", "axis-a8-dlpu-tflite"},
        {"int8", "artpec9", "dlpu", "a9-dlpu-tflite"},
        {"int8", "artpec7", "slow", "axis-a7-gpu-tflite"},
        {"int8", "artpec6", "refused", ""},                           // no larod
        {"int8", "cv25", "unknown", "cpu-tflite"},                    // which nobody says it has
        {"edge-tpu", "artpec7", "unknown", "google-edge-tpu-tflite"}, // some models have none
        {"edge-tpu", "artpec8", "refused", "axis-a8-dlpu-tflite"},
        {"cavalry", "cv25", "dlpu", "ambarella-cvflow"},
        {"cv75", "cv75", "dlpu", "cv75-dlpu-native"},
        {"onnx", "cv75", "refused", "cv75-dlpu-native"},
        {"int8", "s5", "unknown", ""},
        {"dynamic", "artpec9", "slow", "armnn-cpu-tflite"},
    };
    for (const auto& row : rows) {
        INFO(row.model << " on " << row.chip);
        const ModelAdvice advice = advise(facts(row.model), catalog().chip(row.chip), catalog());
        CHECK(model_verdict_name(advice.verdict) == std::string(row.verdict));
        const DeviceAdvice* best = best_of(advice);
        CHECK((best == nullptr ? "" : best->device) == row.device);
        CHECK((!advice.devices.empty() || !advice.reasons.empty()));
        for (const DeviceAdvice& device : advice.devices)
            CHECK_FALSE(device.device.ends_with("-proc"));
    }
}

TEST_CASE("larod devices that are named are asked alone") {
    const ModelAdvice named = advise_named(facts("int8"), {"a9-dlpu-native", "a9-gpu-proc"});
    REQUIRE(named.devices.size() == 1);
    CHECK(named.verdict == ModelVerdict::refused);
    const Chip& chip = catalog().chip("artpec9");
    CHECK(advise(facts("int8"), chip, catalog(), {"a9-dlpu-native"}).verdict ==
          ModelVerdict::refused);
    CHECK(advise(facts("int8"), chip, catalog(), {"axis-a8-dlpu-tflite"}).verdict ==
          ModelVerdict::dlpu);
}

TEST_CASE("what was measured on a device decides before its chip") {
    DeviceFacts device = device_facts("aarch64", "i.MX8MN", "12.9.57", catalog());
    CHECK(advise(facts("int8"), device, catalog()).verdict == ModelVerdict::unknown);
    device.measured = Measured{.larod_devices = {{}}, .when = "probed 3 h ago"};
    const ModelAdvice none = advise(facts("int8"), device, catalog());
    CHECK(none.verdict == ModelVerdict::refused);
    CHECK(none.chip == device.chip);
    REQUIRE(none.reasons.size() == 1);
    CHECK(none.reasons[0].what == "the device has no larod");
    CHECK(none.reasons[0].source == "on-camera, probed 3 h ago");
    CHECK(none.reasons[0].confidence == Confidence::measured);

    device = device_facts("aarch64", "Axis Artpec-8", "12.11.77", catalog());
    device.measured = Measured{.larod_devices = {{"cpu-tflite", "cpu-proc"}}, .when = "now"};
    const ModelAdvice some = advise(facts("int8"), device, catalog());
    CHECK(some.verdict == ModelVerdict::slow);
    CHECK(some.devices.size() == 1);
    CHECK(some.chip == device.chip);
    device.measured->larod_devices.reset(); // larod did not tell
    CHECK(advise(facts("int8"), device, catalog()).verdict == ModelVerdict::dlpu);
    device = device_facts("", "Axis Artpec-99", "", catalog());
    CHECK_THAT(advise(facts("int8"), device, catalog()).reasons[0].what,
               contains("Axis Artpec-99 is no chip known here"));
}

TEST_CASE("a package with models is judged by the larod devices that were measured") {
    const auto need = model_requirement({{"m.tflite", facts("int8")}}, {}, catalog());
    REQUIRE(need);
    DeviceFacts device = device_facts("aarch64", "Axis Artpec-8", "12.11.77", catalog());
    const auto on = [&](std::vector<std::string> larod) {
        device.measured = Measured{.larod_devices = std::move(larod), .when = "probed 3 h ago"};
        return judge(*need, device);
    };
    CHECK(on({"cpu-proc", "axis-a8-dlpu-tflite"}).verdict == Verdict::yes);
    CHECK(on({"cpu-tflite"}).verdict == Verdict::yes);
    CHECK(on({"axis-a8-dlpu-native", "new-tflite"}).verdict == Verdict::unknown);
    CHECK(on({"cv75-dlpu-native", "cpu-proc"}).verdict == Verdict::no);
    CHECK(on({}).reason == "needs a larod device that takes its model (m.tflite), which the device "
                           "does not have (probed 3 h ago: no larod)");
    const auto named =
        model_requirement({{"m.nb", facts("m.nb")}}, {"axis-a8-dlpu-tflite"}, catalog());
    REQUIRE(named);
    device.measured = Measured{.larod_devices = {{"axis-a8-dlpu-tflite", "axis-a8-dlpu-native"}}};
    CHECK(judge(*named, device).verdict != Verdict::yes); // the one it names is asked alone
}

TEST_CASE("a damaged model runs nowhere for certain") {
    const auto cut = model::model_facts("m.tflite", samples::model("int8").substr(0, 700));
    const DeviceAdvice advice = advise(cut, "a9-dlpu-tflite");
    CHECK(advice.verdict == ModelVerdict::unknown);
    CHECK(advice.reasons.front().what == "it could not be read: an offset leads out of the file");
}

TEST_CASE("advice as a document") {
    const auto document =
        json_of(advise(facts("per-channel"), catalog().chip("artpec8"), catalog()));
    CHECK(document["chip"] == "artpec8");
    CHECK(document["verdict"] == "slow");
    const auto& first = document["larodDevices"][0];
    CHECK(first["larodDevice"] == "axis-a8-dlpu-tflite");
    CHECK(first["doubt"].is_null());
    CHECK(first["reasons"][0]["rule"] == "per-channel-artpec8");
    CHECK(first["reasons"][0]["effect"] == "slow");
    CHECK(first["reasons"][0]["confidence"] == "official");
    CHECK(first["reasons"][1]["rule"].is_null());
}

TEST_CASE("a package needs a chip whose larod takes one of its models") {
    const auto verdict = [&](const std::vector<CarriedModel>& models, const char* name,
                             const std::vector<std::string>& named = {}) {
        const auto need = model_requirement(models, named, catalog());
        if (!need) return Verdict::yes;
        const Chip& chip = catalog().chip(name);
        return judge(*need, {.architecture = chip.architecture, .chip = &chip, .any_axis_os = true})
            .verdict;
    };
    const CarriedModel plain{"m.tflite", facts("int8")};
    const CarriedModel ambarella{"m.bin", facts("cavalry")};
    const CarriedModel onnx{"m.onnx", facts("onnx")};
    CHECK(verdict({plain}, "artpec8") == Verdict::yes);
    CHECK(verdict({plain}, "artpec6") == Verdict::no);
    CHECK(verdict({plain}, "cv25") == Verdict::unknown);
    CHECK(verdict({plain, ambarella}, "cv25") == Verdict::yes);
    CHECK(verdict({onnx}, "artpec8") == Verdict::no);
    CHECK(verdict({plain}, "artpec9", {"a9-dlpu-native"}) == Verdict::no);
    CHECK(verdict({plain}, "artpec8", {"a9-dlpu-native"}) == Verdict::yes);
    CHECK_FALSE(model_requirement({}, {}, catalog()));
}
