// `compat`: on which chips and AXIS OS versions a package runs, and why not elsewhere.
#include "packages/sample_desk.hpp"
#include "refusals.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

const std::string sentence =
    "needs manifest schema 1.7.1 (manifest.json: schemaVersion) -> AXIS OS 12.0 or later, before "
    "13; aarch64: ARTPEC-8, ARTPEC-9, CV25, CV75";
const std::string schema_reason =
    "needs manifest schema 1.7.1 (manifest.json: schemaVersion): AXIS OS "
    "12.0 or later, before 13";

struct Compat : SampleDesk {
    Said compat(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"compat", eap});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("compat joins neighbouring releases with one answer") {
    Compat desk;
    const Said said = desk.compat({"--chip", "artpec8"});
    CHECK(said.exit == 0);
    CHECK(said.err == sentence + "\n");
    const auto lines = text::lines(said.out);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].starts_with("ARTPEC-8\t10.7 - 11.10\tno\t"));
    CHECK(lines[0].ends_with("\tno\t" + schema_reason));
    CHECK(lines[1].starts_with("ARTPEC-8\t11.11 - 11.11.248\tunknown\t"));
    CHECK(lines[2].starts_with("ARTPEC-8\t12.0 - 12."));
    CHECK(lines[2].ends_with("\tconditional\tunsigned applications must be allowed"));
    CHECK(lines[3].starts_with("ARTPEC-8\t13.0"));
}

