#include "manifest/project_file.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

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
        CHECK(error.exit() == ExitCode::invalid_input);
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
        {"[build]\nmend = \"yes\"", "not true or false"},
        {"[build]\ndockerfile = \"../Dockerfile\"", "not a path below the project"},
        {"[build]\ndockerfile = \"/etc/passwd\"", "not a path below the project"},
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
