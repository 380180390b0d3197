// pack() of a project that somebody else arranged.
#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "catch.hpp"
#include "support/files.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>

#include <sys/stat.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// A project below a directory with what it is not to reach.
struct Cloned {
    TempDir dir{};
    fs::path project = dir.path() / "work/project";

    Cloned() {
        fs::create_directories(project);
        fs::create_directory(dir.path() / "secret");
        write_file(dir.path() / "secret/key", "PRIVATE");
        write_file(project / "sample", "#!/bin/sh\n", 0755);
        write_file(project / "LICENSE", "free\n");
        write_file(project / "manifest.json", samples::manifest);
    }

    // A manifest of a schema that does not fill in the architecture.
    void say(const std::string& name, const std::string& architecture) const {
        write_file(project / "manifest.json",
                   R"({"schemaVersion": "1.0", "acapPackageConf": {"setup": {"appName": ")" + name +
                       R"(", "architecture": ")" + architecture + R"("}}})");
    }

    PackRequest request(const std::vector<std::string>& files = {}) const {
        return {.project = project, .architecture = "aarch64", .additional_files = files};
    }

    // The error, or "packed"; nothing is outside but what was there, and nothing is made.
    std::string outcome(const PackRequest& request) const {
        try {
            const PackedPackage package = pack(request);
            CHECK(package.path.parent_path() == project / "build");
            return "packed";
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK_FALSE(fs::exists(project / "build"));
            return error.what();
        }
    }
};

} // namespace

TEST_CASE("nothing is packed through a link that leaves the project") {
    for (const std::string& target :
         {std::string("../../secret"), std::string("inner/../../../secret"),
          std::string("<absolute>")}) {
        const Cloned cloned;
        fs::create_directory(cloned.project / "inner");
        const fs::path to =
            target.starts_with('<') ? cloned.dir.path() / "secret" : fs::path(target);
        fs::create_directory_symlink(to, cloned.project / "assets");
        fs::create_directory_symlink("assets", cloned.project / "inner/again");
        INFO(to);
        CHECK_THAT(cloned.outcome(cloned.request({"assets/key"})), contains("leads out of"));
        CHECK_THAT(cloned.outcome(cloned.request({"assets/"})), contains("leads out of"));
        fs::remove(cloned.project / "LICENSE");
        fs::create_symlink(to / "key", cloned.project / "LICENSE");
        CHECK_THAT(cloned.outcome(cloned.request()), contains("LICENSE leads out of"));
        fs::remove(cloned.project / "LICENSE");
        write_file(cloned.project / "LICENSE", "free\n");
        fs::remove(cloned.project / "sample");
        fs::create_symlink(to / "key", cloned.project / "sample");
        CHECK_THAT(cloned.outcome(cloned.request()), contains("sample leads out of"));
    }
}

TEST_CASE("links that stay inside are packed, and links themselves as they are") {
    const Cloned cloned;
    fs::create_directories(cloned.project / "data");
    fs::create_directories(cloned.project / "html");
    write_file(cloned.project / "data/model", "m");
    fs::create_directory_symlink("data", cloned.project / "assets");
    fs::create_symlink("/var/spool/storage", cloned.project / "html/recordings");
    fs::rename(cloned.project / "LICENSE", cloned.project / "data/terms");
    fs::create_symlink("data/terms", cloned.project / "LICENSE");
    const Package package = read_package(pack(cloned.request({"assets/model", "data"})).path);
    const auto member = [&](const std::string& path) {
        const auto found = std::ranges::find(package.members, path, &Member::path);
        return found == package.members.end() ? Member{.path = path, .type = MemberType::other}
                                              : *found;
    };
    CHECK(member("assets/model").type == MemberType::file);
    CHECK(member("LICENSE").type == MemberType::symlink);
    CHECK(member("html/recordings").link == "/var/spool/storage");
}

TEST_CASE("a licence or a program that is no file costs neither time nor memory") {
    for (const char* name : {"LICENSE", "sample", "manifest.json"}) {
        const Cloned cloned;
        fs::remove(cloned.project / name);
        REQUIRE(::mkfifo((cloned.project / name).c_str(), 0644) == 0);
        CHECK_THAT(cloned.outcome(cloned.request()), contains("not a regular file"));
        fs::remove(cloned.project / name);
        fs::create_symlink("/dev/zero", cloned.project / name);
        CHECK_THAT(cloned.outcome(cloned.request()), contains("leads out of"));
    }
}

TEST_CASE("architecture, names and files of a manifest do not become other paths or options") {
    const Cloned cloned;
    for (const char* architecture :
         {"../../../victim", "/tmp/victim", "x/../../../victim", "mips"}) {
        cloned.say("sample", architecture);
        CHECK_THAT(cloned.outcome(cloned.request()), contains("is no architecture"));
    }
    for (const char* name : {"..", "a/b", "-T"}) {
        cloned.say(name, "aarch64");
        CHECK_THAT(cloned.outcome(cloned.request()), contains("cannot be the name of a program"));
    }
    cloned.say("sample", "aarch64");
    for (const char* file : {"-T/etc/passwd", "--to-command=x", "../../secret/key", "a\nb"})
        CHECK_THAT(cloned.outcome(cloned.request({file})), contains("not a path below"));
    cloned.say("sample", "BUILDARCH");
    const PackedPackage package = pack(cloned.request());
    CHECK(package.architecture == "aarch64");
    CHECK(package.path.filename() == "sample_1_0_0_aarch64.eap");
}

TEST_CASE("a friendlyName does not make a file of another place or with escapes") {
    const Cloned cloned;
    const auto named = [&](const std::string& name) {
        write_file(cloned.project / "manifest.json",
                   R"({"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "sample",
                      "friendlyName": ")" +
                       name + "\"}}}");
        return cloned.outcome(cloned.request());
    };
    for (const std::string& name :
         {std::string("-x"), std::string(R"(\u001b[2J)"), std::string(400, 'x')})
        CHECK_THAT(named(name), contains("the package cannot have the name"));
    CHECK(named("../../x") == "packed"); // its slashes become underscores
}