TEST_CASE("compat is about every chip unless one is named") {
    Compat desk;
    const Said said = desk.compat({"--axis-os", "12.11"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out,
               contains("ARTPEC-7\t12.11\tno\tis built for aarch64, ARTPEC-7 is armv7hf\n"));
    CHECK_THAT(said.out, contains("CV75\t12.11\tconditional\t"));
    CHECK(desk.compat({"-q"}).err.empty());
}

TEST_CASE("compat says the same to scripts") {
    Compat desk;
    const auto document =
        desk.compat({"--axis-os", "12.11", "--chip", "artpec8", "--json"}).document();
    CHECK(document["kind"] == "acapctl.compat/v1");
    CHECK(document["sentence"] == sentence);
    CHECK(document["package"]["appName"] == "sample");
    CHECK(document["packages"].size() == 1);
    CHECK(document["packages"][0]["path"] == desk.eap);
    CHECK(document["requires"]["axisOs"][0]["min"] == "12.0");
    nlohmann::json combinations = document["combinations"];
    const nlohmann::json reason = combinations[0]["readinessReasons"][0];
    CHECK(reason["readiness"] == "warnings");
    CHECK(reason["what"] == "unsigned applications must be allowed");
    CHECK_THAT(reason["remedy"].get<std::string>(), contains("have it signed"));
    CHECK(reason["source"].is_string());
    combinations[0].erase("readinessReasons");
    CHECK(combinations ==
          nlohmann::json::array({{{"chip", "artpec8"},
                                  {"architecture", "aarch64"},
                                  {"axisOs", "12.11"},
                                  {"package", desk.eap},
                                  {"verdict", "conditional"},
                                  {"readiness", "warnings"},
                                  {"reasons", {"unsigned applications must be allowed"}}}}));
}

TEST_CASE("compat says what to do for an AXIS OS that is named") {
    Compat desk;
    const Said said = desk.compat({"--axis-os", "13"});
    CHECK_THAT(said.err, contains("\nnot ready for AXIS OS 13:\n  " + schema_reason +
                                  ": build it with a manifest of schema 2\n"));
    CHECK_THAT(said.err, contains("\n  the package may have to be signed first: have it signed"));
    CHECK(desk.compat().err.find("ready for") == std::string::npos);
    CHECK(desk.compat({"--axis-os", "13", "-q"}).err.empty());
}

TEST_CASE("compat ends with 9 where it is narrowed to what cannot be") {
    Compat desk;
    CHECK(desk.compat({"--axis-os", "11.10"}).exit == 9);
    CHECK(desk.compat({"--axis-os", "11.11"}).exit == 0); // unknown
    CHECK(desk.compat({"--chip", "artpec7"}).exit == 9);
    CHECK(desk.compat({"--chip", "artpec7", "--json"}).exit == 9);
    CHECK(desk.compat({"--axis-os", "12.11"}).exit == 0); // some chip
}

TEST_CASE("compat asks the device that --for names; options win over what it says") {
    Compat desk;
    device::Camera& one = desk.devices["one"];
    const Said said = desk.compat({"--for", "http://one"});
    CHECK(said.exit == 0);
    CHECK(said.out == "ARTPEC-8\t12.11.72\tconditional\tunsigned applications must be allowed\n");
    CHECK(said.err == "http://one: P3265-V, Axis Artpec-8, AXIS OS 12.11.72\n" + sentence + "\n");
    const Said upgraded = desk.compat({"--for", "http://one", "--axis-os", "13.0"});
    CHECK(upgraded.exit == 9);
    CHECK(upgraded.out == "ARTPEC-8\t13.0\tno\t" + schema_reason + "\n");
    one.axis_os.clear();
    CHECK_THAT(desk.compat({"--for", "http://one"}).out, contains("ARTPEC-8\tunknown\tunknown\t"));
    one.bend = [](const device::Request&) {
        return std::optional<device::Answer>(device::Fault{.kind = device::FaultKind::connect});
    };
    CHECK(desk.compat({"--for", "http://one"}).exit == 5);
}

TEST_CASE("compat judges a project by its manifest, then by the packages of its last build") {
    Desk desk;
    const std::string project = (desk.home() / "hello").string();
    REQUIRE(desk.acapctl({"new", project}).exit == 0);
    const Said before = desk.acapctl({"compat", project, "--axis-os", "12.11"});
    CHECK(before.exit == 0);
    CHECK_THAT(before.err, contains("acapctl has built no package of " + project));
    CHECK_THAT(before.out, contains("unknown\tneeds hello (not compiled yet)"));
    CHECK(before.out.find("\tyes\t") == std::string::npos);
    const auto judged =
        desk.acapctl({"compat", project, "--axis-os", "12.11", "--json"}).document();
    CHECK(judged["packages"][0]["path"].is_null());
    CHECK(judged["package"]["appName"] == "hello");

    REQUIRE(desk.acapctl({"build", project, "--all", "--engine", "host"}).exit == 0);
    const auto built = desk.acapctl({"compat", project, "--axis-os", "12.11", "--json"}).document();
    REQUIRE(built["packages"].size() == 2);
    CHECK(built["sentence"].is_null()); // of which of the two?
    for (const auto& one : built["combinations"]) {
        INFO(one.dump());
        const std::string package = one["package"];
        CHECK(package.ends_with("_" + one["architecture"].get<std::string>() + ".eap"));
    }
    const Said said = desk.acapctl({"compat", project, "--axis-os", "12.11"});
    CHECK_THAT(said.err, contains("_armv7hf.eap: needs "));
    CHECK_THAT(said.err, contains("_aarch64.eap: needs "));
}

TEST_CASE("compat refuses what is no package, project, chip or version") {
    Compat desk;
    const std::string text = desk.write("text.eap", "no package").string();
    const std::string empty = desk.write("empty/note.txt", "").parent_path().string();
    const std::string broken = desk.write("odd/manifest.json", "{\"a\":").parent_path().string();
    check_refused(desk,
                  {
                      {{"compat", desk.eap, "--chip", "artpec88"}, "unknown chip 'artpec88'"},
                      {{"compat", desk.eap, "--axis-os", "new"}, "'new' is no AXIS OS version"},
                      {{"compat", text}, "text.eap", 3},
                      {{"compat", empty}, "empty", 3},
                      {{"compat", broken}, "odd/manifest.json:1:", 3},
                  });
}

} // namespace acapctl::cli
