#pragma once
// Inputs and outputs of a model, as larod told them of each of its devices. Pure.

#include "model/model.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::probe {

// larod has no names of tensors, the model's file does. Each list in a report's "models" that has
// the number and the shapes of the file gets them, as "name".
void name_tensors(nlohmann::json& report, const model::ModelFacts& model);

// "images: uint8 1x640x640x3 NHWC, 1228800 bytes"
std::string shown_tensor(const nlohmann::json& tensor);

struct TensorRow {
    std::string device{}; // the larod device; empty: all that took the model say the same
    std::string label{};  // "input", or "input 2" of several
    std::string value{};
};
// Of a report's "models".
std::vector<TensorRow> tensor_rows(const nlohmann::json& models);

} // namespace acapctl::probe
