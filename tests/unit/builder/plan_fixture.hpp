#pragma once

#include "builder/plan/asked.hpp"
#include "builder/plan/planner.hpp"
#include "catch.hpp"

#include <string>
#include <vector>

// What the tests of the planner share: a small project, and the plans that are made for it.
namespace acapctl::builder {

// A Dockerfile's line that does what acapctl does without it, and one that needs the Dockerfile.
extern const std::string build_app;
extern const std::string apt;

struct PlanFixture {
    Project project{.directory = "p",
                    .root = "p/app",
                    .manifests = {{"manifest.json", "", "hello", "", "1.0.0", ""}},
                    .has_makefile = true,
                    .dockerfile_path = "Dockerfile"};
    Request request{};
    Surroundings around{.engine = EngineKind::docker, .uid = 1000, .gid = 100, .token = "t"};

    PlanFixture() = default;
    // The project has a Dockerfile: the documented first lines, which copy app/, and these.
    explicit PlanFixture(const std::string& dockerfile);

    std::vector<Plan> plans() const;
    Plan plan() const; // the only one
    // What it has for a build of that kind, which it is to be.
    template <typename Build>
    Build build() const {
        const Plan only = plan();
        REQUIRE(std::holds_alternative<Build>(only.build));
        return std::get<Build>(only.build);
    }
    std::string refusal() const; // "message / hint" of the error of use, or "accepted"
    void variants(const std::vector<std::string>& names);
};

// The step as a line of the shell; "" when the plan has none of that purpose.
std::string line(const Plan& plan, Step::Purpose purpose);

bool has(const std::string& text, const std::string& part);

} // namespace acapctl::builder
