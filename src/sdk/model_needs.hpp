#pragma once
// What a package needs for the models that it carries: a chip whose larod takes one of them. Pure.

#include "sdk/interface_uses.hpp"
#include "sdk/judgement.hpp"
#include "sdk/model_advice.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::sdk {

struct CarriedModel {
    std::string file{};
    model::ModelFacts facts{};
};

// Whether its programs link larod: else whatever runs its models is its own.
bool links_larod(const InterfaceUses& uses);
// Of these words, the larod devices that run models.
std::vector<std::string> named_larod_devices(const std::vector<std::string>& words);

// Nothing: there is no chip on which its models are refused, or about which nothing is known.
// A package may carry models for several chips, so that the best of them counts on each.
std::optional<Requirement> model_requirement(const std::vector<CarriedModel>& models,
                                             const std::vector<std::string>& named,
                                             const Catalog& catalog);

} // namespace acapctl::sdk
