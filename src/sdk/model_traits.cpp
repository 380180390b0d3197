#include "sdk/model_traits.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

using model::OperatorUse;
using model::Quantization;
using model::Tensor;
using model::Tflite;
using Found = std::optional<std::string>;

// Operators that have rules of their own: the compiled part of an Edge TPU model, and the one that
// TensorFlow Lite has itself although it counts as custom.
bool is_known_custom(const OperatorUse& use) {
    return use.name == "edgetpu-custom-op" || use.name == "TFLite_Detection_PostProcess";
}

bool is_flex(const OperatorUse& use) {
    return use.custom && use.name.starts_with("Flex");
}

Found operators(const Tflite& model, const std::function<bool(const OperatorUse&)>& wanted) {
    std::vector<std::string> names;
    for (const OperatorUse& use : model.operators)
        if (wanted(use)) names.push_back(text::visible(use.name));
    if (names.empty()) return std::nullopt;
    return text::some_of(names);
}

Found tensors(std::size_t count) {
    if (count == 0) return std::nullopt;
    return fmt::format("{} tensor{} {}", count, count == 1 ? "" : "s", count == 1 ? "is" : "are");
}

Found whether(bool holds) {
    return holds ? Found("") : std::nullopt;
}

// Boxes in pixels beside scores from 0 to 1: one output with few rows of many boxes, or the other
// way round, whose steps are coarser than any score.
Found one_output(const Tflite& model) {
    constexpr std::int64_t fewest_rows = 5; // a box and one score
    constexpr std::int64_t fewest_boxes = 100;
    constexpr double coarse = 0.5;
    if (model.outputs.size() != 1) return std::nullopt;
    const Tensor& output = model.outputs.front();
    if (output.shape.size() < 3 || (output.type != "INT8" && output.type != "UINT8") ||
        output.scale.value_or(0) <= coarse)
        return std::nullopt;
    const auto [rows, boxes] =
        std::minmax(output.shape[output.shape.size() - 2], output.shape.back());
    if (rows < fewest_rows || boxes < fewest_boxes) return std::nullopt;
    return fmt::format("{:g}", *output.scale);
}

std::string types_of(const Tflite& model) {
    std::vector<std::string> parts;
    for (const auto& [type, count] : model.types)
        parts.push_back(fmt::format("{} {}", count, type));
    return text::join(parts, ", ");
}

} // namespace

Found found_in(const Tflite& model, const ModelRule& rule, const LarodDevice& device) {
    const auto of_rule = [&](const OperatorUse& use) {
        return text::contains(rule.operators, use.name);
    };
    switch (rule.when) {
    case ModelTrait::custom:
        return operators(model, [](const OperatorUse& use) {
            return use.custom && !is_flex(use) && !is_known_custom(use);
        });
    case ModelTrait::flex:
        return operators(model, is_flex);
    case ModelTrait::one_of:
        return operators(model, of_rule);
    case ModelTrait::beside:
        return operators(model, [&](const OperatorUse& use) { return !of_rule(use); });
    case ModelTrait::floating:
        return whether(model.quantization == Quantization::floating ||
                       model.quantization == Quantization::weights);
    case ModelTrait::mixed:
        if (model.quantization != Quantization::mixed) return std::nullopt;
        return types_of(model);
    case ModelTrait::other:
        return whether(model.quantization == Quantization::other);
    case ModelTrait::unlisted:
        if (device.operators == nullptr) return std::nullopt;
        return operators(model, [&](const OperatorUse& use) {
            return !use.custom && !text::contains(device.operators->names, use.name);
        });
    case ModelTrait::per_channel:
        return tensors(model.per_channel);
    case ModelTrait::per_channel_computed:
        return tensors(model.per_channel_computed);
    case ModelTrait::batch:
        if (model.largest_input_batch <= 1) return std::nullopt;
        return std::to_string(model.largest_input_batch);
    case ModelTrait::dimensions:
        if (model.most_dimensions <= rule.above) return std::nullopt;
        return std::to_string(model.most_dimensions);
    case ModelTrait::dynamic:
        return tensors(model.dynamic);
    case ModelTrait::one_output:
        return one_output(model);
    }
    return std::nullopt;
}

} // namespace acapctl::sdk
