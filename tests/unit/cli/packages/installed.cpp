// `compat -t`: whether what is installed on devices is ready for an AXIS OS.
#include "cameras.hpp"
#include "catch.hpp"
#include "device/deploy/history.hpp"
#include "support/digest.hpp"

namespace acapctl::cli {

namespace {

std::string range(const std::string& min, const std::string& max) {
    return "<CompatibleOsVersions><VersionRange><Min>" + min + "</Min><Max>" + max +
           "</Max></VersionRange></CompatibleOsVersions>";
}

const std::string blocking =
    R"(<application Name="objectanalytics" Version="1.26.205" Bundled="Yes" Status="Running")"
    R"( SignatureStatus="Signed">)" +
    range("12", "12") + "</application>";
const std::string fitting =
    R"(<application Name="sample" Version="1.2.3" Bundled="No" Status="Running")"
    R"( SignatureStatus="Signed">)" +
    range("12.10", "13") + "</application>";

struct Site : Cameras {
    Site() {
        has(one(), fitting);
        has(two(), fitting + blocking);
    }
    void has(device::Camera& camera, const std::string& applications) {
        bend(camera, "list.cgi", device::ok(R"(<reply result="ok">)" + applications + "</reply>"));
    }
    // Packages of what is installed, with something else in the manifest.
    std::string packages(const std::string& before = "", const std::string& after = "") {
        const TempDir members;
        samples::write_members(members.path());
        std::string text = samples::manifest;
        const auto replace = [&](const std::string& from, const std::string& to) {
            text.replace(text.find(from), from.size(), to);
        };
        replace("1.7.1", "2.0.0");
        replace("\"runMode\"", "\"vendorId\": \"0123456789\", \"compatibleOsVersions\": "
                               "[{\"min\": \"12.10\", \"max\": \"13\"}], \"runMode\"");
        if (!before.empty()) replace(before, after);
        write_file(members.path() / "manifest.json", text);
        write("site/deep/sample.eap",
              samples::archive(members.path(), {"manifest.json", "sample", "package.conf"}));
        write("site/junk.eap", "no package");
        return (home() / "site").string();
    }
};

} // namespace

TEST_CASE("compat -t says of each application whether it is ready, and 9 where one is not") {
    Site desk;
    const Said said = desk.on_both({"compat", "--axis-os", "13"});
    CHECK(said.exit == 9);
    CHECK_THAT(said.out, contains("http://two\tobjectanalytics\t1.26.205\tnot ready\t"));
    CHECK_THAT(said.out, contains("http://one\tsample\t1.2.3\tunknown\t"));
    CHECK_THAT(said.err, contains("for AXIS OS 13, of 2 devices: 1 unknown, 1 not ready"));
    const auto document = desk.on_both({"compat", "--axis-os", "13", "--json"}).document();
    CHECK(document["kind"] == "acapctl.compat/v1");
    CHECK(document["upgrade"]["axisOs"] == "13");
    CHECK(document["upgrade"]["readiness"]["not-ready"] == 1);
    const auto& app = document["devices"][1]["applications"][1];
    CHECK(app["name"] == "objectanalytics");
    CHECK(app["readiness"] == "not-ready");
    CHECK(app["reasons"][0]["source"].is_string());
}

TEST_CASE("compat -t knows more of what it has the package of") {
    Site desk;
    const std::string packages = desk.packages();
    const Said said =
        desk.on_one({"compat", "--axis-os", "13", "--packages", packages, "--strict"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("\tsample\t1.2.3\tready\t"));
    CHECK_THAT(said.err, contains("proves the version"));
    CHECK_THAT(said.err, contains("1 ready"));
    desk.packages("1.2.3", "1.2.4"); // another version is not what is installed
    CHECK_THAT(desk.on_one({"compat", "--axis-os", "13", "--packages", packages}).out,
               contains("\tunknown\t"));
}

TEST_CASE("compat -t knows more of what was deployed from here, to whichever device") {
    Site desk;
    const std::string package = desk.packages() + "/deep/sample.eap";
    const auto deployed = [&](const std::string& serial, const std::string& version) {
        device::History{}.add({.serial = serial, .known_as = "gate"}, "sample",
                              {.sha256 = sha256_of_file(package), .version = version}, package);
    };
    const auto judged = [&] {
        return desk.json_of_one({"compat", "--axis-os", "13"})["applications"][0];
    };
    CHECK(judged()["readiness"] == "unknown");
    CHECK(judged()["packageFrom"].is_null());
    deployed("B8A44F000009", "1.2.4"); // another version
    CHECK(judged()["readiness"] == "unknown");
    deployed("B8A44F000009", "1.2.3");
    const auto app = judged();
    CHECK(app["readiness"] == "ready");
    CHECK(app["packageFrom"] == "deployed");
    const Said said = desk.on_one({"compat", "--axis-os", "13", "--strict"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("\tready\tby its package"));
    CHECK_THAT(said.err, contains("proves the version, not that it is the very build"));
    const auto given =
        desk.json_of_one({"compat", "--axis-os", "13", "--packages", desk.packages()});
    CHECK(given["applications"][0]["packageFrom"] == "given");
    std::filesystem::remove_all(device::History::default_directory() / "packages");
    CHECK(judged()["readiness"] == "unknown"); // it is a cache
}

TEST_CASE("what the device tells itself wins over the package of that version") {
    Site desk;
    const std::string packages = desk.packages();
    const auto judged = [&](const std::string& max, const std::string& vendor) {
        desk.has(desk.one(), R"(<application Name="sample" Version="1.2.3" Bundled="No" Vendor=")" +
                                 vendor + R"(" SignatureStatus="Signed">)" + range("12.10", max) +
                                 "</application>");
        return desk.json_of_one(
            {"compat", "--axis-os", "13", "--packages", packages})["applications"][0];
    };
    CHECK(judged("13", "")["readiness"] == "ready");
    CHECK(judged("12", "")["readiness"] == "not-ready"); // of another build
    const auto other = judged("13", "Somebody else");
    CHECK(other["readiness"] == "unknown");
    CHECK(other["package"].is_null());
}

TEST_CASE("a package that cannot be read makes its application unknown, and no device fail") {
    Site desk;
    const std::string packages = desk.packages();
    const std::string whole = read_file(packages + "/deep/sample.eap");
    for (std::size_t cut = 1; cut < whole.size(); cut += whole.size() / 16 + 1) {
        desk.write("site/deep/sample.eap", whole.substr(0, whole.size() - cut));
        const auto device = desk.json_of_one({"compat", "--axis-os", "13", "--packages", packages});
        CHECK(device["ok"] == true);
        CHECK(device["applications"][0]["readiness"] == "unknown");
    }
}

TEST_CASE("compat -t with --strict takes nothing but ready") {
    Site desk;
    CHECK(desk.on_one({"compat", "--axis-os", "13"}).exit == 0);
    CHECK(desk.on_one({"compat", "--axis-os", "13", "--strict"}).exit == 9);
}

TEST_CASE("compat -t counts no device that cannot be asked") {
    Site desk;
    desk.give(desk.two(), trouble(5));
    const Said said = desk.on_both({"compat", "--axis-os", "13"});
    CHECK(said.exit == 10);
    CHECK_THAT(said.err, contains("1 unknown, 1 could not be asked"));
    desk.give(desk.one(), trouble(5));
    CHECK(desk.on_both({"compat", "--axis-os", "13"}).exit == 5);
}

TEST_CASE("compat -t writes a page in which the words of devices are text") {
    Site desk;
    desk.has(desk.one(), R"(<application Name="&lt;script&gt;x" Version="&amp;&quot;"/>)");
    const auto page = desk.home() / "site.html";
    CHECK(desk.on_both({"compat", "--axis-os", "13", "--html", page.string()}).exit == 9);
    const std::string html = read_file(page);
    CHECK_THAT(html, contains("&lt;script&gt;x"));
    CHECK_THAT(html, contains("&amp;&quot;"));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("src=") == std::string::npos);
    CHECK_THAT(html, contains("not ready"));
    CHECK_THAT(html, contains("objectanalytics"));
    CHECK_THAT(html, contains("default-src 'none'")); // whatever slips through loads nothing
    CHECK(html.find("<td><a href=\"#d0\">http://two") <
          html.find("<td><a href=\"#d1\">http://one"));
    desk.give(desk.two(), trouble(5)); // the page counts those that did not answer
    desk.on_both({"compat", "--axis-os", "13", "--html", page.string()});
    CHECK_THAT(read_file(page), contains("1 could not be asked"));
}

TEST_CASE("compat -t refuses what does not go with it") {
    Site desk;
    check_usage(desk, {
                          {{"compat"}, "which AXIS OS", "--axis-os"},
                          {{"compat", "x.eap", "--axis-os", "13"}, "-t is about", "--for"},
                          {{"compat", "--axis-os", "13", "--chip", "artpec8"}, "-t is about", ""},
                          {{"compat", "--axis-os", "nonsense"}, "nonsense", ""},
                      });
    CHECK(desk.on_one({"compat", "--axis-os", "13", "--packages", "/nowhere"}).exit == 3);
    CHECK(desk.acapctl({"compat", "--html", "x.html", "x.eap"}).exit == 2);
}

} // namespace acapctl::cli
