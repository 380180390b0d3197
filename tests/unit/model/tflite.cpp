// What is read of a TensorFlow Lite model.
#include "model/tflite.hpp"

#include "catch.hpp"
#include "unit/model/samples.hpp"

#include <cmath>

using namespace acapctl;
using namespace acapctl::model;

namespace {

std::vector<std::int64_t> sizes(std::initializer_list<std::int64_t> list) {
    return list;
}

} // namespace

TEST_CASE("a small model is read with its inputs, outputs and operators") {
    const Tflite model = read_tflite(samples::model("int8"));
    CHECK(model.version == 3);
    CHECK(model.description == "a small model for tests");
    CHECK(model.min_runtime_version == "1.14.0");
    CHECK(model.subgraphs == 1);
    REQUIRE(model.inputs.size() == 1);
    const Tensor& input = model.inputs.front();
    CHECK(input.name == "image");
    CHECK(input.shape == sizes({1, 8, 8, 3}));
    CHECK(input.type == "INT8");
    CHECK_FALSE(input.dynamic);
    CHECK(input.scales == 1);
    CHECK(std::abs(input.scale.value_or(0) - 1.0 / 255) < 1e-6);
    CHECK(input.zero_point == -128);
    REQUIRE(model.outputs.size() == 1);
    CHECK(model.outputs.front().shape == sizes({1, 256}));
    REQUIRE(model.operators.size() == 2);
    CHECK(model.operators.front().name == "CONV_2D");
    CHECK(model.operators.back().name == "RESHAPE");
    CHECK(model.find("RESHAPE")->count == 1);
    CHECK_FALSE(model.find("RESHAPE")->custom);
    CHECK(model.find("ADD") == nullptr);
    CHECK(model.tensors == 6);
    CHECK(model.types == std::map<std::string, std::size_t>{{"INT32", 2}, {"INT8", 4}});
    CHECK(model.most_dimensions == 4);
    CHECK(model.largest_input_batch == 1);
}

TEST_CASE("quantisation is told by what is computed") {
    struct Case {
        const char* kind;
        Quantization quantization;
        std::size_t per_tensor;
        std::size_t per_channel;
    };
    for (const Case& each : std::initializer_list<Case>{
             {"int8", Quantization::integer, 4, 0},
             {"uint8", Quantization::integer, 4, 0},
             {"per-channel", Quantization::integer, 3, 1},
             {"mixed", Quantization::mixed, 4, 0},
             {"float", Quantization::floating, 0, 0},
             {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "FLOAT32"},
                              {"name": "w", "shape": [4, 4], "type": "INT8", "data": 16, "scales": [1]}],
                  "inputs": [0], "outputs": [0], "operators": []})",
              Quantization::weights, 1, 0},
             {R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT16", "scales": [1]}],
                  "inputs": [0], "outputs": [0], "operators": []})",
              Quantization::other, 1, 0}}) {
        INFO(each.kind);
        const Tflite model = read_tflite(samples::model(each.kind));
        CHECK(model.quantization == each.quantization);
        CHECK(model.per_tensor == each.per_tensor);
        CHECK(model.per_channel == each.per_channel);
        CHECK(model.per_channel_computed == 0); // only weights are
    }
}

TEST_CASE("sizes that are not known before it runs") {
    const Tflite model = read_tflite(samples::model("dynamic"));
    CHECK(model.dynamic == 1);
    CHECK(model.inputs.front().dynamic);
    CHECK(model.inputs.front().shape == sizes({-1, 8, 8, 3}));
    CHECK(read_tflite(samples::model("int8")).dynamic == 0);
}

TEST_CASE("batches and dimensions are counted") {
    CHECK(read_tflite(samples::model("batch")).largest_input_batch == 2);
    CHECK(read_tflite(samples::model("five-dimensions")).most_dimensions == 5);
}

TEST_CASE("operators that are not TensorFlow Lite's own are told apart") {
    const Tflite model = read_tflite(samples::model("custom"));
    REQUIRE(model.find("OurOwn") != nullptr);
    CHECK(model.find("OurOwn")->custom);
    // The number of this one does not fit into the older field.
    const Tflite newer = read_tflite(samples::model("unlisted"));
    REQUIRE(newer.find("CUMSUM") != nullptr);
    CHECK_FALSE(newer.find("CUMSUM")->custom);
}

TEST_CASE("an operator used often stands first, and is counted") {
    const Tflite model = read_tflite(samples::model(
        R"({"tensors": [{"name": "a", "shape": [1, 4], "type": "INT8", "scales": [1]}],
            "inputs": [0], "outputs": [0],
            "operators": [{"is": "RESHAPE", "in": [0], "out": [0]}, {"is": "ADD", "in": [0, 0], "out": [0]},
                          {"is": "ADD", "in": [0, 0], "out": [0]}]})"));
    REQUIRE(model.operators.size() == 2);
    CHECK(model.operators.front().name == "ADD");
    CHECK(model.operators.front().count == 2);
}
