#pragma once
// Files with neural networks: which format, and of TensorFlow Lite what is in them. Of the other
// formats no layout is public, or none of it matters to Axis devices: they are recognised only.

#include "model/tflite.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl::model {

enum class Format {
    unknown,
    tflite,
    edge_tpu, // .tflite that Google's compiler made for an Edge TPU
    cavalry,  // for CV25, by Ambarella's tools
    cv75,     // the same for CV75
    onnx,
    larod, // a model packed by larod-convert
    nbg    // compiled for the GPU of ARTPEC-7 or the DLPU of ARTPEC-8
};
const char* format_name(Format format);  // for documents: "edge-tpu"
const char* format_label(Format format); // for people: "TensorFlow Lite compiled for an Edge TPU"
// By the name for documents; nothing: there is none of it.
std::optional<Format> find_format(std::string_view name);

struct ModelFacts {
    Format format = Format::unknown;
    bool certain = false;           // false: it looks like one
    std::string evidence{};         // "begins like the one such file that is known"
    std::string problem{};          // why it could not be read, as a phrase; empty: it could
    std::optional<Tflite> tflite{}; // of tflite and edge_tpu, unless there is a problem
    std::uint64_t size = 0;
};

constexpr std::size_t longest_mark = 16;             // bytes that tell what a file is
constexpr std::uint64_t largest_model = 256U << 20U; // bytes that are read

// Whether a file of this name that begins so is taken for a model; `head` is at least its first
// longest_mark bytes, or all it has. A name that ends with .bin says nothing.
bool is_model(std::string_view path, std::string_view head);

// Any bytes; what they are is said as far as it can be. The name counts where bytes say nothing.
ModelFacts model_facts(std::string_view path, std::string_view bytes);

} // namespace acapctl::model
