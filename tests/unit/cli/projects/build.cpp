// `build`: parsing, the plan of a dry run, and builds with this machine's own compilers.
#include "refusals.hpp"

#include "projects/hello_desk.hpp"
#include "support/digest.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

const std::string own_compiler =
    "warning: building without the SDK: only libc is there, and the C "
    "library is this machine's, which may be newer than the device's\n";

// Two applications, one of which does not compile.
struct Two : Desk {
    Two() {
        REQUIRE(acapctl({"new", both + "/good"}).exit == 0);
        REQUIRE(acapctl({"new", both + "/broken"}).exit == 0);
        write_file(both + "/broken/broken.c", "nonsense\n");
    }
    std::string both = (home() / "two").string();

    Said build(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"build", both, "--engine", "host", "--arch", "aarch64"});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("build compiles, packs and says where the package is") {
    HelloDesk desk;
    const Said said = desk.build();
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.out == desk.eap + "\n");
    CHECK(said.err.starts_with(own_compiler +
                               "compiling hello for aarch64 with this machine's compiler\n"));
    CHECK_THAT(said.err, contains("aarch64-linux-gnu-gcc")); // what make says
    CHECK(desk.acapctl({"inspect", desk.eap, "--field", "elf.0.machine"}).out == "aarch64\n");
}

TEST_CASE("build tells of the signed copy beside the package, and its record names both") {
    HelloDesk desk;
    const auto package = [&](const Said& said) { return said.document()["packages"][0]; };
    CHECK(package(desk.build({"--json"}))["signed"].is_null());
    const std::string copy = desk.project + "/build/Hello_1_0_0_aarch64_signed.eap";
    write_file(copy, read_file(desk.eap) + std::string(256, '\x07'));
    const auto built = package(desk.build({"--json"}));
    CHECK(built["upToDate"] == true);
    CHECK(built["signed"]["path"] == copy);
    CHECK(built["signed"]["sha256"] == sha256_of_file(copy));
    const auto record = nlohmann::json::parse(read_file(built["record"].get<std::string>()));
    CHECK(record["packages"][0]["sha256"] == built["sha256"]);
    CHECK(record["packages"][0]["signed"]["sha256"] == built["signed"]["sha256"]);
    write_file(desk.project + "/hello.c", "int main(void) { return 1; }\n");
    const Said anew = desk.build({"--json"}); // the copy is of the build before
    CHECK(package(anew)["signed"].is_null());
    CHECK_THAT(anew.err, contains("the signed copy is left out"));
}

TEST_CASE("build says the same to scripts, and leaves alone what is up to date") {
    HelloDesk desk;
    const auto first = desk.build({"--json"}).document();
    CHECK(first["kind"] == "acapctl.build/v1");
    const auto& package = first["packages"][0];
    CHECK(package["path"] == desk.eap);
    CHECK(package["application"] == "hello");
    CHECK(package["architecture"] == "aarch64");
    CHECK(package["sdk"] == "host");
    CHECK(package["chip"].is_null());
    CHECK(package["variant"].is_null());
    CHECK(package["size"] == fs::file_size(desk.eap));
    CHECK(package["upToDate"] == false);
    CHECK(fs::exists(package["record"].get<std::string>()));
    CHECK(desk.build({"--json"}).document()["packages"][0]["upToDate"] == true);
    CHECK(desk.build().err == own_compiler + "hello for aarch64 is up to date\n");
    CHECK(desk.build({"--rebuild", "--json"}).document()["packages"][0]["upToDate"] == false);
}

TEST_CASE("yesterday's program is never packed as today's") {
    HelloDesk desk;
    const auto put = [&](const std::string& name, const std::string& text) {
        write_file(desk.project + "/" + name, text);
    };
    put("Makefile", "hello: hello.c\n\t$(CC) $(CFLAGS) $< -o $@\n"); // which names no header
    put("hello.c", "#include \"hello.h\"\nint main(void) { return NUMBER; }\n");
    put("hello.h", "#define NUMBER 1\n");
    const auto sha256 = [&](const Said& said) {
        INFO(said.err);
        REQUIRE(said.exit == 0);
        return said.document()["packages"][0]["sha256"].get<std::string>();
    };
    ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    const std::string first = sha256(desk.build({"--json"}));
    put("hello.h", "#define NUMBER 2\n");
    const Said second = desk.build({"--json"});
    CHECK(sha256(second) != first);
    CHECK_THAT(second.err, contains("the sources changed and hello did not: everything is made "
                                    "afresh"));
    fs::create_directory(desk.project + "/html");
    put("html/index.html", "page");
    CHECK(desk.build().err.find("afresh") == std::string::npos);
    ::unsetenv("SOURCE_DATE_EPOCH");

    put("Makefile", "all:\n\t$(CC) $(CFLAGS) hello.c -o helo\n");
    const Said other = desk.build({"--json"});
    CHECK(other.exit == 3);
    CHECK(other.document()["error"]["code"] == "program-missing");
    CHECK_THAT(desk.build().err, contains("it made helo\n"));
    fs::remove(desk.project + "/Makefile");
    CHECK_THAT(desk.build().err, contains("nothing makes it: no Makefile"));
}

