#pragma once
// What `inspect` says of a model: what it is made of, and where it would run.

#include "model/model.hpp"
#include "sdk/model_advice.hpp"
#include "terminal/terminal.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

struct ModelReport {
    std::string file{};                     // as it was named
    model::ModelFacts facts{};              // without a problem
    std::vector<sdk::ModelAdvice> advice{}; // one per chip, or one for the larod devices named
};

nlohmann::json document_of(const ModelReport& report);
void print_model(const ModelReport& report, Terminal& terminal);

} // namespace acapctl::cli
