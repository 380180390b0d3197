#include "support/inside.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <atomic>
#include <thread>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// A project of somebody else's beside what is none of its business.
struct Cloned {
    TempDir temporary{};
    fs::path project = temporary.path() / "project";
    fs::path outside = temporary.path() / "outside";

    Cloned() {
        fs::create_directories(project / "real/deep");
        fs::create_directories(outside);
        write_file(project / "real/file", "ours");
        write_file(outside / "precious", "mine");
    }

    // The code of the error, "accepted" without one.
    std::string refusal(const fs::path& below) const {
        try {
            Inside(project).read(below);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid_input);
            return error.failure().code == "leads-out" ? "leads-out" : error.what();
        }
        return "accepted";
    }
};

} // namespace

TEST_CASE("links that stay inside are followed") {
    const Cloned cloned;
    fs::create_directory_symlink("real", cloned.project / "link");
    fs::create_symlink("../../real/../link/file", cloned.project / "real/deep/file");
    fs::create_symlink(".", cloned.project / "here");
    const Inside inside(cloned.project);
    for (const char* name : {"real/file", "./real//file", "link/file", "link/deep/file",
                             "here/here/real/file", "real/deep/../file"})
        CHECK(inside.read(name) == "ours");
    CHECK(inside.names_in("link") == std::vector<std::string>{"deep", "file"});
    CHECK(S_ISLNK(inside.status("link/deep/file")->st_mode));
    CHECK(S_ISREG(inside.status_behind_links("link/deep/file")->st_mode));
    CHECK(inside.link_target("here") == ".");
    CHECK_FALSE(inside.status("real/missing"));
    CHECK_FALSE(inside.status("real/file/below"));
}

TEST_CASE("what leads out is refused, at the end of a path and in its middle") {
    const Cloned cloned;
    fs::create_symlink("../outside/precious", cloned.project / "file");
    fs::create_symlink(cloned.outside / "precious", cloned.project / "absolute");
    fs::create_directory_symlink("../outside", cloned.project / "away");
    fs::create_directory_symlink("real/../../outside", cloned.project / "winding");
    fs::create_directory_symlink("away", cloned.project / "second");
    for (const char* name : {"file", "absolute", "away/precious", "winding/precious",
                             "second/precious", "../outside/precious", "real/../../outside/x"}) {
        INFO(name);
        CHECK(cloned.refusal(name) == "leads-out");
    }
    CHECK(cloned.refusal(cloned.outside / "precious") == "leads-out");
    CHECK_THROWS_AS(Inside(cloned.project).status("away/precious"), Error);
    CHECK_THROWS_AS(Inside(cloned.project).names_in("away"), Error);
    CHECK(Inside(cloned.project).link_target("away") == "../outside"); // itself, not behind it
}

TEST_CASE("a link is no way out while it is changed under our eyes") {
    const Cloned cloned;
    const fs::path spot = cloned.project / "spot";
    std::atomic<bool> over = false;
    std::thread other([&] {
        while (!over) {
            std::error_code ignored;
            fs::remove(spot, ignored);
            fs::create_directory_symlink("../outside", spot, ignored);
            fs::remove(spot, ignored);
            fs::create_directory(spot, ignored);
        }
    });
    int read = 0;
    for (int i = 0; i < 3000; ++i) {
        try {
            Inside(cloned.project).read("spot/precious");
            ++read;
        } catch (const Error&) {
        }
    }
    over = true;
    other.join();
    CHECK(read == 0);
}

TEST_CASE("what is no file is not read, and not waited for") {
    const Cloned cloned;
    REQUIRE(::mkfifo((cloned.project / "fifo").c_str(), 0600) == 0);
    fs::create_symlink("loop", cloned.project / "loop");
    CHECK_THAT(cloned.refusal("fifo"), contains("not a regular file"));
    CHECK_THAT(cloned.refusal("real"), contains("Is a directory"));
    CHECK_THAT(cloned.refusal("missing"), contains("No such file"));
    CHECK_THAT(cloned.refusal("loop"), contains("Too many levels"));
    CHECK_THROWS_AS(Inside(cloned.project / "missing"), Error);
    CHECK_THROWS_AS(Inside(cloned.project).read("real/file", 3), Error);
}
