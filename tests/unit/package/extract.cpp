#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "catch.hpp"
#include "unit/package/samples.hpp"

#include <algorithm>
#include <iterator>
#include <stop_token>
#include <string>
#include <thread>

#include <unistd.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {
bool empty(const fs::path& directory) {
    return fs::directory_iterator(directory) == fs::directory_iterator();
}
} // namespace

TEST_CASE("a stop leaves no file half there, and what it would have replaced as it was") {
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "zeros", std::string(50'000'000, '\0'));
    write_file(dir.path() / "a.eap", samples::archive(dir.path(), {"package.conf", "zeros"}));
    const fs::path out = dir.path() / "out";
    fs::create_directory(out);
    write_file(out / "zeros", "mine");
    std::stop_source source;
    std::jthread watcher([&](const std::stop_token& ended) {
        while (!ended.stop_requested() && !fs::exists(out / "package.conf")) {
        }
        source.request_stop();
    });
    CHECK_THROWS_WITH(extract_package(dir.path() / "a.eap", out, {}, source.get_token()),
                      "interrupted");
    CHECK(read_file(out / "zeros") == "mine");
    CHECK(read_file(out / "package.conf") == samples::conf);
    CHECK(std::distance(fs::directory_iterator(out), {}) == 2);
}

TEST_CASE("what a killed process was writing is in nobody's way") {
    const TempDir dir;
    write_file(dir.path() / "a.eap", samples::package());
    const fs::path left = dir.path() / temporary_name(std::to_string(::getpid()));
    write_file(left, "half");
    extract_package(dir.path() / "a.eap", dir.path());
    CHECK(read_file(dir.path() / "sample") == std::string(5000, 'x'));
    CHECK_FALSE(fs::exists(left));
}

TEST_CASE("a package is unpacked with its modes and links") {
    const TempDir dir;
    write_file(dir.path() / "a.eap", samples::package());
    fs::create_directory(dir.path() / "out");
    extract_package(dir.path() / "a.eap", dir.path() / "out");
    const fs::path out = dir.path() / "out";
    CHECK(read_file(out / "manifest.json") == samples::manifest);
    CHECK(fs::status(out / "sample").permissions() == fs::perms(0755));
    CHECK(fs::status(out / "manifest.json").permissions() == fs::perms(0600));
    CHECK(fs::read_symlink(out / "html/link.html") == "index.html");
    extract_package(dir.path() / "a.eap", out); // again, over itself
    CHECK(read_file(out / "html/link.html") == "<html></html>\n");
}

TEST_CASE("a package that writes through its own link leaves nothing") {
    const TempDir dir;
    const fs::path source = dir.path() / "source";
    fs::create_directories(source / "1");
    fs::create_directories(source / "2/html");
    samples::write_members(source);
    fs::create_symlink(dir.path() / "victim", source / "1/html");
    fs::create_directory(dir.path() / "victim");
    write_file(source / "2/html/file", "x");
    write_file(dir.path() / "a.eap", samples::archive(source, {"manifest.json", "-C", "1", "html",
                                                               "-C", "../2", "html/file"}));
    fs::create_directory(dir.path() / "out");
    CHECK_THROWS_WITH(extract_package(dir.path() / "a.eap", dir.path() / "out"),
                      contains("lies below 'html'"));
    CHECK(empty(dir.path() / "out"));
    CHECK(empty(dir.path() / "victim"));
}

TEST_CASE("a link that already lies in the directory is not followed") {
    const TempDir dir;
    write_file(dir.path() / "a.eap", samples::package());
    fs::create_directory(dir.path() / "out");
    fs::create_directory(dir.path() / "victim");
    fs::create_symlink(dir.path() / "victim", dir.path() / "out/html");
    CHECK_THROWS_AS(extract_package(dir.path() / "a.eap", dir.path() / "out"), Error);
    CHECK(empty(dir.path() / "victim"));
}

