#include "builder/tree/mirror.hpp"

#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using builder::mirror;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TempDir dir;
    fs::path source = dir.path() / "source";
    fs::path own = source / "build" / ".acapctl";
    fs::path tree = own / "tree";
    mutable builder::Copied copied{};

    Fixture() { fs::create_directories(tree); }
    builder::MirrorResult run() const {
        builder::HashCache cache;
        return mirror(source, builder::survey(source, own, builder::History::leave_out, cache),
                      Beneath(tree), copied);
    }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories((source / name).parent_path());
        write_file(source / name, text);
    }
};

} // namespace

TEST_CASE("only what changed is copied") {
    const Fixture fixture;
    fixture.put("main.c", "one");
    fixture.put("lib/util.c", "util");
    CHECK(fixture.run().copied == 4); // main.c, lib, lib/util.c, build
    CHECK(fixture.run().copied == 0);
    fixture.put("main.c", "two");
    CHECK(fixture.run().copied == 1);
    CHECK(read_file(fixture.tree / "main.c") == "two");
}

TEST_CASE("a file that vanished from the sources vanishes, build output stays") {
    const Fixture fixture;
    fixture.put("gone/old.c", "x");
    fixture.put("main.c", "x");
    fixture.run();
    write_file(fixture.tree / "main.o", "object");
    fs::remove_all(fixture.source / "gone");
    CHECK(fixture.run().removed == 2);
    CHECK_FALSE(fs::exists(fixture.tree / "gone"));
    CHECK(fs::exists(fixture.tree / "main.o"));
}

TEST_CASE("an older file that replaces a newer one is rebuilt") {
    const Fixture fixture;
    fixture.put("main.c", "new");
    fixture.run();
    write_file(fixture.tree / "main.o", "object");
    fixture.put("main.c", "old");
    fs::last_write_time(fixture.source / "main.c",
                        fs::file_time_type::clock::now() - std::chrono::hours(1000));
    fixture.run();
    CHECK(fs::last_write_time(fixture.tree / "main.c") >=
          fs::last_write_time(fixture.tree / "main.o"));
}

TEST_CASE("version control, packages and the build trees themselves stay out") {
    const Fixture fixture;
    fixture.put(".git/HEAD", "ref");
    fixture.put("stale_1_0_0_aarch64.eap", "package");
    fixture.put("main.c", "x");
    fixture.run();
    CHECK(fs::exists(fixture.tree / "main.c"));
    CHECK_FALSE(fs::exists(fixture.tree / ".git"));
    CHECK_FALSE(fs::exists(fixture.tree / "stale_1_0_0_aarch64.eap"));
    CHECK_FALSE(fs::exists(fixture.tree / "build/.acapctl"));
}

TEST_CASE("symlinks stay symlinks and a changed mode is a change") {
    const Fixture fixture;
    fixture.put("run.sh", "#!/bin/sh\n");
    fs::create_symlink("run.sh", fixture.source / "link");
    fixture.run();
    CHECK(fs::read_symlink(fixture.tree / "link") == "run.sh");
    fs::permissions(fixture.source / "run.sh", fs::perms::owner_all);
    CHECK(fixture.run().copied == 1);
    CHECK((fs::status(fixture.tree / "run.sh").permissions() & fs::perms::owner_exec) !=
          fs::perms::none);
}

TEST_CASE("a build product with a source's name is replaced by the source") {
    const Fixture fixture;
    fixture.put("data", "source");
    fixture.run();
    fs::remove(fixture.tree / "data");
    CHECK(fixture.run().copied == 1);
    CHECK(read_file(fixture.tree / "data") == "source");
}

TEST_CASE("a file that was only touched is not copied again") {
    const Fixture fixture;
    fixture.put("main.c", "same");
    fixture.run();
    fixture.put("main.c", "same");
    CHECK(fixture.run().copied == 0);
}

TEST_CASE(
    "links that a compiler left in the tree are replaced, and what they lead to is not touched") {
    const Fixture fixture;
    const fs::path outside = fixture.dir.path() / "outside";
    fs::create_directories(outside);
    write_file(outside / "keys", "mine");
    fixture.put("src/keys", "one");
    fixture.put("src/gone", "x");
    fixture.put("plain", "source");
    fixture.run();
    fs::remove_all(fixture.tree / "src");
    fs::create_directory_symlink(outside, fixture.tree / "src");
    fs::remove(fixture.tree / "plain");
    fs::create_symlink(outside / "keys", fixture.tree / "plain");
    fixture.put("src/keys", "theirs");
    fs::remove(fixture.source / "src/gone");
    write_file(outside / "gone", "mine too");
    fixture.run();
    CHECK(read_file(outside / "keys") == "mine");
    CHECK(read_file(outside / "gone") == "mine too");
    CHECK(read_file(fixture.tree / "src/keys") == "theirs");
    CHECK_FALSE(fs::is_symlink(fixture.tree / "src"));
    CHECK(read_file(fixture.tree / "plain") == "source");
    CHECK_FALSE(fs::is_symlink(fixture.tree / "plain"));
}

TEST_CASE("a list of copies that names what is outside removes nothing there") {
    const Fixture fixture;
    const fs::path outside = fixture.dir.path() / "precious";
    write_file(outside, "mine");
    fixture.put("main.c", "x");
    fixture.copied = {{outside.string(), "x"}, {"../../../../precious", "x"}, {"..", "x"}};
    CHECK(fixture.run().removed == 0);
    CHECK(read_file(outside) == "mine");
}

TEST_CASE("what was made is not believed when a source is gone or the recipe is another") {
    using builder::outdated_by;
    const auto of = [](std::initializer_list<std::pair<const char*, const char*>> files) {
        builder::Sources sources;
        for (const auto& [path, identity] : files) sources[path] = {identity, "s"};
        return sources;
    };
    const builder::Copied copied{
        {"Makefile", "1"}, {"html/a.html", "1"}, {"main.c", "1"}, {"sub/rules.mk", "1"}};
    const auto same =
        of({{"Makefile", "1"}, {"main.c", "2"}, {"new.c", "1"}, {"sub/rules.mk", "1"}});
    CHECK(outdated_by({}, same).empty());
    CHECK(outdated_by(copied, same).empty()); // html/a.html is only packed
    CHECK(outdated_by(copied, of({{"Makefile", "1"}, {"sub/rules.mk", "1"}})) == "main.c");
    CHECK(outdated_by(copied, of({{"main.c", "1"}, {"sub/rules.mk", "1"}})) == "Makefile");
    CHECK(outdated_by(copied, of({{"Makefile", "1"}, {"main.c", "1"}, {"sub/rules.mk", "2"}})) ==
          "sub/rules.mk");
    CHECK(outdated_by(copied, of({{"GNUmakefile", "1"},
                                  {"Makefile", "1"},
                                  {"main.c", "1"},
                                  {"sub/rules.mk", "1"}})) == "GNUmakefile");
}
