#include "builder/record/signed_copy.hpp"

#include "builder/record/record.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

struct Project {
    TempDir home{};
    builder::Workspace workspace = builder::Workspace::make(home.path());
    fs::path record = workspace.path("aarch64.json");
    builder::SignedPair pair{.package = home.path() / "build/app.eap",
                             .sha256 = sha256("package"),
                             .copy = home.path() / "build/app_signed.eap",
                             .copy_sha256 = sha256("signed")};

    Project() {
        write_file(pair.package, "package");
        builder::Built built;
        built.package.path = pair.package;
        built.package.sha256 = pair.sha256;
        builder::write_record(workspace, builder::Plan{.key = "aarch64"}, {built});
    }
    nlohmann::json package() const {
        const auto read = builder::parse_record(read_file(record), record);
        return read.is_discarded() ? nlohmann::json() : read["packages"][0];
    }
};

} // namespace

TEST_CASE("the record of a build names the signed copy beside the package") {
    const Project project;
    CHECK_FALSE(project.package().contains("signed"));
    const auto before = fs::last_write_time(project.record);
    const auto noted = builder::record_signed(project.pair);
    REQUIRE(noted);
    CHECK(fs::equivalent(*noted, project.record));
    const auto package = project.package(); // still ours
    CHECK(package["sha256"] == project.pair.sha256);
    CHECK(package["signed"]["sha256"] == project.pair.copy_sha256);
    CHECK(package["signed"]["path"] == project.pair.copy.string());
    CHECK(fs::last_write_time(project.record) == before); // it is no newer build
    CHECK(builder::last_build(project.home.path())->packages.size() == 1);
    CHECK(builder::record_signed(project.pair)); // once more changes nothing
}

TEST_CASE("a record of another package, of somebody else or under way is left alone") {
    Project project;
    const std::string before = read_file(project.record);
    builder::SignedPair other = project.pair;
    other.sha256 = sha256("another build");
    CHECK_FALSE(builder::record_signed(other));
    {
        const FileLock building(project.workspace.lock("aarch64"));
        CHECK_FALSE(builder::record_signed(project.pair));
    }
    CHECK(read_file(project.record) == before);
    std::string forged = before;
    forged.replace(forged.find("\"warnings\""), 10, "\"Warnings\"");
    write_file(project.record, forged);
    CHECK_FALSE(builder::record_signed(project.pair));
    CHECK(read_file(project.record) == forged);
    fs::remove_all(project.home.path() / "build/.acapctl");
    CHECK_FALSE(builder::record_signed(project.pair));
}
