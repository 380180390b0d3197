#pragma once
// Whether a model has what a rule asks about, and what exactly.

#include "sdk/model_rules.hpp"

#include <optional>
#include <string>

namespace acapctl::sdk {

// What was found, for the rule's sentence, safe to print; nothing: the model does not have it.
std::optional<std::string> found_in(const model::Tflite& model, const ModelRule& rule,
                                    const LarodDevice& device);

} // namespace acapctl::sdk