TEST_CASE("build packs as it is told to") {
    HelloDesk desk;
    write_file(desk.project + "/extra.txt", "extra\n");
    const std::string out = (desk.home() / "out").string();
    const Said said = desk.build({"-o", out, "-a", "extra.txt", "--compression", "gzip"});
    CHECK(said.out == out + "/Hello_1_0_0_aarch64.eap\n");
    CHECK(
        desk.acapctl({"extract", out + "/Hello_1_0_0_aarch64.eap", "extra.txt", "-C", out}).exit ==
        0);
    write_file(desk.project + "/manifest.json.other", read_file(desk.project + "/manifest.json"));
    const auto variant = desk.build({"--variant", "other", "--json"}).document()["packages"][0];
    CHECK(variant["variant"] == "other");
}

TEST_CASE("a project that does not compile ends build with 7") {
    Two desk;
    const Said said =
        desk.acapctl({"build", desk.both + "/broken", "--engine", "host", "--arch", "aarch64"});
    CHECK(said.exit == 7);
    CHECK(said.out.empty());
    CHECK_THAT(said.err, contains("broken.c:1:1: error: "));
    CHECK_THAT(said.err, contains("error: make failed for aarch64 (exit status 2)\n"));
}

TEST_CASE("a quiet build says its package, and what the compiler said only where it failed") {
    HelloDesk desk;
    const Said well = desk.build({"-q"});
    CHECK(well.out == desk.eap + "\n");
    CHECK(well.err == own_compiler);
    write_file(desk.project + "/hello.c", "nonsense\n");
    const Said broken = desk.build({"-q"});
    CHECK(broken.exit == 7);
    CHECK(broken.err.find("hello.c:1") < broken.err.find("error: compiling"));
    CHECK_THAT(broken.err, contains("nonsense"));
}

TEST_CASE("one application that fails does not cost the other its package") {
    Two desk;
    const Said said = desk.build();
    CHECK(said.exit == 7);
    CHECK(said.out == desk.both + "/good/build/Good_1_0_0_aarch64.eap\n");
    CHECK_THAT(said.err, contains("broken aarch64 | broken.c:1:1: error: "));
    CHECK_THAT(said.err, contains("error: broken aarch64: make failed"));
    CHECK(said.err.ends_with("1 of 2 builds failed\n"));
    const Said told = desk.build({"--json"});
    CHECK(told.exit == 7);
    const auto document = told.document();
    CHECK(document["kind"] == "acapctl.error/v1");
    CHECK(document["error"]["code"] == "builds-failed");
    CHECK(document["error"]["exit"] == 7);
    CHECK(document["packages"][0]["application"] == "good");
    REQUIRE(document["failures"].size() == 1);
    CHECK(document["failures"][0]["application"] == "broken");
    CHECK(document["failures"][0]["error"]["code"] == "make-failed");
    CHECK(desk.build({"--app", "good"}).exit == 0);
}

TEST_CASE("a bill of materials lists all packages, or is not written") {
    Two desk;
    const std::string sbom = (desk.home() / "sbom.json").string();
    const Said said = desk.build({"--sbom", sbom});
    CHECK_THAT(said.err,
               contains("warning: " + sbom + " is not written: it would lack what failed"));
    CHECK_FALSE(fs::exists(sbom));
    CHECK(desk.build({"--sbom", sbom, "--app", "good"}).exit == 0);
    const auto bill = nlohmann::json::parse(read_file(sbom));
    CHECK(bill["bomFormat"] == "CycloneDX");
    CHECK(bill["metadata"]["component"]["name"] == "good");
    CHECK(bill["components"][0]["name"] == "good");
    CHECK(bill["components"][1]["name"] == "libc.so.6");
    CHECK(read_file(sbom).ends_with("}\n"));
}

TEST_CASE("a dry run prints the commands, and runs none") {
    HelloDesk desk;
    const Said said = desk.planned({"--engine", "host", "--arch", "aarch64"});
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(said.out.starts_with("# hello for aarch64: make (a Makefile), SDK host\n"));
    CHECK_THAT(said.out, contains("CC=aarch64-linux-gnu-gcc"));
    CHECK(said.out.ends_with(
        fmt::format("acapctl pack {0}/build/.acapctl/aarch64 --output {0}/build --arch aarch64\n",
                    desk.project)));
    const auto document =
        desk.planned({"--engine", "host", "--arch", "aarch64", "--json"}).document();
    CHECK(document["kind"] == "acapctl.build-plan/v1");
    REQUIRE(document["plans"].size() == 1);
    CHECK(document["plans"][0]["architecture"] == "aarch64");
    CHECK_FALSE(fs::exists(desk.project + "/build"));
}

