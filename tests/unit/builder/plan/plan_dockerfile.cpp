#include "plan_fixture.hpp"

using namespace acapctl;
using namespace acapctl::builder;

TEST_CASE("a Dockerfile gets the arguments it declares, and no others") {
    PlanFixture f("ARG CHIP\nARG TIMESTAMP\n" + apt + build_app);
    CHECK(f.build<DockerfileBuild>().arguments == Arguments{{"ARCH", "aarch64"}});
    CHECK(f.plan().sdk.version == "12.4.0");
    f.request.engine.sdk_version = "12.11";
    f.request.chip = "artpec8";
    f.around.sdk_repository = "registry:5000/team/sdk";
    f.around.source_date_epoch = "7";
    f.around.proxies = {"http_proxy", "NO_PROXY"};
    f.request.arguments = {{"NO_PROXY", "x"}};
    const auto build = f.build<DockerfileBuild>();
    CHECK(build.arguments == Arguments{{"ARCH", "aarch64"},
                                       {"CHIP", "artpec8"},
                                       {"NO_PROXY", "x"},
                                       {"REPO", "registry:5000/team"},
                                       {"SDK", "sdk"},
                                       {"TIMESTAMP", "7"},
                                       {"UBUNTU_VERSION", "24.04"},
                                       {"VERSION", "12.11.0"}});
    CHECK(build.inherited_arguments == std::vector<std::string>{"http_proxy"});
    CHECK(f.plan().key == "aarch64-artpec8");
    f.request.arguments = {{"CIHP", "x"}, {"http_proxy", "y"}};
    CHECK_FALSE(f.build<DockerfileBuild>().arguments.contains("CIHP"));
    REQUIRE(f.plan().warnings.size() == 1);
    CHECK(has(f.plan().warnings[0].text, "declares no argument 'CIHP', so it is not used: Did you "
                                         "mean 'CHIP'"));
}

TEST_CASE("what was given wins over what would be passed, and options over the project file") {
    PlanFixture f(apt + build_app);
    f.project.settings.build.arguments = {{"VERSION", "12.0.0"}, {"REPO", "mirror"}};
    f.request.arguments = {{"VERSION", "12.1.0"}};
    const auto build = f.build<DockerfileBuild>();
    CHECK(build.arguments.at("VERSION") == "12.1.0");
    CHECK(build.arguments.at("REPO") == "mirror");
    CHECK(f.plan().sdk.version == "12.1.0");
}

TEST_CASE("the package is taken out of the image and the container removed") {
    PlanFixture f(apt + build_app + "FROM debian AS last\n");
    f.project.settings.build.result = "/out/dir";
    f.request.target = "lats";
    CHECK(has(f.refusal(), "Did you mean 'last'"));
    f.request.target = "0";
    CHECK(has(f.refusal(), "no stage '0' / it has last"));
    f.request.target = "1";
    const Plan plan = f.plan();
    CHECK(has(line(plan, Step::Purpose::image), "docker build --platform linux/amd64 --force-rm"));
    CHECK(has(line(plan, Step::Purpose::image), " --target last "));
    CHECK(has(line(plan, Step::Purpose::create), "--name acapctl-t-aarch64 acapctl/"));
    CHECK(has(line(plan, Step::Purpose::fetch), "docker cp acapctl-t-aarch64:/out/dir - | tar"));
    CHECK(has(line(plan, Step::Purpose::fetch), "dir/*.eap"));
    CHECK(plan.steps().back().purpose == Step::Purpose::remove);
}

TEST_CASE("the package is taken from where the Dockerfile leaves it, even from the root") {
    PlanFixture f("RUN apt-get install -y x && acap-build .\nFROM scratch\n"
                  "COPY --from=0 /opt/app/*.eap /\n");
    CHECK(f.build<DockerfileBuild>().result == "/");
    const std::string fetch = line(f.plan(), Step::Purpose::fetch);
    CHECK(has(fetch, "docker cp acapctl-t-aarch64:/ - | tar"));
    CHECK(has(fetch, "--strip-components=0 "));
    CHECK(has(fetch, "'\\''/*.eap'\\'' '\\''./*.eap'\\''"));
    f.project.settings.build.result = "/out";
    CHECK(f.build<DockerfileBuild>().result == "/out");
}

