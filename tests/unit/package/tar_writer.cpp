#include "package/tar_writer.hpp"

#include "catch.hpp"
#include "package/compress.hpp"
#include "package/members.hpp"
#include "support/files.hpp"
#include "unit/package/samples.hpp"

#include <random>

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

TEST_CASE("input above the limit is streamed and still one sound gzip member") {
    const TempDir dir;
    std::string input;
    for (int i = 0; i < 200'000; ++i) input += std::to_string(i * 7919);
    const std::size_t limit = GENERATE(std::size_t{0}, std::size_t{1000}, std::size_t{1} << 30U);
    std::string output;
    Compressor compressor(
        Compression::fast, [&](std::string_view bytes) { output += bytes; }, limit);
    for (std::size_t at = 0; at < input.size(); at += 10'000)
        compressor.write(std::string_view(input).substr(at, 10'000));
    compressor.finish();
    CHECK(output.substr(0, 8).substr(2, 6) == std::string("\x08\0\0\0\0\0", 6));
    CHECK(output.size() < input.size() / 2);
    CHECK((samples::must_run({"gzip", "-dc"}, dir.path(), output) == input));
}

TEST_CASE("a stop ends the compression of much at once") {
    std::mt19937 random(1);
    std::string input(std::size_t{32} << 20U, '\0');
    for (char& each : input) each = static_cast<char>(random());
    bool written = false;
    Compressor compressor(Compression::fast, [&](std::string_view) { written = true; });
    compressor.write(input);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_WITH(compressor.finish(stop.get_token()), "interrupted");
    CHECK_FALSE(written);
}
