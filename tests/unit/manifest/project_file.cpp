#include "manifest/project_file.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <sys/stat.h>

using namespace acapctl;

namespace {

ProjectFile project_file(const std::string& text) {
    const TempDir dir;
    write_file(dir.path() / "acapctl.toml", text);
    return read_project_file(dir.path());
}

std::string refusal(const std::string& text) {
    try {
        project_file(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return std::string(error.what()) + " / " + error.failure().hint;
    }
    return "accepted";
}

} // namespace

TEST_CASE("a project without a project file has no settings") {
    const TempDir dir;
    CHECK(read_project_file(dir.path()).path.empty());
}

TEST_CASE("every key of the project file arrives") {
    const ProjectFile file = project_file(R"(
[build]
sdk = "12.11.0"
engine = "podman"
network = "none"
system = "cmake"
architectures = ["aarch64"]
files = ["label/labels.txt"]
mend = false
ccache = true
dockerfile = "docker/Dockerfile"
target = "app"
result = "/opt/out"
arguments = {CIVETWEB_VERSION = "1.16"}
[variants.edge-tpu_1]
architecture = "armv7hf"
chip = "artpec7"
manifest = "manifest.json.edgetpu"
files = ["model.tflite"]
arguments = {CHIP = "edgetpu"}
[lint]
ignore = [{id = "run-mode-never", reason = " why "}]
)");
    CHECK(file.build.sdk == "12.11.0");
    CHECK(file.build.engine == "podman");
    CHECK(file.build.network == "none");
    CHECK(file.build.system == "cmake");
    CHECK(file.build.architectures == std::vector<std::string>{"aarch64"});
    CHECK(file.build.files == std::vector<std::string>{"label/labels.txt"});
    CHECK(file.build.mend == false);
    CHECK(file.build.ccache);
    CHECK(file.build.dockerfile == "docker/Dockerfile");
    CHECK_FALSE(file.build.use_dockerfile);
    CHECK(file.build.target == "app");
    CHECK(file.build.result == "/opt/out");
    CHECK(file.build.arguments.at("CIVETWEB_VERSION") == "1.16");
    const ProjectFile::Variant& variant = file.variants.at("edge-tpu_1");
    CHECK(variant.chip == "artpec7");
    CHECK(variant.manifest == "manifest.json.edgetpu");
    CHECK(variant.arguments.at("CHIP") == "edgetpu");
    CHECK(file.ignores.at(0).reason == "why");
    CHECK(file.ignores.at(0).place.ends_with(":22:11"));
    CHECK(project_file("build.dockerfile = false").build.use_dockerfile == false);
}

TEST_CASE("what the project file gets wrong is told with its place") {
    const std::pair<const char*, const char*> cases[] = {
        {"[buidl]\n", "unknown key 'buidl'"},
        {"[buidl]\n", "build"},
        {"[build]\nskd = \"1\"", "acapctl.toml:2:"},
        {"[build]\nenginee = \"1\"", "Did you mean 'engine'"},
        {"[build]\nsdk = 12", "build.sdk is not a string"},
        {"[build]\nfiles = \"a\"", "not an array"},
        {"[build]\nfiles = [1]", "not a string"},
        {"[build]\nengine = \"dokcer\"", "docker"},
        {"[build]\nengine = \"host\"", "cannot move its build out of the container"},
        {"[build]\nmend = \"yes\"", "not true or false"},
        {"[build]\ndockerfile = \"../Dockerfile\"", "not a path below the project"},
        {"[build]\ndockerfile = \"/etc/passwd\"", "not a path below the project"},
        {"[build]\ndockerfile = \"-\"", "not a path below the project"},
        {"[build]\nfiles = [\"a\", \"../b\"]", "build.files '../b' is not a path below"},
        {"[build]\nfiles = [\"-T/etc/passwd\"]", "not a path below the project"},
        {"[variants.a]\nfiles = [\"/etc/passwd\"]", "not a path below the project"},
        {"[build]\nnetwork = \"host\"", "a project can only say \"none\""},
        {"[build]\nnetwork = \"\"", "a project can only say \"none\""},
        {"[build]\nresult = \"/opt/--to-command=id\"", "not a directory of the image"},
        {"[build]\nresult = \"../../etc\"", "not a directory of the image"},
        {"[variants.-a]\n", "no - in front"},
        {"[variants.a]\nchip.a.b = 1", "variants.a.chip is not a string"},
        {"[variants.\"../../x\"]\n", "letters, digits"},
        {"[variants.a]\nmanifest = \"../m\"", "not a path below the project"},
        {"[variants]\na = 1", "not a table"},
        {"[lint]\nignore = [{id = \"a\", raeson = \"b\"}]", "reason"},
        {"build = 1", "build is not a table"},
        {"= 1", "acapctl.toml:1:"}};
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(refusal(text).find(expected) != std::string::npos);
    }
}

TEST_CASE("the project file is a file of the project, and of a sane depth") {
    const TempDir dir;
    const auto refused = [&] {
        try {
            read_project_file(dir.path() / "project");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    const auto file = dir.path() / "project/acapctl.toml";
    std::filesystem::create_directory(dir.path() / "project");
    write_file(dir.path() / "outside.toml", "[build]\nsdk = \"1.0\"");
    std::filesystem::create_symlink("../outside.toml", file);
    CHECK_THAT(refused(), contains("leads out of"));
    std::filesystem::remove(file);
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK_THAT(refused(), contains("not a regular file"));
    std::filesystem::remove(file);
    std::string deep = "a";
    for (int i = 0; i < 100'000; ++i) deep += ".a";
    write_file(file, deep + " = 1");
    CHECK_THAT(refused(), contains("nested deeper than"));
}
