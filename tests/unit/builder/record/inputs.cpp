#include "builder/record/inputs.hpp"

#include "builder/plan/dockerfile_images.hpp"
#include "builder/plan/words.hpp"
#include "builder/record/record.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

Plan example(const std::string& container = "acapctl-1-aarch64", const Words& more = {}) {
    ContainerBuild build{.container = {.name = container}, .image = "sdk:12"};
    build.steps.mounted.arguments = {"docker", "run", "--name", container, "image"};
    append(build.steps.mounted.arguments, more);
    return {
        .app_name = "hello", .architecture = "aarch64", .output = ".", .build = std::move(build)};
}

using Names = std::optional<std::vector<std::string>>;

Names images(const std::string& text, const Arguments& given = {}) {
    return images_used(parse_dockerfile(text), given);
}

} // namespace

TEST_CASE("the same plan has the same hash, whatever its container is called") {
    const Inputs first = inputs_of(example(), {});
    const std::string other = "acapctl-2-aarch64";
    CHECK(inputs_of(example(other, {"--no-cache"}), {}) == first);
    CHECK(inputs_of(example(other, {"--network=none"}), {}).plan != first.plan);
    CHECK(inputs_of(example(), {{"main.c", {"0644 hash", ""}}}).sources != first.sources);
}

TEST_CASE("inputs come back from a record as they were") {
    Inputs inputs = inputs_of(example(), {});
    inputs.images = {{"sdk:12", "sha256:1"}};
    inputs.machine = "hash";
    CHECK(inputs_of_record({{"inputs", inputs_json(inputs, {})}}) == inputs);
    for (const char* text : {"null", "{}", "[]", R"({"inputs":null})", R"({"inputs":{"plan":7}})"})
        CHECK(inputs_of_record(nlohmann::json::parse(text)) == Inputs{});
}

TEST_CASE("a build is not compared with what a Dockerfile hides") {
    DockerfileBuild build;
    Plan plan{.output = ".", .build = build};
    Inputs inputs;
    CHECK_FALSE(add_toolchain(inputs, plan, {})); // images_used is unknown
    build.images_used.emplace();
    plan.build = build;
    CHECK(add_toolchain(inputs, plan, {})); // FROM scratch alone
    plan.build = PackOnly{};
    CHECK(add_toolchain(inputs, plan, {})); // nothing is compiled
    CHECK(inputs == Inputs{});
}

TEST_CASE("a record that is damaged, or of an older version, says nothing of the build") {
    const TempDir project;
    Plan plan = example();
    plan.project = project.path();
    plan.key = "aarch64";
    CHECK_FALSE(read_record(plan));
    const Workspace workspace = Workspace::make(plan.project);
    for (const char* text : {"", "[]", "{}", R"({"packages":[{"path":7}],"warnings":[]})",
                             R"({"packages":[],"warnings":[]})"}) {
        write_file(workspace.path(record_name(plan)), text);
        CHECK_FALSE(read_record(plan));
    }
    write_record(workspace, plan, {Built{.package = {.path = "x/app.eap", .sha256 = "h"}}},
                 {.inputs = inputs_of(plan, {}), .warnings = {"careful"}});
    const auto recorded = read_record(plan);
    REQUIRE(recorded);
    CHECK(recorded->inputs == inputs_of(plan, {}));
    CHECK(recorded->warnings == std::vector<std::string>{"careful"});
    CHECK(recorded->built.at(0).package.sha256 == "h");
    CHECK(recorded->built.at(0).up_to_date);
}

TEST_CASE("the images that a Dockerfile takes something from") {
    CHECK(images("FROM a\nFROM b AS c\nFROM c\n") == Names({"a", "b"}));
    CHECK(images("ARG V=1\nFROM sdk:$V\n", {{"V", "2"}}) == Names({"sdk:2"}));
    CHECK(images("FROM scratch\nCOPY a b\n") == Names(std::in_place));
    // A stage may have the name of the image that it builds on.
    CHECK(images("FROM node AS node\nFROM node\n") == Names({"node"}));
    CHECK(images("FROM a AS x\nFROM b\nCOPY --from=x f f\nCOPY --from=0 f f\n") ==
          Names({"a", "b"}));
    CHECK(images("FROM a\nCOPY --chown=1 --from=tools:1 f f\n") == Names({"a", "tools:1"}));
    CHECK(images("FROM a\nRUN --mount=type=bind,from=tools,target=/t true\n") ==
          Names({"a", "tools"}));
}

TEST_CASE("a Dockerfile whose sources cannot be told is never up to date") {
    for (const char* text :
         {"FROM $UNKNOWN\n", "FROM a\nADD https://x/y /y\n", "FROM a\nADD git@host:x.git /y\n",
          "FROM a\nADD $URL /y\n", "ARG X=b\nFROM a\nARG X\nCOPY --from=$X f f\n"})
        CHECK_FALSE(images(text));
}
