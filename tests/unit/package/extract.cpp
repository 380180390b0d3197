#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "catch.hpp"
#include "unit/package/samples.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

namespace {
bool empty(const fs::path& directory) {
    return fs::directory_iterator(directory) == fs::directory_iterator();
}
} // namespace

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