TEST_CASE("what a builder apart from the engine makes is loaded, from images that nobody knows") {
    PlanFixture f(apt + build_app);
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::image), "--load"));
    CHECK(f.build<DockerfileBuild>().images_used);
    f.around.other_builder = true;
    CHECK(has(line(f.plan(), Step::Purpose::image), " --load "));
    CHECK_FALSE(f.build<DockerfileBuild>().images_used);
    f.project.dockerfile.reset();
    CHECK(f.plan().in_container() != nullptr); // compiled by the engine, in one that is known
}

TEST_CASE("an argument that nothing reads is told, whatever builds the project") {
    PlanFixture recipe(build_app); // which only runs acap-build
    recipe.request.arguments = {{"NAME", "x"}, {"VERSION", "12.1.0"}};
    REQUIRE(recipe.plan().warnings.size() == 1);
    CHECK(has(recipe.plan().warnings[0].text, "declares no argument 'NAME'"));
    PlanFixture none;
    none.request.arguments = {{"NAME", "x"}};
    REQUIRE(none.plan().warnings.size() == 1);
    CHECK(has(none.plan().warnings[0].text, "there is no Dockerfile: the argument 'NAME'"));
}

TEST_CASE("AXIS_OS_VERSION of the environment reaches whoever packs") {
    PlanFixture f;
    f.around.axis_os_version = "12.10.68";
    CHECK(has(line(f.plan(), Step::Purpose::pack), "AXIS_OS_VERSION=12.10.68"));
    CHECK_FALSE(has(line(f.plan(), Step::Purpose::compile), "AXIS_OS_VERSION"));
    f.request.packer = Packer::sdk;
    CHECK(has(line(f.plan(), Step::Purpose::compile), "--env AXIS_OS_VERSION=12.10.68"));
    f = PlanFixture();
    f.around.engine = EngineKind::host;
    f.around.axis_os_version = "12.10.68";
    CHECK(has(line(f.plan(), Step::Purpose::pack), "AXIS_OS_VERSION=12.10.68"));
    PlanFixture own("ARG AXIS_OS_VERSION\n" + apt + build_app);
    own.around.axis_os_version = "12.10.68";
    CHECK(own.build<DockerfileBuild>().arguments.at("AXIS_OS_VERSION") == "12.10.68");
    PlanFixture deaf(apt + build_app);
    deaf.around.axis_os_version = "12.10.68";
    CHECK(has(deaf.plan().warnings.at(0).text, "has no argument AXIS_OS_VERSION"));
}

TEST_CASE("a manifest that is no JSON is an error, unless the Dockerfile may mend it") {
    const std::string problem = "p/app/manifest.json:3:5: a comma too much";
    for (const std::string& mends :
         {std::string("RUN sed -i s/VERSION/1.0.0/ manifest.json\n"),
          std::string("COPY other.json /opt/app/manifest.json\n"),
          std::string("RUN <<END\njq . <in >/opt/app/manifest.json\nEND\n")}) {
        PlanFixture f(mends + apt + build_app);
        f.project.manifests.front().problem = problem;
        INFO(mends);
        CHECK(f.build<DockerfileBuild>().manifest_problem.empty());
        CHECK(has(f.plan().warnings.at(0).text, problem));
    }
    PlanFixture f("COPY app/manifest.json /opt/app/manifest.json\n" + apt +
                  "RUN acap-build . -m manifest.json\n");
    f.project.manifests.front().problem = problem;
    CHECK(f.build<DockerfileBuild>().manifest_problem == problem);
    CHECK(f.plan().warnings.empty());
}
