#include "build/plan.hpp"

#include "acapctl/error.hpp"
#include "build/endpoint.hpp"
#include "catch.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::build;

namespace {

constexpr const char* documented =
    "ARG ARCH=armv7hf\nARG VERSION=12.4.0\nARG UBUNTU_VERSION=24.04\nARG REPO=axisecp\n"
    "ARG SDK=acap-native-sdk\nFROM ${REPO}/${SDK}:${VERSION}-${ARCH}-ubuntu${UBUNTU_VERSION}\n"
    "COPY ./app /opt/app/\nWORKDIR /opt/app\n";
const std::string build_app =
    "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a label/labels.txt\n";
const std::string apt = "RUN apt-get install -y cmake\n";

struct Fixture {
    Project project{.directory = "p",
                    .root = "p/app",
                    .manifests = {{"manifest.json", "", "hello", "", "1.0.0", ""}},
                    .has_makefile = true,
                    .dockerfile_path = "Dockerfile"};
    Request request{};
    Surroundings around{.engine = "docker", .uid = 1000, .gid = 100, .token = "t"};

    Fixture() = default;
    explicit Fixture(const std::string& dockerfile) {
        project.dockerfile = parse_dockerfile(documented + dockerfile);
    }
    std::vector<Plan> plans() const {
        return make_plans(project, request, around, sdk::Catalog::built_in());
    }
    Plan plan() const {
        const auto all = plans();
        REQUIRE(all.size() == 1);
        return all.front();
    }
    std::string refusal() const {
        try {
            plans();
        } catch (const Error& error) {
            CHECK(error.exit() == ExitCode::usage);
            return std::string(error.what()) + " / " + error.failure().hint;
        }
        return "accepted";
    }
    void variants(const std::vector<std::string>& names) {
        project.manifests.clear();
        for (const std::string& name : names)
            project.manifests.push_back(
                {"manifest.json." + name, name, "app", "app_" + name, "1.0.0", ""});
    }
};

std::string line(const Plan& plan, Step::Purpose purpose) {
    const auto step = std::ranges::find(plan.steps, purpose, &Step::purpose);
    return step == plan.steps.end() ? "" : shell_line(*step);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> keys(const std::vector<Plan>& plans) {
    std::vector<std::string> result;
    for (const Plan& plan : plans) result.push_back(plan.key);
    return result;
}

} // namespace

TEST_CASE("a project is built by what it has") {
    Fixture f;
    CHECK(f.plan().kind == Kind::make);
    f.project.has_meson = f.project.has_cmake = true;
    CHECK(f.plan().kind == Kind::make);
    f.project.has_makefile = false;
    CHECK(f.plan().kind == Kind::meson);
    f.project.has_meson = false;
    CHECK(f.plan().kind == Kind::cmake);
    f.project.has_cmake = false;
    CHECK(f.plan().kind == Kind::none);
    CHECK(f.plan().engine.empty());
    f.project.settings.build.system = "meson";
    CHECK(f.plan().kind == Kind::meson);
    f.project.manifests.front().architecture = "all";
    CHECK(f.plan().kind == Kind::none);
    CHECK(f.plan().architecture == "all");
    CHECK_FALSE(needs_engine(f.project, f.request));
}

TEST_CASE("make runs in the newest SDK image, as the caller, on the build tree") {
    Fixture f;
    f.request.engine.network = "none";
    f.around.proxies = {"HTTPS_PROXY"};
    f.around.source_date_epoch = "7";
    const Plan plan = f.plan();
    const std::string command = line(plan, Step::Purpose::compile);
    CHECK(has(command, "docker run --rm --mount type=bind,source=/"));
    CHECK(has(command, "p/build/.acapctl/aarch64,target=/opt/app --name acapctl-t-aarch64 "
                       "--platform linux/amd64 --user 1000:100 --workdir /opt/app "));
    CHECK(has(command, "--network=none --env SOURCE_DATE_EPOCH --env HTTPS_PROXY "));
    CHECK(has(command, sdk::Catalog::built_in().newest_stable().version + "-aarch64-ubuntu"));
    CHECK(has(command, "\n. /opt/axis/acapsdk/environment-setup* || exit 98\n"));
    CHECK(command.ends_with("\nexec make'"));
    CHECK_FALSE(has(command, "keep-id"));
    f.around.engine = "podman";
    CHECK(has(line(f.plan(), Step::Purpose::compile), "podman run"));
    CHECK(has(line(f.plan(), Step::Purpose::compile), "--userns=keep-id"));
}

TEST_CASE("a Dockerfile that only runs acap-build is not needed, and says SDK and files") {
    const Fixture f(build_app);
    const Plan plan = f.plan();
    CHECK(plan.kind == Kind::make);
    CHECK(plan.sdk == "12.4.0");
    CHECK(plan.additional_files == std::vector<std::string>{"label/labels.txt"});
    CHECK(has(line(plan, Step::Purpose::pack), "-a label/labels.txt"));
}

TEST_CASE("the image that a plain Dockerfile names is the one that is used") {
    const auto with = [](const std::string& from) {
        Fixture f;
        f.project.dockerfile =
            parse_dockerfile("ARG ARCH=\nARG VERSION\nFROM " + from +
                             "\nCOPY app /opt/app\nWORKDIR /opt/app\n" + build_app);
        return f;
    };
    // A mirror, an SDK newer than the catalog, an argument without a default, no SDK at all.
    CHECK(with("mirror:5000/x/sdk:12.4.0-${ARCH}-ubuntu24.04").plan().image ==
          "mirror:5000/x/sdk:12.4.0-aarch64-ubuntu24.04");
    const Plan newer = with("axisecp/acap-native-sdk:99.1.0-${ARCH}-ubuntu40.04").plan();
    CHECK(newer.image == "axisecp/acap-native-sdk:99.1.0-aarch64-ubuntu40.04");
    CHECK(newer.sdk == "99.1.0");
    CHECK(newer.kind == Kind::make);
    CHECK(with("a/b:${VERSION}-${ARCH}-ubuntu24.04").plan().sdk ==
          sdk::Catalog::built_in().newest_stable().version);
    CHECK(with("example.com/base:1").plan().kind == Kind::dockerfile);
    CHECK(with("example.com/base:1").plan().sdk.empty());
    Fixture pinned(build_app);
    pinned.project.dockerfile =
        parse_dockerfile("FROM a/b:12.0.0-armv7hf-ubuntu24.04\nCOPY app /opt/app\n" + build_app);
    CHECK(pinned.plan().kind == Kind::make);
    CHECK(pinned.plan().architecture == "armv7hf");
    Fixture mirrored = with("mirror/sdk:12.4.0-${ARCH}-ubuntu24.04");
    mirrored.request.engine.sdk_version = "12.0.0";
    CHECK(mirrored.plan().image == "mirror/sdk:12.0.0-aarch64-ubuntu24.04");
}

TEST_CASE("a Dockerfile that does more is built, unless told otherwise") {
    Fixture f(apt + build_app);
    CHECK(f.plan().kind == Kind::dockerfile);
    f.request.use_dockerfile = false;
    CHECK(f.plan().kind == Kind::make);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile = false;
    CHECK(f.plan().kind == Kind::make);
    f.request.use_dockerfile = true; // the option wins
    CHECK(f.plan().kind == Kind::dockerfile);
    f.request.use_dockerfile.reset();
    f.project.settings.build.use_dockerfile.reset();
    f.request.engine.choice = EngineChoice::host;
    f.around.engine = "host";
    CHECK(f.plan().kind == Kind::make);
    CHECK(f.plan().warnings.size() == 1);
    f.request.use_dockerfile = true;
    CHECK(has(f.refusal(), "--engine host"));

    Fixture plain(build_app);
    plain.request.use_dockerfile = true;
    CHECK(plain.plan().kind == Kind::dockerfile);
    plain.project.root = plain.project.directory; // but the Dockerfile copies app/
    plain.request.use_dockerfile.reset();
    CHECK(plain.plan().kind == Kind::dockerfile);

    Fixture none;
    none.request.use_dockerfile = true;
    CHECK(has(none.refusal(), "there is no Dockerfile"));
}

TEST_CASE("a Dockerfile gets the arguments it declares, and no others") {
    Fixture f("ARG CHIP\nARG TIMESTAMP\n" + apt + build_app);
    CHECK(f.plan().arguments == Arguments{{"ARCH", "aarch64"}});
    CHECK(f.plan().sdk == "12.4.0");
    f.request.engine.sdk_version = "12.11";
    f.request.chip = "artpec8";
    f.around.sdk_repository = "registry:5000/team/sdk";
    f.around.source_date_epoch = "7";
    f.around.proxies = {"http_proxy", "NO_PROXY"};
    f.request.arguments = {{"NO_PROXY", "x"}};
    const Plan plan = f.plan();
    CHECK(plan.arguments == Arguments{{"ARCH", "aarch64"},
                                      {"CHIP", "artpec8"},
                                      {"NO_PROXY", "x"},
                                      {"REPO", "registry:5000/team"},
                                      {"SDK", "sdk"},
                                      {"TIMESTAMP", "7"},
                                      {"UBUNTU_VERSION", "24.04"},
                                      {"VERSION", "12.11.0"}});
    CHECK(plan.inherited_arguments == std::vector<std::string>{"http_proxy"});
    CHECK(plan.key == "aarch64-artpec8");
    f.request.arguments = {{"CIHP", "x"}};
    CHECK(has(f.refusal(), "Did you mean 'CHIP'"));
}

TEST_CASE("what was given wins over what would be passed, and options over the project file") {
    Fixture f(apt + build_app);
    f.project.settings.build.arguments = {{"VERSION", "12.0.0"}, {"REPO", "mirror"}};
    f.request.arguments = {{"VERSION", "12.1.0"}};
    const Plan plan = f.plan();
    CHECK(plan.arguments.at("VERSION") == "12.1.0");
    CHECK(plan.arguments.at("REPO") == "mirror");
    CHECK(plan.sdk == "12.1.0");
}

TEST_CASE("the package is taken out of the image and the container removed") {
    Fixture f(apt + build_app + "FROM debian AS last\n");
    f.project.settings.build.result = "/out/dir";
    f.request.target = "lats";
    CHECK(has(f.refusal(), "Did you mean 'last'"));
    f.request.target = "0";
    const Plan plan = f.plan();
    CHECK(has(line(plan, Step::Purpose::image), "docker build --platform linux/amd64 --force-rm"));
    CHECK(has(line(plan, Step::Purpose::image), " --target 0 "));
    CHECK(has(line(plan, Step::Purpose::create), "--name acapctl-t-aarch64 acapctl/"));
    CHECK(has(line(plan, Step::Purpose::fetch), "docker cp acapctl-t-aarch64:/out/dir - | tar"));
    CHECK(has(line(plan, Step::Purpose::fetch), "dir/*.eap"));
    CHECK(plan.steps.back().purpose == Step::Purpose::remove);
}

TEST_CASE("an SDK that cannot be chosen is told") {
    Fixture f;
    f.project.dockerfile = parse_dockerfile("FROM x/sdk:12.0.0-armv7hf-ubuntu24.04\n" + apt);
    CHECK(f.plan().architecture == "armv7hf"); // the only one it builds for
    CHECK(f.plan().sdk == "12.0.0");
    f.request.engine.sdk_version = "12.4.0";
    f.around.sdk_repository = "a/b";
    CHECK(f.plan().warnings.size() == 2);
    f.request.architectures = {"aarch64"};
    CHECK(has(f.refusal(), "armv7hf only"));
}

TEST_CASE("a chip or a name chooses the variant of the manifest") {
    Fixture f("ARG CHIP=\nRUN apt-get x && cp manifest.json.${CHIP} manifest.json\n" + build_app);
    f.variants({"artpec8", "cpu", "edgetpu"});
    CHECK(has(f.refusal(), "choose one with --variant or --chip"));
    f.request.chip = "ARTPEC-8";
    CHECK(f.plan().variant == "artpec8");
    CHECK(f.plan().arguments.at("CHIP") == "artpec8");
    f.request.chip = "cv25";
    CHECK(has(f.refusal(), "no manifest for chip"));
    f.request.chip.clear();
    f.request.variant = "edgetpu";
    CHECK(f.plan().architecture == "armv7hf");
    CHECK(f.plan().key == "armv7hf-edgetpu");
    f.request.variant = "artpec8";
    f.request.architectures = {"armv7hf"};
    CHECK(has(f.refusal(), "aarch64 only"));
    f.request.variant = "artpec9";
    CHECK(has(f.refusal(), "Did you mean 'artpec8'"));
}

TEST_CASE("all means every architecture and every variant") {
    Fixture f;
    f.request.all = true;
    CHECK(keys(f.plans()) == std::vector<std::string>{"aarch64", "armv7hf"});
    f.project.settings.build.architectures = {"armv7hf"};
    CHECK(keys(f.plans()) == std::vector<std::string>{"armv7hf"});
    f.project.settings.build.architectures.clear();
    f.variants({"artpec8", "cpu"});
    CHECK(keys(f.plans()) ==
          std::vector<std::string>{"aarch64-artpec8", "aarch64-cpu", "armv7hf-cpu"});
    CHECK(f.plans().front().output == "p/build");
    for (ManifestFile& manifest : f.project.manifests) manifest.friendly_name = "same";
    CHECK(f.plans().front().output == "p/build/artpec8"); // else they would overwrite each other
}

TEST_CASE("the variant of a Dockerfile's default is built when nothing is said") {
    Fixture f("ARG VDO_FORMAT=h264\nRUN cp manifest.json.$VDO_FORMAT manifest.json\n" + build_app);
    f.variants({"av1", "h264"});
    const Plan plan = f.plan();
    CHECK(plan.kind == Kind::make); // it only chooses the manifest and runs acap-build
    CHECK(plan.variant == "h264");
    CHECK(has(line(plan, Step::Purpose::mirror), "manifest.json.h264"));
}

TEST_CASE("the project file says what would be typed, and of a variant what it alone needs") {
    Fixture f;
    f.project.settings.build.files = {"common.txt"};
    f.project.settings.build.sdk = "12.0.0";
    f.project.settings.build.mend = false;
    f.project.settings.variants["night"] = {
        .chip = "artpec7", .manifest = "manifest.night.json", .files = {"night.bin"}};
    f.request.variant = "night";
    f.request.additional_files = {"typed.txt", "common.txt"};
    const Plan plan = f.plan();
    CHECK(plan.additional_files ==
          std::vector<std::string>{"common.txt", "night.bin", "typed.txt"});
    CHECK(plan.architecture == "armv7hf");
    CHECK(plan.manifest == "manifest.night.json");
    CHECK(plan.sdk == "12.0.0");
    CHECK_FALSE(plan.mend);
    CHECK(engine_choice(f.project, f.request) == EngineChoice::automatic);
    f.project.settings.build.engine = "host";
    CHECK(engine_choice(f.project, f.request) == EngineChoice::host);
    f.request.engine.choice = EngineChoice::podman;
    CHECK(engine_choice(f.project, f.request) == EngineChoice::podman);
}

TEST_CASE("an AXIS OS in the project file chooses the SDK, a chip only where nothing else does") {
    Fixture f;
    f.request.engine.usual_sdk = "1.15";
    f.request.sdk_why = "why";
    CHECK(f.plan().sdk == "1.15");
    CHECK(f.plan().sdk_why == "why");
    f.project.settings.build.axis_os = "12.4";
    CHECK(f.plan().sdk == "12.4.0");
    CHECK(f.plan().sdk_why.empty());
    f.project.settings.build.sdk = "12.1";
    CHECK(f.plan().sdk == "12.1.0");
}

TEST_CASE("on the host a compiler's variables take the place of the image") {
    Fixture f;
    f.around.engine = "host";
    const Plan plan = f.plan();
    CHECK(plan.sdk == "host");
    CHECK(plan.image.empty());
    CHECK(has(line(plan, Step::Purpose::compile), "'CC=aarch64-linux-gnu-gcc -mcpu="));
    CHECK(line(plan, Step::Purpose::compile).ends_with(" make)"));
}

TEST_CASE("a plan is one document") {
    const nlohmann::json document = plan_json(Fixture(apt + build_app).plan());
    CHECK(document["kind"] == "dockerfile");
    CHECK(document["chip"].is_null());
    CHECK(document["arguments"]["ARCH"] == "aarch64");
    CHECK(document["steps"][1]["purpose"] == "image");
    CHECK(document["steps"][1]["command"][0] == "docker");
}

TEST_CASE("a hostile name of an application stays one word") {
    Fixture f;
    f.project.has_makefile = false;
    f.project.has_cmake = true;
    f.project.manifests.front().app_name = "x'; rm -rf / #";
    CHECK(f.plan().steps[1].arguments.back() == "x'; rm -rf / #");
}

namespace {

std::vector<std::string> purposes(const Plan& plan) {
    std::vector<std::string> result;
    for (const Step& step : plan.steps) result.emplace_back(purpose_name(step.purpose));
    return result;
}

} // namespace

TEST_CASE("the tree is copied to an engine that does not see this machine, or as asked") {
    const std::vector<std::string> mounted = {"mirror", "compile", "pack"};
    const std::vector<std::string> copied = {"mirror", "create", "send", "compile",
                                             "fetch",  "remove", "pack"};
    Fixture f;
    f.around.proxies = {"HTTPS_PROXY"};
    CHECK(purposes(f.plan()) == mounted);
    CHECK(f.plan().may_copy);
    f.around.remote = true;
    const Plan plan = f.plan();
    CHECK(purposes(plan) == copied);
    CHECK(has(line(plan, Step::Purpose::create), "docker create --name acapctl-t-aarch64 "));
    CHECK(has(line(plan, Step::Purpose::create), "--user 1000:100 "));
    CHECK(has(line(plan, Step::Purpose::create), "--env HTTPS_PROXY "));
    CHECK_FALSE(has(line(plan, Step::Purpose::create), "--mount"));
    CHECK(has(line(plan, Step::Purpose::send), "--owner=1000 --group=100 "));
    CHECK(line(plan, Step::Purpose::compile) == "docker start --attach acapctl-t-aarch64");
    CHECK(plan_json(plan)["transfer"] == "copy");
    f.request.engine.transfer = Transfer::mount;
    CHECK(purposes(f.plan()) == mounted);
    CHECK_FALSE(f.plan().may_copy);
    f.around.remote = false;
    f.request.engine.transfer = Transfer::copy;
    CHECK(purposes(f.plan()) == copied);
}

TEST_CASE("a path with a comma or a quote is one value of a mount") {
    Fixture f;
    f.project.directory = f.project.root = "/a,\"b";
    CHECK(has(line(f.plan(), Step::Purpose::compile),
              "'type=bind,\"source=/a,\"\"b/build/.acapctl/aarch64\",target=/opt/app'"));
}

TEST_CASE("an address is remote unless it is a socket of this machine") {
    CHECK_FALSE(is_remote_address(""));
    CHECK_FALSE(is_remote_address("unix:///var/run/docker.sock"));
    CHECK_FALSE(is_remote_address("npipe:////./pipe/docker_engine"));
    for (const char* address : {"tcp://127.0.0.1:2375", "ssh://builder", "https://x"})
        CHECK(is_remote_address(address));
}

TEST_CASE("the SDK's packer packs a copy of the tree after the build, and says its options") {
    Fixture f;
    f.request.packer = Packer::sdk;
    f.request.additional_files = {"a b.txt"};
    f.request.validate = false;
    const std::string command = line(f.plan(), Step::Purpose::compile);
    CHECK(has(command, "\nmake || exit $?\n"));
    CHECK(has(f.plan().steps[1].arguments.back(),
              "acap-build . --build no-build -a 'a b.txt' --disable-manifest-validation"));
    CHECK(has(line(f.plan(), Step::Purpose::pack), ".acapctl/packed/"));
    f.request.packer = Packer::both;
    CHECK(has(line(f.plan(), Step::Purpose::compile), "acap-build"));
    CHECK(has(line(f.plan(), Step::Purpose::pack), "acapctl pack"));
    CHECK(plan_json(f.plan())["packer"] == "both");
    f.project.manifests.front().architecture = "all"; // scripts: an engine for the packer alone
    CHECK(f.plan().engine == "docker");
    CHECK(needs_engine(f.project, f.request));
    f.around.engine = "host";
    CHECK(has(f.refusal(), "--engine host has no acap-build"));
    Fixture dockerfile(apt + build_app);
    dockerfile.request.packer = Packer::sdk;
    CHECK(dockerfile.plan().warnings.size() == 1);
}

TEST_CASE("an SDK on this machine takes the place of engine and image") {
    Fixture f;
    f.around.engine = "local";
    f.around.local_sdk = LocalSdk{.directory = "/opt/axis/acapsdk",
                                  .scripts = {{"armv7hf", "/opt/axis/acapsdk/environment-x"}}};
    Plan plan = f.plan();
    CHECK(plan.architecture == "armv7hf"); // the only one
    CHECK(plan.sdk == "local");
    CHECK(plan.image.empty());
    CHECK(plan.container.empty());
    CHECK(has(line(plan, Step::Purpose::compile),
              "\n. /opt/axis/acapsdk/environment-x || exit 98\n"));
    CHECK(plan_json(plan)["sdkDirectory"] == "/opt/axis/acapsdk");
    const sdk::Image& newest = sdk::Catalog::built_in().newest_stable();
    f.around.local_sdk->axis_os = newest.axis_os;
    CHECK(f.plan().sdk == newest.version);
    f.around.local_sdk->directory = "/home/me/sdk";
    CHECK(has(line(f.plan(), Step::Purpose::compile), "s|/opt/axis/acapsdk|/home/me/sdk|g"));
    f.request.architectures = {"aarch64"};
    CHECK_THROWS_AS(f.plans(), Error);
}
