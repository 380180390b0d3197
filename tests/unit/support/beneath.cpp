#include "support/beneath.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <cerrno>
#include <chrono>

#include <fcntl.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// A directory that somebody else arranged, beside one that is none of its business.
struct Cloned {
    TempDir temporary{};
    fs::path project = temporary.path() / "project";
    fs::path outside = temporary.path() / "outside";

    Cloned() {
        fs::create_directories(project / "real");
        fs::create_directories(outside);
        write_file(outside / "precious", "mine");
        fs::create_directory_symlink("../outside", project / "away");
        fs::create_symlink("../outside/precious", project / "file");
    }
    bool untouched() const {
        return read_file(outside / "precious") == "mine" &&
               std::distance(fs::directory_iterator(outside), fs::directory_iterator()) == 1;
    }
};

} // namespace

TEST_CASE("what a link leads to is not read, written, replaced or removed") {
    const Cloned cloned;
    const Beneath beneath(cloned.project);
    CHECK_FALSE(beneath.read("file"));
    CHECK_FALSE(beneath.read("away/precious"));
    CHECK_THROWS_AS(beneath.find("away"), Error);
    CHECK_THROWS_AS(beneath.write("away/precious", "theirs"), Error);
    CHECK_THROWS_AS(beneath.make("away/new"), Error);
    CHECK_FALSE(beneath.remove("away/precious"));
    beneath.remove_all("away/precious");
    CHECK_THROWS_AS(beneath.copy("/etc/hostname", "away/x"), Error);
    CHECK_FALSE(beneath.open("file", O_WRONLY | O_TRUNC));
    beneath.write("file", "ours");
    CHECK(read_file(cloned.project / "file") == "ours");
    CHECK_FALSE(fs::is_symlink(cloned.project / "file"));
    beneath.remove_all("away");
    CHECK_FALSE(fs::exists(fs::symlink_status(cloned.project / "away")));
    CHECK(cloned.untouched());
}

TEST_CASE("a path that goes up or begins at the root names nothing") {
    const Cloned cloned;
    const Beneath beneath(cloned.project);
    for (const fs::path& path :
         {fs::path("../outside/precious"), fs::path("real/../../outside/precious"),
          cloned.outside / "precious", fs::path(".."), fs::path(""), fs::path("/")}) {
        INFO(path);
        CHECK_FALSE(beneath.status(path));
        CHECK_FALSE(beneath.read(path));
        CHECK_FALSE(beneath.remove(path));
        CHECK_THROWS_AS(beneath.write(path, "theirs"), Error);
        CHECK_THROWS_AS(beneath.make(path), Error);
        beneath.remove_all(path);
    }
    CHECK(cloned.untouched());
}

TEST_CASE("a directory is removed with what is in it, links in it alone") {
    const Cloned cloned;
    fs::create_directories(cloned.project / "real/deep/er");
    fs::create_directory_symlink(cloned.outside, cloned.project / "real/deep/link");
    const Beneath beneath(cloned.project);
    CHECK_FALSE(beneath.remove("real")); // it is not empty
    beneath.remove_all("real");
    CHECK_FALSE(beneath.status("real"));
    CHECK(cloned.untouched());
}

TEST_CASE("a copy has the content and mode of a file, and the target of a link") {
    const Cloned cloned;
    write_file(cloned.temporary.path() / "tool", "#!/bin/sh", 0755);
    fs::create_symlink("libx.so.1", cloned.temporary.path() / "libx.so");
    const Beneath beneath(cloned.project);
    const Beneath lib = beneath.make("build/lib");
    lib.copy(cloned.temporary.path() / "tool", "tool");
    lib.copy(cloned.temporary.path() / "libx.so", "libx.so");
    CHECK(lib.read("tool") == "#!/bin/sh");
    CHECK((lib.status("tool")->st_mode & 07777) == 0755);
    CHECK(fs::read_symlink(cloned.project / "build/lib/libx.so") == "libx.so.1");
    lib.copy(cloned.temporary.path() / "tool", "libx.so"); // replaces the link
    CHECK_FALSE(fs::is_symlink(cloned.project / "build/lib/libx.so"));
}

TEST_CASE("what a killed writer left is removed an hour later, and nothing else") {
    const Cloned cloned;
    const auto two_hours_ago = fs::file_time_type::clock::now() - std::chrono::hours(2);
    for (const char* name : {"record.1.1.new", "record.2.1.new", "record"})
        write_file(cloned.project / name, "x");
    for (const char* name : {"record.1.1.new", "record"})
        fs::last_write_time(cloned.project / name, two_hours_ago);
    Beneath(cloned.project).remove_unfinished();
    CHECK_FALSE(fs::exists(cloned.project / "record.1.1.new"));
    CHECK(fs::exists(cloned.project / "record.2.1.new"));
    CHECK(fs::exists(cloned.project / "record"));
    Beneath(cloned.project).write("record", "flushed", 0600, Durability::flushed);
    CHECK(read_file(cloned.project / "record") == "flushed");
}

TEST_CASE("a pipe is no file to be read") {
    const Cloned cloned;
    REQUIRE(::mkfifo((cloned.project / "pipe").c_str(), 0644) == 0);
    CHECK_FALSE(Beneath(cloned.project).read("pipe"));
    CHECK_THROWS_AS(Beneath(cloned.project).copy(cloned.project / "pipe", "other"), Error);
}

TEST_CASE("links are followed as long as they stay inside") {
    const Cloned cloned;
    write_file(cloned.project / "real/lib.so.1", "elf");
    fs::create_symlink("lib.so.1", cloned.project / "real/lib.so");
    fs::create_directory_symlink("real", cloned.project / "alias");
    CHECK(open_inside(cloned.project, "alias/lib.so"));
    CHECK_FALSE(open_inside(cloned.project, "file"));
    CHECK(errno == EXDEV);
    CHECK_FALSE(open_inside(cloned.project, "away/precious"));
    CHECK_FALSE(open_inside(cloned.project, "../outside/precious"));
    CHECK_FALSE(open_inside(cloned.project, cloned.outside / "precious"));
}
