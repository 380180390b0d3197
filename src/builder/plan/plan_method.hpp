#pragma once
// How the executable comes about, and why.

#include "builder/plan/plain_recipe.hpp"
#include "builder/plan/plan.hpp"
#include "support/notice.hpp"

namespace acapctl::builder {

struct Method {
    bool dockerfile = false; // it is built; else this runs in the SDK:
    BuildSystem system = BuildSystem::none;
    std::string reason{};
    std::optional<PlainRecipe> recipe{}; // of a Dockerfile that is not needed
    std::vector<Notice> warnings{};
};
Method choose_method(const Project& project, const Request& request);

} // namespace acapctl::builder
