// `extract`: the files of a package, and nothing outside the directory.
#include "packages/sample_desk.hpp"
#include "refusals.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

TEST_CASE("extract writes every file and prints its name") {
    SampleDesk desk;
    const fs::path into = desk.home() / "into";
    const Said said = desk.acapctl({"extract", desk.eap, "-C", into.string()});
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(
        said.out.starts_with("sample\npackage.conf\nparam.conf\nLICENSE\nmanifest.json\nhtml/\n"));
    CHECK(read_file(into / "manifest.json") == samples::manifest);
    CHECK(fs::read_symlink(into / "html/link.html") == "index.html");
    CHECK((fs::status(into / "sample").permissions() & fs::perms::owner_exec) != fs::perms::none);
}

TEST_CASE("extract takes some members, a directory with all below it") {
    SampleDesk desk;
    const std::string into = (desk.home() / "some").string();
    const auto document =
        desk.acapctl({"extract", desk.eap, "LICENSE", "html", "-C", into, "--json"}).document();
    CHECK(document["kind"] == "acapctl.extract/v1");
    CHECK(document["directory"] == into);
    REQUIRE(document["files"].size() == 4);
    CHECK(document["files"][0] ==
          nlohmann::json{{"path", "LICENSE"}, {"size", 5}, {"mode", "0644"}, {"type", "file"}});
    CHECK(fs::exists(into + "/html/index.html"));
    CHECK_FALSE(fs::exists(into + "/manifest.json"));
}

TEST_CASE("extract replaces files that are there") {
    SampleDesk desk;
    const std::string into = desk.write("old/LICENSE", "of before").parent_path().string();
    CHECK(desk.acapctl({"extract", desk.eap, "LICENSE", "-C", into}).out == "LICENSE\n");
    CHECK(read_file(into + "/LICENSE") == "free\n");
}

TEST_CASE("extract refuses before it writes") {
    SampleDesk desk;
    const TempDir dir;
    samples::write_members(dir.path());
    const std::string climbing =
        desk.write("climbing.eap", samples::archive(dir.path(), {"--transform=s,LICENSE,../out,",
                                                                 "-P", "manifest.json", "LICENSE"}))
            .string();
    const std::string into = (desk.home() / "none").string();
    check_refused(desk, {
                            {{"extract"}, "EAP is missing"},
                            {{"extract", desk.eap, "LICENCE", "-C", into}, "'LICENSE'", 3},
                            {{"extract", climbing, "-C", into}, "../out", 3},
                            {{"extract", climbing, "manifest.json", "-C", into}, "../out", 3},
                            {{"extract", desk.eap, "-C", desk.eap}, "sample.eap", 3},
                        });
    CHECK_FALSE(fs::exists(into));
    CHECK_FALSE(fs::exists(desk.home() / "out"));
}

} // namespace acapctl::cli
