#include "builder/workspace/sources.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

using namespace acapctl;
using builder::History;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TempDir dir;
    fs::path own = dir.path() / "build/.acapctl";

    Fixture() { fs::create_directories(own); }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories((dir.path() / name).parent_path());
        write_file(dir.path() / name, text);
    }
    builder::Sources survey(History history = History::leave_out) const {
        std::error_code missing;
        builder::HashCache cache(fs::exists(own / "hashes", missing) ? read_file(own / "hashes")
                                                                     : "");
        builder::Sources sources = builder::survey(dir.path(), own, history, cache);
        if (const auto records = cache.changed_records()) write_file(own / "hashes", *records);
        return sources;
    }
    std::string digest() const { return builder::digest(survey()); }
    bool untouched(const builder::Sources& sources) const {
        return builder::untouched(sources, dir.path(), own, History::leave_out);
    }
};

// As `touch -r`: the content changes within the same tick, and the time is put back.
void rewrite_in_place(const fs::path& file, const std::string& text) {
    struct stat before {};
    REQUIRE(::stat(file.c_str(), &before) == 0);
    const int descriptor = ::open(file.c_str(), O_WRONLY);
    REQUIRE(::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    const timespec times[2] = {before.st_atim, before.st_mtim};
    ::futimens(descriptor, times);
    ::close(descriptor);
}

} // namespace

TEST_CASE("content, names, modes and links make the digest, times do not") {
    const Fixture fixture;
    fixture.put("main.c", "one");
    fs::create_symlink("main.c", fixture.dir.path() / "link");
    const std::string first = fixture.digest();
    fixture.put("main.c", "one");
    CHECK(fixture.digest() == first);
    const auto differs = [&](const auto& change) {
        const std::string before = fixture.digest();
        change();
        return fixture.digest() != before;
    };
    const fs::path main = fixture.dir.path() / "main.c";
    CHECK(differs([&] { fixture.put("main.c", "two"); }));
    CHECK(differs([&] { rewrite_in_place(main, "six"); }));
    CHECK(differs([&] { fs::permissions(main, fs::perms::owner_all); }));
    CHECK(differs([&] { fs::rename(main, fixture.dir.path() / "other.c"); }));
    CHECK(differs([&] { fs::create_directory(fixture.dir.path() / "empty"); }));
    CHECK(differs([&] {
        fs::remove(fixture.dir.path() / "link");
        fs::create_symlink("other.c", fixture.dir.path() / "link");
    }));
}

TEST_CASE("what builds make is no source") {
    const Fixture fixture;
    const std::string before = fixture.digest();
    fixture.put("build/app_1_0_0_aarch64.eap", "package");
    fixture.put("build/app_1_0_0_LICENSE.txt", "licence");
    fixture.put("build/.acapctl/aarch64/main.o", "object");
    fixture.put(".git/HEAD", "ref");
    CHECK(fixture.digest() == before);
    CHECK(fixture.survey(History::keep).contains(".git/HEAD"));
    fixture.put("doc/app_LICENSE.txt", "a source of this name elsewhere");
    CHECK(fixture.digest() != before);
}

TEST_CASE("a young file is read again, an old one whose stamp stayed is not") {
    const Fixture fixture;
    fixture.put("main.c", "one");
    const fs::path file = fixture.dir.path() / "main.c";
    const auto record_with = [&](const char* time) {
        const std::string record = std::string(time) + "\t" + builder::stamp_of(file) + "\t" +
                                   std::string(64, 'a') + "\t" + file.string() + '\0';
        return builder::HashCache(record).sha256_of(file) == std::string(64, 'a');
    };
    CHECK(record_with("9000000000000000000"));
    CHECK_FALSE(record_with("1"));
    CHECK_FALSE(record_with("x"));
}

TEST_CASE("a damaged cache of hashes is an empty one") {
    const Fixture fixture;
    fixture.put("main.c", "one");
    const std::string digest = fixture.digest();
    for (const char* text : {"", "\t\t\t", "1\t2\t3", "99999999999999999999999\ta\tb\tc"}) {
        write_file(fixture.own / "hashes", text);
        CHECK(fixture.digest() == digest);
    }
}

// As root it can be read, and is no hindrance either.
TEST_CASE("a directory that cannot be read does not hide what is beside it") {
    const Fixture fixture;
    const fs::path locked = fixture.dir.path() / "sdk/locked";
    fs::create_directories(locked);
    fs::permissions(locked, fs::perms::none);
    for (const char* file : {"sdk/a/one.h", "sdk/b.h", "sdk/z/two.h"}) {
        const std::string before = builder::stamp_of_tree(locked.parent_path());
        fixture.put(file, "x");
        const std::string after = builder::stamp_of_tree(locked.parent_path());
        CHECK(after != before);
        CHECK(after == builder::stamp_of_tree(locked.parent_path()));
    }
    fs::permissions(locked, fs::perms::owner_all);
}

TEST_CASE("a change during the build is seen") {
    const Fixture fixture;
    fixture.put("main.c", "one");
    const auto sources = fixture.survey();
    CHECK(fixture.untouched(sources));
    fixture.put("new.c", "x");
    CHECK_FALSE(fixture.untouched(sources));
    fs::remove(fixture.dir.path() / "new.c");
    CHECK(fixture.untouched(sources));
    fixture.put("main.c", "two");
    CHECK_FALSE(fixture.untouched(sources));
    fs::remove(fixture.dir.path() / "main.c");
    CHECK_FALSE(fixture.untouched(sources));
}
