// `manifest upgrade`: schema 1 becomes schema 2.
#include "refusals.hpp"

#include <sys/stat.h>

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

struct OldProject : Desk {
    OldProject() { REQUIRE(acapctl({"new", project, "--schema", "1"}).exit == 0); }
    std::string project = (home() / "old").string();
    std::string file = project + "/manifest.json";

    Said upgrade(std::vector<std::string> options = {"--vendor-id", "0123456789"}) {
        options.insert(options.begin(), {"manifest", "upgrade", project});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("manifest upgrade rewrites the file and says what is left to decide") {
    OldProject desk;
    fs::permissions(desk.file, fs::perms::owner_read | fs::perms::owner_write);
    const Said said = desk.upgrade();
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("acapPackageConf.setup.vendorId: added: 0123456789"));
    CHECK_THAT(said.out, contains("For you to decide"));
    CHECK_THAT(said.err, contains("written: " + desk.file));
    CHECK_THAT(read_file(desk.file), contains("\"schemaVersion\": \"2."));
    CHECK(fs::status(desk.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    const std::string second = read_file(desk.file);
    const Said again = desk.upgrade();
    CHECK(again.exit == 0);
    CHECK_THAT(again.err, contains("already"));
    CHECK(read_file(desk.file) == second);
}

TEST_CASE("manifest upgrade writes elsewhere, or nowhere") {
    OldProject desk;
    const std::string first = read_file(desk.file);
    CHECK_THAT(desk.upgrade({"--vendor-id", "0123456789", "--dry-run"}).err,
               contains("nothing was written"));
    CHECK(desk.upgrade({"--dry-run"}).exit == 3);
    CHECK(read_file(desk.file) == first);
    const std::string other = (desk.home() / "other.json").string();
    CHECK(desk.upgrade({"--vendor-id", "0123456789", "-o", other}).exit == 0);
    CHECK(read_file(desk.file) == first);
    CHECK_THAT(read_file(other), contains("\"schemaVersion\": \"2."));
}

TEST_CASE("manifest upgrade writes through a link") {
    OldProject desk;
    const std::string real = desk.project + "/real.json";
    fs::rename(desk.file, real);
    fs::create_symlink("real.json", desk.file);
    CHECK(desk.upgrade().exit == 0);
    CHECK(fs::is_symlink(desk.file));
    CHECK_THAT(read_file(real), contains("\"schemaVersion\": \"2."));
}

TEST_CASE("manifest upgrade writes through no link out of its directory, and to files alone") {
    OldProject desk;
    const std::string outside = desk.write("outside.json", read_file(desk.file)).string();
    const std::string first = read_file(outside);
    fs::remove(desk.file);
    fs::create_symlink(outside, desk.file);
    CHECK(desk.upgrade().exit == 3);
    CHECK(read_file(outside) == first);
    const std::string link = (desk.home() / "link.json").string();
    fs::create_symlink(outside, link);
    for (const std::string& odd : {link, std::string("/dev/null"), std::string("-")}) {
        CAPTURE(odd);
        CHECK(desk.upgrade({"--vendor-id", "0123456789", "-o", odd}).exit == 3);
    }
    CHECK(fs::is_symlink(link));
}

TEST_CASE(
    "manifest upgrade of a manifest of schema 2 tells what is left, and refuses another vendor") {
    OldProject desk;
    REQUIRE(desk.upgrade({"--vendor-id", "0123456789", "--axis-os", "12"}).exit == 0);
    CHECK_THAT(desk.upgrade({}).out, contains("no range reaches AXIS OS 13"));
    CHECK(desk.upgrade({"--axis-os", "foo"}).exit == 2);
    const std::string other = (desk.home() / "copy.json").string();
    CHECK(desk.upgrade({"-o", other}).exit == 0);
    CHECK(read_file(other) == read_file(desk.file));
}

TEST_CASE("manifest upgrade as a document has the steps and the text") {
    OldProject desk;
    const auto document = desk.upgrade({"--vendor-id", "0123456789", "--json"}).document();
    CHECK(document["kind"] == "acapctl.manifest-upgrade/v1");
    CHECK(document["written"] == desk.file);
    CHECK(document["manifest"] == read_file(desk.file));
    CHECK_FALSE(document["changes"].empty());
    CHECK_FALSE(document["decisions"].empty());
    CHECK(document["findings"].empty());
}

TEST_CASE("manifest upgrade asks for a vendorId where somebody can answer") {
    OldProject desk;
    desk.typed = "0123456789\n";
    const Said said = desk.upgrade({});
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("vendorId: "));
    CHECK_THAT(read_file(desk.file), contains("\"vendorId\": \"0123456789\""));
}

TEST_CASE("manifest upgrade that leaves an error behind says so and ends with 3") {
    OldProject desk;
    const std::string text = read_file(desk.file);
    const auto at = text.find("\"setup\": {");
    REQUIRE(at != std::string::npos);
    write_file(desk.file, text.substr(0, at + 10) + "\"nonsense\": 1," + text.substr(at + 10));
    const Said said = desk.upgrade();
    CHECK(said.exit == 3);
    CHECK_THAT(said.out, contains("does not take yet"));
    CHECK_THAT(said.out, contains("nonsense"));
}

TEST_CASE("manifest upgrade refuses") {
    OldProject desk;
    const std::string broken = desk.write("broken.json", "{\"a\": 1,}").string();
    check_refused(desk, {
                            {{"manifest", "upgrade", desk.file}, "--vendor-id"},
                            {{"manifest", "upgrade", desk.file, "--vendor-id", "12"}, "vendorId"},
                            {{"manifest", "upgrade", desk.file, "--vendor-id", "0123456789",
                              "--schema", "3.0.0"},
                             "3.0.0"},
                            {{"manifest", "upgrade", broken}, "broken.json:1:9", 3},
                            {{"manifest", "upgrade", "/nowhere"}, "/nowhere", 3},
                        });
}

} // namespace acapctl::cli
