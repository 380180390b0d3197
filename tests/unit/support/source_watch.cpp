#include "support/source_watch.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <chrono>
#include <thread>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

// Whether a change is told within a second.
bool told(SourceWatch& watch) {
    std::stop_source enough;
    std::jthread clock([&](const std::stop_token& done) {
        for (int i = 0; i < 100 && !done.stop_requested(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        enough.request_stop();
    });
    return watch.wait(enough.get_token());
}

bool all_but_objects(std::string_view name) {
    return !name.ends_with(".o");
}

} // namespace

TEST_CASE("a file that is written, moved or removed is a change") {
    const TempDir dir;
    fs::create_directories(dir.path() / "src/deep");
    SourceWatch watch(dir.path(), all_but_objects);
    CHECK_FALSE(told(watch));
    write_file(dir.path() / "src/deep/main.c", "one");
    CHECK(told(watch));
    fs::rename(dir.path() / "src/deep/main.c", dir.path() / "main.c");
    CHECK(told(watch));
    fs::remove(dir.path() / "main.c");
    CHECK(told(watch));
    fs::create_directory(dir.path() / "new");
    CHECK(told(watch));
    write_file(dir.path() / "new/file", "in a directory that was not there");
    CHECK(told(watch));
}

TEST_CASE("a directory that lies too deep to be watched is named") {
    const TempDir dir;
    fs::path deep = dir.path();
    for (int i = 0; i < 20; ++i) deep /= "d";
    fs::create_directories(deep);
    CHECK(SourceWatch(dir.path(), all_but_objects).left_out().empty());
    fs::create_directories(deep / "too/deep");
    CHECK(SourceWatch(dir.path(), all_but_objects).left_out() == deep / "too");
}

TEST_CASE("what builds and editors write is none") {
    const TempDir dir;
    for (const char* name : {"build/.acapctl", ".git"}) fs::create_directories(dir.path() / name);
    SourceWatch watch(dir.path(), all_but_objects);
    write_file(dir.path() / "build/.acapctl/hello", "program");
    write_file(dir.path() / ".git/index", "git");
    write_file(dir.path() / "main.c~", "backup");
    write_file(dir.path() / "main.o", "what the caller says is no source");
    CHECK_FALSE(told(watch));
    CHECK_THROWS_AS(SourceWatch(dir.path() / "nowhere", all_but_objects), Error);
}
