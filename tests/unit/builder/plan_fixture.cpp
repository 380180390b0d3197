#include "plan_fixture.hpp"

#include "acapctl/error.hpp"

#include <algorithm>

namespace acapctl::builder {

const std::string build_app =
    "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a label/labels.txt\n";
const std::string apt = "RUN apt-get install -y cmake\n";

PlanFixture::PlanFixture(const std::string& dockerfile) {
    project.dockerfile = parse_dockerfile(
        "ARG ARCH=armv7hf\nARG VERSION=12.4.0\nARG UBUNTU_VERSION=24.04\nARG REPO=axisecp\n"
        "ARG SDK=acap-native-sdk\n"
        "FROM ${REPO}/${SDK}:${VERSION}-${ARCH}-ubuntu${UBUNTU_VERSION}\n"
        "COPY ./app /opt/app/\nWORKDIR /opt/app\n" +
        dockerfile);
}

std::vector<Plan> PlanFixture::plans() const {
    return make_plans(project, request, around, sdk::Catalog::built_in());
}

Plan PlanFixture::plan() const {
    const auto all = plans();
    REQUIRE(all.size() == 1);
    return all.front();
}

std::string PlanFixture::refusal() const {
    try {
        plans();
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return std::string(error.what()) + " / " + error.failure().hint;
    }
    return "accepted";
}

void PlanFixture::variants(const std::vector<std::string>& names) {
    project.manifests.clear();
    for (const std::string& name : names)
        project.manifests.push_back(
            {"manifest.json." + name, name, "app", "app_" + name, "1.0.0", ""});
}

std::string line(const Plan& plan, Step::Purpose purpose) {
    const std::vector<Step> steps = plan.steps();
    const auto step = std::ranges::find(steps, purpose, &Step::purpose);
    return step == steps.end() ? "" : shell_line(*step);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace acapctl::builder
