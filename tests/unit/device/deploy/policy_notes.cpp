#include "device/deploy/policy_notes.hpp"

#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::device;
namespace fs = std::filesystem;

namespace {
const PolicyNote camera{.serial = "B8A44F000001",
                        .place = "cam:443",
                        .since = "2026-01-01T00:00:00Z",
                        .certificate = "AA:BB"};
} // namespace

TEST_CASE("a note is there until it is removed, for our eyes only") {
    const TempDir dir;
    const PolicyNotes notes(dir.path() / "state/policies");
    CHECK(notes.all().empty());
    notes.write(camera);
    REQUIRE(notes.of(camera).size() == 1);
    CHECK(notes.of(camera)[0].place == "cam:443");
    CHECK(notes.of(camera)[0].since == "2026-01-01T00:00:00Z");
    CHECK(notes.of(camera)[0].certificate == "AA:BB");
    CHECK(notes.has(camera));
    const auto file = dir.path() / "state/policies" / (camera.key() + ".json");
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    notes.remove(camera);
    CHECK_FALSE(notes.has(camera));
    CHECK(notes.all().empty());
}

TEST_CASE("a note counts as left when nobody holds its device's lock") {
    const TempDir dir;
    const PolicyNotes notes(dir.path());
    auto writer = notes.lock_if_free(camera);
    REQUIRE(writer);
    notes.write(camera);
    CHECK(notes.all().size() == 1);
    CHECK(notes.left().empty());
    CHECK_FALSE(notes.lock_if_free(camera));
    writer.reset();
    CHECK(notes.left().size() == 1);
}

TEST_CASE("a device's serial number names a file and no path") {
    for (const char* serial : {"../../x", "", "a/b", "x.json", "\x1b[2J"}) {
        const PolicyNote odd{.serial = serial, .place = "cam:443"};
        CHECK(odd.device_key().starts_with("at-"));
        CHECK(odd.key().find('/') == std::string::npos);
    }
    CHECK(camera.device_key() == "B8A44F000001");
}

TEST_CASE("what was written by others or has another's name is no note, what is damaged is one") {
    const TempDir dir;
    const PolicyNotes notes(dir.path());
    notes.write(camera);
    const auto file = dir.path() / (camera.key() + ".json");
    const std::string good = read_file(file);
    for (const std::string& damaged : {std::string("{\"format\": 1"), std::string(20'000, '[')}) {
        write_file(file, damaged, 0600);
        REQUIRE(notes.all().size() == 1);
        CHECK(notes.of(camera).front().serial == camera.serial);
        write_file(file, damaged, 0622);
        CHECK(notes.all().empty());
    }
    write_file(dir.path() / "B8A44F000002.json", good, 0600);
    CHECK(notes.all().empty());
    write_file(file, good, 0622);
    CHECK(notes.all().empty());
    write_file(file, good, 0600);
    CHECK(notes.all().size() == 1);
}

TEST_CASE("a device that claims another's serial number has notes of its own") {
    const TempDir dir;
    const PolicyNotes notes(dir.path());
    PolicyNote liar = camera;
    liar.place = "liar:443";
    notes.write(camera);
    notes.write(liar);
    CHECK(notes.of(liar).size() == 2);
    notes.remove(liar);
    REQUIRE(notes.of(camera).size() == 1);
    CHECK(notes.of(camera)[0].place == "cam:443");
    const auto held = notes.lock_if_free(camera);
    CHECK_FALSE(notes.lock_if_free(liar));
}

TEST_CASE("notes about applications say which one, and are no notes about a setting") {
    const TempDir dir;
    PolicyNote probe = camera;
    probe.setting = "acapctl_probe";
    PolicyNotes(dir.path(), "").write(probe);
    REQUIRE(PolicyNotes(dir.path(), "").all().size() == 1);
    CHECK(PolicyNotes(dir.path(), "").all()[0].setting == "acapctl_probe");
    CHECK(PolicyNotes(dir.path()).all().empty()); // it must not switch AllowUnsigned
}

TEST_CASE("without a directory nothing is noted and nobody waits") {
    const PolicyNotes notes({});
    notes.write(camera);
    CHECK(notes.all().empty());
    CHECK(notes.lock(camera, [](std::string_view) {}, {}) == nullptr);
}