TEST_CASE("a dry run shows what options choose, without an engine") {
    HelloDesk desk;
    struct Case {
        std::vector<std::string> options;
        std::string shown;
    };
    for (const Case& one : std::vector<Case>{
             {{}, "# building for aarch64; --arch armv7hf or --all for other devices\n"},
             {{"--arch", "armv7hf"}, "# hello for armv7hf: make"},
             {{"--chip", "artpec7"}, "# hello for armv7hf: make"},
             {{"--all"}, "# hello for armv7hf: make"},
             {{"--sdk", "12.4.0"}, "acap-native-sdk:12.4.0-aarch64-ubuntu24.04"},
             {{"--axis-os", "11.11"},
              "# SDK 1.15 is the newest whose applications run on AXIS OS "
              "11.11"},
             {{"--network", "none"}, "--network=none"},
             {{"--ccache"}, "--env CCACHE_DIR="},
             {{"--transfer", "copy"}, "docker cp"},
             {{"--engine", "podman"}, "podman run"}}) {
        std::vector<std::string> options{"--engine", "docker"};
        if (!one.options.empty() && one.options.front() == "--engine") options.clear();
        options.insert(options.end(), one.options.begin(), one.options.end());
        const Said said = desk.planned(options);
        INFO(one.shown << said.err);
        CHECK(said.exit == 0);
        CHECK_THAT(said.out, contains(one.shown));
    }
}

TEST_CASE("arguments of a Dockerfile are given, or those of the environment") {
    HelloDesk desk;
    write_file(desk.project + "/Dockerfile",
               "ARG VERSION=12.4.0\nFROM axisecp/acap-native-sdk:${VERSION} AS sdk\n"
               "ARG GDB\nARG EMPTY\nRUN make\nFROM sdk AS second\n");
    desk.environment["GDB"] = "13.2";
    const Said said = desk.planned({"--engine", "docker", "--dockerfile", "--stage", "second",
                                    "--build-arg", "GDB", "--build-arg", "EMPTY="});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("--build-arg GDB=13.2"));
    CHECK_THAT(said.out, contains("--build-arg EMPTY="));
    CHECK_THAT(said.out, contains("--target second"));
    const Said warned =
        desk.planned({"--engine", "docker", "--dockerfile", "--build-arg", "EMPTI=1"});
    CHECK(warned.exit == 0);
    CHECK_THAT(warned.out, contains("# warning: the Dockerfile declares no argument 'EMPTI', so "
                                    "it is not used: Did you mean 'EMPTY'?"));
}

TEST_CASE("build refuses wrong words") {
    HelloDesk desk;
    desk.environment["AXIS_DEVICE_PASS"] = "secret";
    struct Case {
        std::vector<std::string> options;
        std::string message;
        int exit = 2;
    };
    std::vector<Refusal> refusals;
    for (const Case& one : std::vector<Case>{
             {{"--arch", "mips"}, "unknown architecture 'mips'"},
             {{"--chip", "artpec88"}, "unknown chip 'artpec88'"},
             {{"--sdk", "99.1"}, "unknown SDK version '99.1'"},
             {{"--axis-os", "new"}, "'new' is no AXIS OS version"},
             {{"--arch", "aarch64", "--chip", "artpec8"}, "--arch and --chip exclude each other"},
             {{"--arch", "aarch64", "--for", "x"}, "--arch and --for exclude each other"},
             {{"--all", "--arch", "aarch64"}, "--all and --arch exclude each other"},
             {{"--dockerfile", "--no-dockerfile"},
              "--dockerfile and --no-dockerfile exclude each other"},
             {{"--packer", "sdk", "--verify-packer"},
              "--packer and --verify-packer exclude each other"},
             {{"--packer", "tar"}, "tar not in {acapctl,sdk}"},
             {{"--transfer", "move"}, "move not in {auto,mount,copy}"},
             {{"--compression", "zip"}, "zip not in {default,gzip}"},
             {{"--jobs", "0"}, "--jobs: Value 0 not in range 1 to 1024"},
             {{"--build-arg", "=x"}, "--build-arg '=x' names no argument"},
             {{"--build-arg", "NOPE"}, "--build-arg NOPE: no such variable is set"},
             {{"--build-arg", "AXIS_DEVICE_PASS"}, "that variable has a password"},
             {{"--app", "nobody"}, "no application 'nobody' is here"},
             {{"--variant", "none"}, "hello has no variant 'none'"},
             {{"--stage", "x"}, "there is no Dockerfile"},
         }) {
        std::vector<std::string> words{"build", desk.project};
        if (one.options.front() != "--sdk") words.insert(words.end(), {"--engine", "host"});
        words.insert(words.end(), one.options.begin(), one.options.end());
        refusals.push_back({words, one.message, one.exit});
    }
    refusals.push_back({{"build", (desk.home() / "nowhere").string()}, "nowhere", 3});
    check_refused(desk, refusals);
    CHECK_FALSE(fs::exists(desk.project + "/build"));
}

} // namespace acapctl::cli
