// `pack`: a package from a project that is already compiled.
#include "refusals.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

// A project whose program is a script, so that nothing need be compiled.
struct Compiled : Desk {
    explicit Compiled(const std::string& schema = "1") {
        REQUIRE(acapctl({"new", project, "--schema", schema}).exit == 0);
        fs::remove(project + "/packed.c");
        write_file(project + "/packed", "#!/bin/sh\nexit 0\n", 0755);
    }
    std::string project = (home() / "packed").string();

    Said pack(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"pack", project, "--arch", "aarch64"});
        return acapctl(options);
    }
    // One value of the package that was packed last.
    std::string packed(const std::string& field) {
        return acapctl({"inspect", project + "/build/Packed_1_0_0_aarch64.eap", "--field", field})
            .out;
    }
    std::string packed_file(const std::string& name) {
        const std::string into = (home() / "unpacked").string();
        REQUIRE(acapctl({"extract", project + "/build/Packed_1_0_0_aarch64.eap", name, "-C", into})
                    .exit == 0);
        return read_file(into + "/" + name);
    }
};

} // namespace

TEST_CASE("pack prints the name of the package, or a document about it") {
    Compiled desk;
    const std::string eap = desk.project + "/build/Packed_1_0_0_aarch64.eap";
    const Said said = desk.pack();
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(said.out == eap + "\n");
    const auto document = desk.pack({"--json"}).document();
    CHECK(document["kind"] == "acapctl.pack/v1");
    const auto& package = document["packages"][0];
    CHECK(package["path"] == eap);
    CHECK(package["architecture"] == "aarch64");
    CHECK(package["size"] == fs::file_size(eap));
    CHECK(package["sha256"].get<std::string>().size() == 64);
    CHECK(package["sdk"].is_null());
    CHECK(package["chip"].is_null());
}

TEST_CASE("pack takes further files, another manifest and another place") {
    Compiled desk;
    write_file(desk.project + "/settings.json", "{}\n");
    CHECK(desk.pack({"-a", "settings.json", "-a", "Makefile"}).exit == 0);
    CHECK(desk.packed_file("settings.json") == "{}\n");
    CHECK(desk.packed_file("Makefile") == read_file(desk.project + "/Makefile"));

    std::string manifest = read_file(desk.project + "/manifest.json");
    manifest.replace(manifest.find("\"Packed\""), 8, "\"Other\"");
    write_file(desk.project + "/other.json", manifest);
    const std::string out = (desk.home() / "out").string();
    CHECK(desk.pack({"-m", "other.json", "-o", out}).out == out + "/Other_1_0_0_aarch64.eap\n");
}

TEST_CASE("pack compresses in two ways, of one content") {
    Compiled desk;
    const std::string out = (desk.home() / "gzip").string();
    REQUIRE(desk.pack().exit == 0);
    REQUIRE(desk.pack({"--compression", "gzip", "-o", out}).exit == 0);
    const auto compared = desk.acapctl({"diff", desk.project + "/build/Packed_1_0_0_aarch64.eap",
                                        out + "/Packed_1_0_0_aarch64.eap", "--json"});
    CHECK(compared.document()["equal"] == true);
    CHECK(read_file(desk.project + "/build/Packed_1_0_0_aarch64.eap") !=
          read_file(out + "/Packed_1_0_0_aarch64.eap"));
}

TEST_CASE("pack mends what no device could run, and says so") {
    Compiled desk;
    write_file(desk.project + "/packed", "#!/bin/sh\r\nexit 0\r\n", 0755);
    const Said said = desk.pack();
    CHECK(said.err == "warning: a script with CRLF line ends, which a device cannot run: packed; "
                      "packed with LF\n");
    CHECK(desk.packed_file("packed") == "#!/bin/sh\nexit 0\n");
    CHECK_THAT(desk.pack({"--no-mend"}).err, contains("packed as they are, as asked"));
    CHECK(desk.packed_file("packed") == "#!/bin/sh\r\nexit 0\r\n");
}

TEST_CASE("AXIS_OS_VERSION is the lowest AXIS OS of a schema 2 manifest") {
    Compiled desk("2");
    CHECK_THAT(desk.pack().err, contains("set AXIS_OS_VERSION to have it filled in"));
    desk.environment["AXIS_OS_VERSION"] = "12.11.72";
    const Said said = desk.pack();
    CHECK(said.err.empty());
    CHECK_THAT(desk.packed_file("manifest.json"), contains("\"min\": \"12.11.72\""));
}

TEST_CASE("pack refuses a manifest that its schema does not allow, unless told otherwise") {
    Compiled desk;
    std::string manifest = read_file(desk.project + "/manifest.json");
    manifest.replace(manifest.find("\"never\""), 7, "\"sometimes\"");
    write_file(desk.project + "/manifest.json", manifest);
    check_refused(desk, {{{"pack", desk.project, "--arch", "aarch64"}, "'sometimes' is not", 3}});
    CHECK_FALSE(fs::exists(desk.project + "/build"));
    CHECK(desk.pack({"--disable-manifest-validation"}).exit == 0);
    CHECK_THAT(desk.packed_file("manifest.json"), contains("sometimes"));
}

TEST_CASE("pack refuses wrong words, and a project that lacks something") {
    Compiled desk;
    const std::string& project = desk.project;
    check_refused(
        desk,
        {
            {{"pack", project, "--arch", "mips"}, "mips"},
            {{"pack", project, "--compression", "zip"}, "zip not in {default,gzip}"},
            {{"pack", project, "more"}, "unexpected argument 'more'"},
            {{"pack", project, "-m", "none.json"}, "none.json", 3},
            {{"pack", project, "--arch", "aarch64", "-a", "none.txt"}, "none.txt", 3},
            {{"pack", project, "--arch", "aarch64", "-a", "../x"}, "'../x' is not", 3},
            {{"pack", project, "--arch", "aarch64", "-a", "-odd"}, "'-odd' is not", 3},
            {{"pack", project, "--arch", "aarch64", "--sdk", project}, "no manifest schema in", 3},
            {{"pack", (desk.home() / "nowhere").string()}, "nowhere", 3},
        });
    fs::remove(project + "/packed");
    check_refused(desk, {{{"pack", project, "--arch", "aarch64"},
                          "the executable " + project + "/packed is missing",
                          3}});
}

} // namespace acapctl::cli
