#include "support/files.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/digest.hpp"

#include <algorithm>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {
long entries(const fs::path& directory) {
    return std::distance(fs::directory_iterator(directory), fs::directory_iterator());
}
} // namespace

TEST_CASE("an atomic file that is not committed leaves nothing") {
    TempDir dir;
    write_file(dir.path() / "kept", "old");
    {
        AtomicFile file(dir.path() / "kept");
        file.write("new");
    }
    CHECK(read_file(dir.path() / "kept") == "old");
    CHECK(entries(dir.path()) == 1);
}

TEST_CASE("a committed file replaces the old one with its mode") {
    TempDir dir;
    write_file(dir.path() / "file", "old");
    write_file(dir.path() / "file", "new", 0600);
    CHECK(read_file(dir.path() / "file") == "new");
    CHECK(fs::status(dir.path() / "file").permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(entries(dir.path()) == 1);
}

TEST_CASE("what cannot be read has no hash") {
    TempDir dir;
    write_file(dir.path() / "file", "abc");
    CHECK(sha256_of_file(dir.path() / "file") == sha256("abc"));
    CHECK_THROWS_WITH(sha256_of_file(dir.path() / "none"), contains("none"));
    CHECK_THROWS_AS(sha256_of_file(dir.path()), Error); // opens, but does not read
}

TEST_CASE("a missing or oversized file is invalid input that names the file") {
    TempDir dir;
    CHECK_THROWS_WITH(read_file(dir.path() / "none"), contains("none"));
    write_file(dir.path() / "big", std::string(100, 'x'));
    CHECK_THROWS_WITH(read_file(dir.path() / "big", 99), contains("larger"));
}

TEST_CASE("a temporary directory vanishes with its content") {
    fs::path path;
    {
        TempDir dir;
        path = dir.path();
        write_file(path / "file", "x");
    }
    CHECK_FALSE(fs::exists(path));
}
