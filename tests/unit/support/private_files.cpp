#include "support/private_files.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

using namespace acapctl;

TEST_CASE("who waits for a lock is told whose it is, and gets it when that ends") {
    TempDir dir;
    const auto file = dir.path() / "tree";
    std::optional<FileLock> first;
    first.emplace(file);
    std::string told;
    const FileLock second(file,
                          [&](std::string_view text) {
                              told += text;
                              first.reset();
                          },
                          {});
    CHECK(told ==
          fmt::format("waiting for process {}, which holds {}.lock", ::getpid(), file.string()));
}

TEST_CASE("waiting for a lock ends with a stop") {
    TempDir dir;
    const FileLock first(dir.path() / "tree");
    std::stop_source stop;
    const auto tell = [&](std::string_view) { stop.request_stop(); };
    try {
        const FileLock second(dir.path() / "tree", tell, stop.get_token());
        FAIL("got a lock that another one holds");
    } catch (const Error& error) {
        CHECK(error.exit() == ExitCode::interrupted);
    }
}

TEST_CASE("a lock that was let go is taken without a word") {
    TempDir dir;
    { const FileLock first(dir.path() / "tree"); }
    const FileLock second(dir.path() / "tree", [](std::string_view text) { FAIL(text); }, {});
}
