#include "package/tar_writer.hpp"

#include "catch.hpp"
#include "package/members.hpp"
#include "support/files.hpp"
#include "unit/package/samples.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

TEST_CASE("the header of a file of 9 GB is the one tar writes") {
    const TempDir dir;
    write_file(dir.path() / "big", "");
    fs::resize_file(dir.path() / "big", 9'000'000'000);
    std::string ours;
    TarWriter tar([&](std::string_view bytes) { ours += bytes; }, 5);
    tar.begin({.name = "big", .size = 9'000'000'000});
    const std::string reference = samples::must_run(
        {"sh", "-c",
         "tar --create --format=gnu --owner=0 --group=0 --numeric-owner --mtime=@5 --mode=0644 "
         "--file=- big 2>/dev/null | head -c 512"},
        dir.path());
    CHECK(ours == reference);
}

TEST_CASE("a member with less or more content than promised is a defect") {
    TarWriter tar([](std::string_view) {}, 0);
    tar.begin({.name = "a", .size = 3});
    tar.content("ab");
    CHECK_THROWS(tar.content("cd"));
    CHECK_THROWS(tar.finish());
}

TEST_CASE("names are left out exactly as tar leaves them out") {
    const TempDir dir;
    const std::vector<std::string> names = {"CVS",
                                            ".cvsignore",
                                            "RCS",
                                            "SCCS",
                                            ".git",
                                            ".gitignore",
                                            ".gitattributes",
                                            ".svn",
                                            "{arch}",
                                            ".arch-ids",
                                            "_darcs",
                                            ".hg",
                                            ".hgignore",
                                            ".gitmodules",
                                            ".hgtags",
                                            ".bzr",
                                            ".bzrignore",
                                            ".bzrtags",
                                            "=update",
                                            "=meta-update",
                                            "=RELEASE-ID",
                                            "x~",
                                            "~",
                                            "~x",
                                            "cvs",
                                            ".gitkeep",
                                            ".github",
                                            "CVSx",
                                            ".hgsub",
                                            "sub~/y",
                                            "a/.git",
                                            "plain"};
    for (const std::string& name : names) {
        INFO(name);
        fs::remove_all(dir.path() / "t");
        fs::create_directories((dir.path() / "t" / name).parent_path());
        write_file(dir.path() / "t" / name, "x");
        const std::string listed = samples::must_run(
            {"sh", "-c",
             "tar --create --exclude='*~' --exclude-vcs --file=- \"$0\" other | tar --list", name},
            [&] {
                write_file(dir.path() / "t/other", "x");
                return dir.path() / "t";
            }());
        CHECK(is_excluded(name) == (listed == "other\n"));
    }
    CHECK(is_excluded(".git/a")); // as tar 1.35 does, and 1.34 does not
}
