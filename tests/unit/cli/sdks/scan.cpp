// `sdk scan`: the symbol versions that libraries on disk offer.
#include "refusals.hpp"

#include "unit/package/elf_samples.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

// A sysroot with one library of two versions.
struct Sysroot : Desk {
    std::string root = (home() / "sysroot").string();

    Sysroot() {
        const fs::path libraries = root + "/usr/lib";
        fs::create_directories(libraries);
        write_file(libraries / "map", "NEW_1.0 { global: f; local: *; }; NEW_1.2 { } NEW_1.0;\n");
        samples::compile("aarch64-linux-gnu", libraries, "int f(void) { return 1; }",
                         "libnew.so.1.0",
                         {"-shared", "-fPIC", "-nostdlib", "-Wl,-soname,libnew.so.1",
                          "-Wl,--version-script,map"});
    }
    Said scan(std::vector<std::string> options = {}) {
        options.insert(options.begin(),
                       {"sdk", "scan", "--sysroot", root, "--axis-os", "12.11.72"});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("sdk scan prints what each library offers") {
    Sysroot desk;
    const Said said = desk.scan();
    CHECK(said.exit == 0);
    CHECK(said.out == "12.11.72\taarch64\tlibnew.so.1\t2\tNEW_1.2\n");
    const auto document = desk.scan({"--json"}).document();
    CHECK(document["kind"] == "acapctl.sdk-scan/v1");
    CHECK(document["saved"].is_null());
    REQUIRE(document["scans"].size() == 1);
    CHECK(document["scans"][0]["axisOs"] == "12.11.72");
    CHECK(document["scans"][0]["architecture"] == "aarch64");
    CHECK(document["scans"][0]["libraries"] ==
          nlohmann::json{{"libnew.so.1", {"NEW_1.0", "NEW_1.2"}}});
}

TEST_CASE("sdk scan --save keeps the result beside what was saved before") {
    Sysroot desk;
    const std::string file = (desk.home() / "acapctl/symbol_versions.json").string();
    const Said said = desk.scan({"--save"});
    CHECK(said.err == "saved to " + file + "; inspect, compat and lint use it from now on\n");
    const auto document = desk.acapctl({"sdk", "scan", "--sysroot", desk.root, "--axis-os", "12.0",
                                        "--save", "--json"})
                              .document();
    CHECK(document["saved"] == file);
    CHECK(document["scans"].size() == 1);
    CHECK(nlohmann::json::parse(read_file(file))["scans"].size() == 2);
    write_file(file, "{broken");
    check_refused(desk, {{{"sdk", "scan", "--sysroot", desk.root, "--axis-os", "12.0", "--save"},
                          "symbol_versions.json",
                          3}});
    CHECK(read_file(file) == "{broken"); // and it is not replaced
}

TEST_CASE("sdk scan refuses what it cannot measure") {
    Sysroot desk;
    const std::string empty = desk.write("empty/note.txt", "").parent_path().string();
    check_refused(desk, {
                            {{"sdk", "scan"}, "IMAGE is missing"},
                            {{"sdk", "scan", "--engine", "lxc", desk.root}, "lxc not in"},
                            {{"sdk", "scan", "--sysroot", desk.root}, "say so with --axis-os"},
                            {{"sdk", "scan", "--sysroot", desk.root, "--axis-os", "x"},
                             "'x' is no AXIS OS version"},
                            {{"sdk", "scan", "--sysroot", desk.root, "--arch", "armv7hf"},
                             "no library with symbol versions",
                             3},
                            {{"sdk", "scan", empty}, "no library with symbol versions", 3},
                            {{"sdk", "scan", "/nowhere"}, "/nowhere is no directory", 3},
                        });
}

} // namespace acapctl::cli
