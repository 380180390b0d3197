// Models that are damaged, or made to harm: each is read or refused, in bounded time and memory.
#include "model/model.hpp"

#include "catch.hpp"
#include "unit/model/samples.hpp"

#include <cstring>

using namespace acapctl;
using namespace acapctl::model;

namespace {

void put(std::string& bytes, std::size_t at, std::uint32_t number) {
    if (bytes.size() < at + 4) bytes.resize(at + 4);
    std::memcpy(bytes.data() + at, &number, 4);
}

void put16(std::string& bytes, std::size_t at, std::uint16_t number) {
    if (bytes.size() < at + 2) bytes.resize(at + 2);
    std::memcpy(bytes.data() + at, &number, 2);
}

// `graphs` offsets that name one graph, whose `tensors` offsets name one tensor.
std::string repeated(std::uint32_t graphs, std::uint32_t tensors) {
    std::string bytes;
    put(bytes, 0, 24);
    bytes += "TFL3";
    put16(bytes, 8, 14); // the vtable: its size, that of the table, fields 0 to 4
    put16(bytes, 10, 12);
    put16(bytes, 12, 4);
    put16(bytes, 16, 8);
    put16(bytes, 20, 0);
    put(bytes, 24, 24 - 8);
    put(bytes, 28, 3); // version
    put(bytes, 32, 40 - 32);
    put(bytes, 40, graphs);
    const std::size_t vtable = 44 + 4UL * graphs;
    const std::size_t graph = vtable + 8;
    for (std::uint32_t i = 0; i < graphs; ++i)
        put(bytes, 44 + 4UL * i, static_cast<std::uint32_t>(graph - (44 + 4UL * i)));
    put16(bytes, vtable, 6);
    put16(bytes, vtable + 2, 8);
    put16(bytes, vtable + 4, 4);
    put(bytes, graph, 8);
    put(bytes, graph + 4, 4);
    put(bytes, graph + 8, tensors);
    const std::size_t tensor_vtable = graph + 12 + 4UL * tensors;
    for (std::uint32_t i = 0; i < tensors; ++i)
        put(bytes, graph + 12 + 4UL * i,
            static_cast<std::uint32_t>(tensor_vtable + 4 - (graph + 12 + 4UL * i)));
    put16(bytes, tensor_vtable, 4);
    put16(bytes, tensor_vtable + 2, 4);
    put(bytes, tensor_vtable + 4, 4);
    return bytes;
}

// Taken or refused with a reason.
bool is_taken(const std::string& bytes) {
    const ModelFacts facts = model_facts("m.tflite", bytes);
    REQUIRE(facts.tflite.has_value() == facts.problem.empty());
    return facts.problem.empty();
}

} // namespace

TEST_CASE("a model that is cut short anywhere is refused, or has lost nothing that is read") {
    const std::string& whole = samples::model("int8");
    std::size_t taken = 0;
    for (std::size_t size = 0; size < whole.size(); ++size)
        taken += is_taken(whole.substr(0, size));
    CHECK(is_taken(whole));
    CHECK(taken < 16); // only what fills up the end
}

TEST_CASE("whatever number stands anywhere in a model, it is taken or refused with a reason") {
    for (const char* kind : {"int8", "per-channel", "edge-tpu"}) {
        const std::string& whole = samples::model(kind);
        const auto size = static_cast<std::uint32_t>(whole.size());
        std::size_t refused = 0;
        for (std::size_t at = 0; at + 4 <= whole.size(); ++at)
            for (const std::uint32_t number :
                 {0U, 1U, 4U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU, size, size - 4,
                  static_cast<std::uint32_t>(-static_cast<std::int64_t>(at))}) {
                std::string bytes = whole;
                put(bytes, at, number);
                refused += is_taken(bytes) ? 0 : 1;
            }
        CHECK(refused > 1000);
    }
}

TEST_CASE("offsets that name one place many times end at a bound") {
    CHECK(is_taken(repeated(1, 1)));
    CHECK(is_taken(repeated(10, 1000)));
    const ModelFacts facts = model_facts("m.tflite", repeated(3000, 3000));
    CHECK(facts.problem == "it has more parts than any model");
}

TEST_CASE("counts beyond the file are refused") {
    std::string bytes = repeated(1, 1);
    put(bytes, 40, 0x40000000); // times four overflows 32 bits
    CHECK(model_facts("m.tflite", bytes).problem == "an offset leads out of the file");
}

TEST_CASE("another version of the schema, and one without a graph, are refused") {
    std::string bytes = repeated(1, 1);
    put(bytes, 28, 4);
    CHECK(model_facts("m.tflite", bytes).problem == "its schema version is 4, not 3");
    CHECK(model_facts("m.tflite", repeated(0, 0)).problem == "it has no graph");
}

TEST_CASE("names, lists and shapes have a bound") {
    const auto with = [](const std::string& name, int dimensions, int inputs) {
        std::string shape = "1";
        for (int i = 1; i < dimensions; ++i) shape += ", 1";
        std::string list = "0";
        for (int i = 1; i < inputs; ++i) list += ", 0";
        return samples::model(R"({"tensors": [{"name": ")" + name + R"(", "shape": [)" + shape +
                              R"(], "type": "INT8"}], "inputs": [)" + list +
                              R"(], "outputs": [], "operators": []})");
    };
    CHECK(read_tflite(with(std::string(5000, 'x'), 4, 1)).inputs.front().name.size() == 256);
    CHECK(model_facts("m.tflite", with("x", 33, 1)).problem ==
          "a tensor has more dimensions than any model");
    CHECK(model_facts("m.tflite", with("x", 4, 257)).problem ==
          "it has more inputs or outputs than any model");
}

TEST_CASE("a tensor, a buffer or an operator that is not there is refused") {
    const char* made = R"({"tensors": [], "inputs": [7], "outputs": [], "operators": []})";
    CHECK(model_facts("m.tflite", samples::model(made)).problem ==
          "it names a tensor that is not there");
}
