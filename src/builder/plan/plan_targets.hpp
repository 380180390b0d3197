#pragma once
// For which variants of the manifest, and for which architectures.

#include "builder/plan/question.hpp"

namespace acapctl::builder {

struct Target {
    std::string variant{};
    std::string architecture{}; // aarch64, armv7hf or all
    std::string chip{};         // may be empty
    bool by_default = false;    // nobody chose the architecture
};
std::vector<Target> choose_targets(const Question& question);

} // namespace acapctl::builder
