// `diff`: what changed between two packages, and whether it is too much.
#include "packages/sample_desk.hpp"
#include "refusals.hpp"

#include <random>

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

// What no compression makes small, so that the newer package is larger whatever else is in it.
std::string noise() {
    std::mt19937 random(7);
    std::string bytes(1000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

// The sample and a newer one: another version and schema, a file less, one more, one changed mode.
struct Pair : SampleDesk {
    std::string same = made("same.eap", [](const fs::path&) {});
    std::string newer = made("newer.eap", [](const fs::path& directory) {
        std::string manifest = samples::manifest;
        manifest.replace(manifest.find("1.2.3"), 5, "1.3.0");
        manifest.replace(manifest.find("1.7.1"), 5, "1.7.2");
        write_file(directory / "manifest.json", manifest, 0600);
        fs::remove(directory / "LICENSE");
        write_file(directory / "new.bin", noise());
        fs::permissions(directory / "sample", fs::perms(0700));
    });

    Said diff(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"diff", eap, newer});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("diff prints a row for each thing that changed") {
    Pair desk;
    const Said said = desk.diff();
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(
        said.out ==
        fmt::format("size\tchanged\t\t{}\t{}\n"
                    "axis-os\tchanged\t\tAXIS OS 12.0 or later, before 13\tAXIS OS 12.1 or later, "
                    "before 13\n"
                    "manifest\tchanged\t$.schemaVersion\t\"1.7.1\"\t\"1.7.2\"\n"
                    "manifest\tchanged\t$.acapPackageConf.setup.version\t\"1.2.3\"\t\"1.3.0\"\n"
                    "file\tremoved\tLICENSE\t0644 5\t\n"
                    "file\tchanged\tmanifest.json\t0600 303\t0600 303\n"
                    "file\tadded\tnew.bin\t\t0644 1000\n"
                    "file\tchanged\tsample\t0755 5000\t0700 5000\n",
                    fs::file_size(desk.eap), fs::file_size(desk.newer)));
}

TEST_CASE("diff says the same to scripts") {
    Pair desk;
    const auto document = desk.diff({"--json"}).document();
    CHECK(document["kind"] == "acapctl.diff/v1");
    CHECK(document["equal"] == false);
    CHECK(document["before"]["path"] == desk.eap);
    CHECK(document["after"]["size"] == fs::file_size(desk.newer));
    CHECK(document["axisOs"]["narrower"] == true);
    CHECK(document["manifest"][1] == nlohmann::json{{"change", "changed"},
                                                    {"path", "$.acapPackageConf.setup.version"},
                                                    {"before", "1.2.3"},
                                                    {"after", "1.3.0"}});
    REQUIRE(document["files"].size() == 4);
    CHECK(document["files"][0]["change"] == "removed");
    CHECK(document["files"][0]["after"].is_null());
    CHECK(document["files"][3]["mode"] == true);
    CHECK(document["files"][3]["content"] == false);
    CHECK(document["thresholds"].empty());
}

TEST_CASE("between equal contents is no difference") {
    Pair desk;
    for (const std::string& other : {desk.eap, desk.same}) { // in another order
        const Said said = desk.acapctl({"diff", desk.eap, other, "--fail-on", "any"});
        CHECK(said.exit == 0);
        const auto document = desk.acapctl({"diff", desk.eap, other, "--json"}).document();
        CHECK(document["equal"] == true);
        CHECK(document["axisOs"].is_null());
    }
    const Said said = desk.acapctl({"diff", desk.eap, desk.eap});
    CHECK(said.out.empty());
    CHECK(said.err == "no difference\n");
}

TEST_CASE("a threshold that is exceeded ends diff with 3 and its reason") {
    Pair desk;
    struct Case {
        std::string threshold;
        std::string why; // empty: it is not exceeded
    };
    for (const Case& one : std::vector<Case>{{"any", "the packages differ"},
                                             {"floor", "it ran on AXIS OS 12.0 or later"},
                                             {"manifest", "2 manifest changes"},
                                             {"manifest>1", "2 manifest changes"},
                                             {"manifest>2", ""},
                                             {"files>3", "4 files differ"},
                                             {"files>4", ""},
                                             {"elf", ""},
                                             {"size>1MB", ""}}) {
        INFO(one.threshold);
        const Said said = desk.diff({"--fail-on", one.threshold});
        CHECK(said.exit == (one.why.empty() ? 0 : 3));
        if (!one.why.empty())
            CHECK_THAT(said.err, contains("warning: " + one.threshold + ": " + one.why));
        const auto told =
            desk.diff({"--fail-on", one.threshold, "--json"}).document()["thresholds"][0];
        CHECK(told["threshold"] == one.threshold);
        CHECK(told["exceeded"] == !one.why.empty());
        CHECK(told["why"].is_null() == one.why.empty());
    }
    CHECK(desk.diff({"--fail-on", "files>9", "--fail-on", "any"}).exit == 3);
}

TEST_CASE("diff refuses wrong thresholds before it reads a package") {
    Pair desk;
    const std::string text = desk.write("text.eap", "no package").string();
    check_refused(desk, {
                            {{"diff"}, "A is missing"},
                            {{"diff", desk.eap}, "B is missing: The package after"},
                            {{"diff", text, text, "--fail-on", "siz>1"}, "'siz>1' is no threshold"},
                            {{"diff", text, text, "--fail-on", "size>x"}, "size>N%"},
                            {{"diff", desk.eap, text}, "text.eap", 3},
                            {{"diff", text, desk.eap}, "text.eap", 3},
                        });
}

} // namespace acapctl::cli
