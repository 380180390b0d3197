#include "support/leftovers.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// In a process of its own, which dies without a word: a look happens once in a process.
template <typename Work>
void in_killed_process(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
}

long entries(const fs::path& directory) {
    return std::distance(fs::directory_iterator(directory), fs::directory_iterator());
}

} // namespace

TEST_CASE("what a killed process has left of a file is gone after the next one") {
    const TempDir dir;
    in_killed_process([&] {
        AtomicFile file(dir.path() / "package.eap");
        file.write("half");
        ::kill(::getpid(), SIGKILL);
    });
    REQUIRE(entries(dir.path()) == 1);
    write_file(dir.path() / "package.eap", "whole");
    CHECK(entries(dir.path()) == 1);
    CHECK(read_file(dir.path() / "package.eap") == "whole");
}

TEST_CASE("a temporary directory of a killed process goes with what is in it, links stay links") {
    const TempDir dir;
    const TempDir elsewhere;
    write_file(elsewhere.path() / "mine", "x");
    in_killed_process([&] {
        const Temporary made = make_temporary_directory(dir.path());
        fs::create_directory(made.path / "deep");
        fs::create_directory_symlink(elsewhere.path(), made.path / "deep/link");
        ::kill(::getpid(), SIGKILL);
    });
    REQUIRE(entries(dir.path()) == 1);
    remove_leftovers(dir.path());
    CHECK(entries(dir.path()) == 0);
    CHECK(fs::exists(elsewhere.path() / "mine"));
}

TEST_CASE("what is not ours to remove stays") {
    const TempDir dir;
    const TempDir elsewhere;
    const Temporary living = make_temporary_file(elsewhere.path());
    write_file(elsewhere.path() / "mine", "x");
    write_file(dir.path() / "package.eap.backup", "x");
    write_file(dir.path() / "linked", "x");
    fs::create_hard_link(dir.path() / "linked", dir.path() / ".acapctl-tmp-linked");
    fs::create_directory_symlink(elsewhere.path(), dir.path() / ".acapctl-tmp-link01");
    REQUIRE(::mkfifo((dir.path() / ".acapctl-tmp-pipe01").c_str(), 0600) == 0);
    std::size_t expected = 5;
    if (::geteuid() == 0) {
        write_file(dir.path() / ".acapctl-tmp-others", "x");
        REQUIRE(::chown((dir.path() / ".acapctl-tmp-others").c_str(), 65534, 65534) == 0);
        ++expected;
    }
    remove_leftovers(dir.path() / "."); // looked into before, but not under this name
    remove_leftovers(elsewhere.path() / ".");
    CHECK(entries(dir.path()) == static_cast<long>(expected));
    CHECK(fs::exists(elsewhere.path() / "mine"));
    CHECK(fs::exists(living.path));
}
