#include "package/mend.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <sys/stat.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TempDir dir;
    std::vector<std::string> warnings{};

    SourceMember member(const std::string& name, const std::string& text, mode_t mode,
                        bool mend = true, const std::vector<std::string>& scripts = {}) {
        write_file(dir.path() / name, text);
        ::chmod((dir.path() / name).c_str(), mode);
        const Inside project(dir.path());
        auto members = collect_members(project, {{name}}, warnings);
        mend_members(project, members, scripts, mend, warnings);
        return members.front();
    }
};

} // namespace

TEST_CASE("write permission for everyone is taken away, and only then the group's") {
    const std::pair<mode_t, unsigned> modes[] = {{0777, 0755}, {0666, 0644}, {0775, 0775},
                                                 {0664, 0664}, {0755, 0755}, {0600, 0600}};
    for (const auto& [before, after] : modes) {
        Fixture fixture;
        CHECK(fixture.member("file", "x", before).entry.mode == after);
        CHECK(fixture.warnings.size() == (before == after ? 0 : 1));
    }
}

TEST_CASE("a script with CRLF line ends is packed with LF, and its source stays") {
    Fixture fixture;
    const SourceMember script = fixture.member("run", "#!/bin/sh\r\necho a\r\nb\rc\n", 0755);
    REQUIRE(script.content);
    CHECK(*script.content == "#!/bin/sh\necho a\nb\rc\n");
    CHECK(script.entry.size == script.content->size());
    CHECK(read_file(fixture.dir.path() / "run").find('\r') != std::string::npos);
    CHECK(fixture.warnings.size() == 1);
}

TEST_CASE("only scripts are mended") {
    Fixture fixture;
    CHECK_FALSE(fixture.member("data.txt", "a\r\nb\r\n", 0644).content);
    CHECK_FALSE(fixture.member("unix", "#!/bin/sh\necho '\r\n'\n", 0644).content);
    CHECK_FALSE(fixture.member("binary", std::string("#!x\r\n\0", 6), 0644).content);
    CHECK_FALSE(fixture.member("short", "#!", 0644).content);
    CHECK(fixture.member("named", "echo\r\n", 0644, true, {"named"}).content);
    CHECK(fixture.warnings.size() == 1);
}

TEST_CASE("what is to stay as it is stays, and is told") {
    Fixture fixture;
    const SourceMember script = fixture.member("run", "#!/bin/sh\r\n", 0777, false);
    CHECK_FALSE(script.content);
    CHECK(script.entry.mode == 0777);
    CHECK(fixture.warnings.size() == 2);
}
