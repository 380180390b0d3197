#pragma once
// What a TensorFlow Lite model is made of. Nothing is computed, and no weights are looked at.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::model {

struct Tensor {
    std::string name{};                // cut after 256 bytes; not safe to print
    std::vector<std::int64_t> shape{}; // -1: not known before it runs
    std::string type{};                // "UINT8", as TensorFlow's schema names it
    std::size_t scales = 0;            // more than one: quantised per channel
    std::optional<double> scale{};     // the first one
    std::optional<std::int64_t> zero_point{};
    bool dynamic = false; // some of its sizes are not known before it runs
};

struct OperatorUse {
    std::string name{};  // "CONV_2D"; of a custom one what the file calls it, not safe to print
    bool custom = false; // not one of TensorFlow Lite's own
    std::size_t count = 0;
};

// Of what is computed, that is of all tensors but constants.
enum class Quantization {
    integer, // 8-bit integers from the first to the last
    mixed,   // integers and floating point
    weights, // weights are integers, but it computes in floating point
    floating,
    other // something else, such as 16-bit integers
};
const char* quantization_name(Quantization quantization); // "integer"

struct Tflite {
    std::uint32_t version = 0;         // of the schema: 3
    std::string description{};         // not safe to print
    std::string min_runtime_version{}; // of TensorFlow Lite; empty: not told; not safe to print
    std::size_t subgraphs = 0;
    std::vector<Tensor> inputs{}; // of the first subgraph, as all lists here at most 256
    std::vector<Tensor> outputs{};
    std::vector<OperatorUse> operators{};       // of all subgraphs, those used most first
    std::map<std::string, std::size_t> types{}; // how many tensors are of a type, constants too
    Quantization quantization = Quantization::other;
    // How many tensors ...
    std::size_t tensors = 0;
    std::size_t per_tensor = 0;           // have one scale
    std::size_t per_channel = 0;          // have several
    std::size_t per_channel_computed = 0; // of those, that are no constants
    std::size_t dynamic = 0;              // have sizes that are not known before it runs
    std::size_t most_dimensions = 0;      // the highest number
    std::int64_t largest_input_batch = 0; // first size of the inputs with at least two

    const OperatorUse* find(std::string_view operator_name) const;
};

// Whether these bytes say that they are one.
bool is_tflite(std::string_view bytes);

// Throws Damaged for bytes that are not such a file, or not whole.
Tflite read_tflite(std::string_view bytes);

} // namespace acapctl::model