TEST_CASE("a directory's mode is not given to what a link in its place leads to") {
    const TempDir dir;
    samples::write_members(dir.path());
    fs::create_directory(dir.path() / "www");
    fs::permissions(dir.path() / "www", fs::perms(0777));
    write_file(dir.path() / "a.eap", samples::archive(dir.path(), {"manifest.json", "www"}));
    fs::create_directories(dir.path() / "out");
    fs::create_directory(dir.path() / "victim");
    fs::permissions(dir.path() / "victim", fs::perms(0700));
    fs::create_symlink(dir.path() / "victim", dir.path() / "out/www");
    CHECK_THROWS_WITH(extract_package(dir.path() / "a.eap", dir.path() / "out"),
                      contains("cannot write"));
    CHECK(fs::status(dir.path() / "victim").permissions() == fs::perms(0700));
}

TEST_CASE("a hard link to what is no member is refused") {
    const TempDir dir;
    samples::write_members(dir.path());
    fs::create_hard_link(dir.path() / "LICENSE", dir.path() / "copy");
    fs::create_directory(dir.path() / "out");
    write_file(dir.path() / "good.eap",
               samples::archive(dir.path(), {"manifest.json", "LICENSE", "copy"}));
    extract_package(dir.path() / "good.eap", dir.path() / "out");
    CHECK(fs::hard_link_count(dir.path() / "out/copy") == 2);
    write_file(dir.path() / "bad.eap",
               samples::archive(dir.path(), {"manifest.json", "--transform=flags=h;s|LICENSE|sh|",
                                             "LICENSE", "copy"}));
    fs::create_directory(dir.path() / "none");
    CHECK_THROWS_WITH(extract_package(dir.path() / "bad.eap", dir.path() / "none"),
                      contains("hard link to 'sh'"));
    CHECK(empty(dir.path() / "none"));
}

TEST_CASE("a file that tar was given twice is unpacked once, with its content") {
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "a.eap",
               samples::archive(dir.path(), {"manifest.json", "LICENSE", "LICENSE"}));
    const auto members = read_package(dir.path() / "a.eap").members;
    REQUIRE(members.back().type == MemberType::hardlink); // what makes the case worth a test
    const auto written = extract_package(dir.path() / "a.eap", dir.path() / "out");
    CHECK(read_file(dir.path() / "out/LICENSE") == "free\n");
    CHECK(written.size() == 2);
}

TEST_CASE("only the members that were asked for are unpacked") {
    const struct {
        std::vector<std::string> asked, written;
    } cases[] = {
        {{"LICENSE"}, {"LICENSE"}},
        {{"./html/"}, {"html/index.html", "html/link.html"}},
        {{"html/index.html", "LICENSE"}, {"LICENSE", "html/index.html"}},
        {{"."},
         {"LICENSE", "html/index.html", "html/link.html", "manifest.json", "package.conf",
          "param.conf", "sample"}},
    };
    for (const auto& [asked, expected] : cases) {
        INFO(asked.front());
        const TempDir dir;
        write_file(dir.path() / "a.eap", samples::package());
        const fs::path out = dir.path() / "deep/out";
        extract_package(dir.path() / "a.eap", out, asked);
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(out))
            if (!fs::is_directory(entry.symlink_status()))
                found.push_back(entry.path().lexically_relative(out).string());
        std::ranges::sort(found);
        CHECK(found == expected);
    }
}

TEST_CASE("a member that is not there is refused before anything is written") {
    const TempDir dir;
    samples::write_members(dir.path());
    fs::create_hard_link(dir.path() / "LICENSE", dir.path() / "copy");
    write_file(dir.path() / "a.eap",
               samples::archive(dir.path(), {"manifest.json", "LICENSE", "copy", "html"}));
    const struct {
        std::string asked, message, hint;
    } cases[] = {{"LICENCE", "has no member 'LICENCE'", "'LICENSE'"},
                 {"../LICENSE", "has no member", "LICENSE"},
                 {"htm", "has no member", "html"},
                 {"copy", "hard link to 'LICENSE'", "'LICENSE' too"}};
    for (const auto& [asked, message, hint] : cases) {
        INFO(asked);
        try {
            extract_package(dir.path() / "a.eap", dir.path() / "out", {"manifest.json", asked});
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            CHECK_THAT(error.failure().message, contains(message));
            CHECK_THAT(error.failure().hint, contains(hint));
        }
        CHECK_FALSE(fs::exists(dir.path() / "out"));
    }
}
