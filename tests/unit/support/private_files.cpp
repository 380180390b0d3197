#include "support/private_files.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
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
        CHECK(error.kind() == ErrorKind::interrupted);
    }
}

TEST_CASE("a lock that was let go is taken without a word") {
    TempDir dir;
    { const FileLock first(dir.path() / "tree"); }
    const FileLock second(dir.path() / "tree", [](std::string_view text) { FAIL(text); }, {});
}

namespace {

// What is told or refused of a file with that mode; empty: nothing.
std::string verdict(mode_t mode, Privacy privacy, bool modes_kept = true) {
    const TempDir dir;
    const auto file = dir.path() / "file";
    write_file(file, "x", mode);
    std::string told;
    on_private_file_warning([&](const std::string& text) { told += "told: " + text; });
    const auto kept = [](const std::filesystem::path&) { return true; };
    const auto not_kept = [](const std::filesystem::path&) { return false; };
    try {
        const auto text = modes_kept ? read_private_file(file, privacy, 10, kept)
                                     : read_private_file(file, privacy, 10, not_kept);
        CHECK(text == "x");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        CHECK(error.failure().hint == fmt::format("chmod 600 {}", file.string()));
        told += std::string("refused: ") + error.what();
    }
    on_private_file_warning({});
    const auto at = told.find(file.string());
    return at == std::string::npos ? told : told.replace(at, file.string().size(), "FILE");
}

} // namespace

TEST_CASE("files that others may write are refused, with the command that mends it") {
    for (const mode_t mode : {0620U, 0602U, 0666U, 0777U})
        for (const Privacy privacy : {Privacy::ours, Privacy::login, Privacy::secret}) {
            INFO(mode);
            CHECK(verdict(mode, privacy) ==
                  "refused: FILE can be written by others, so it is not read");
        }
    for (const Privacy privacy : {Privacy::ours, Privacy::login, Privacy::secret}) {
        CHECK(verdict(0600, privacy).empty());
        CHECK(verdict(0400, privacy).empty());
    }
}

TEST_CASE("that others may read a file is nothing, told or refused") {
    CHECK(verdict(0644, Privacy::ours).empty());
    CHECK(verdict(0640, Privacy::login).starts_with("told: FILE can be read by others: chmod 600"));
    CHECK(verdict(0644, Privacy::secret) ==
          "refused: FILE can be read by others, so it is not read");
}

TEST_CASE("where a file system keeps no modes, what cannot be mended is told") {
    for (const Privacy privacy : {Privacy::ours, Privacy::login, Privacy::secret})
        CHECK(verdict(0777, privacy, false) ==
              "told: FILE can be written by others: its file system keeps no modes; keep it "
              "elsewhere");
    const TempDir dir;
    CHECK(keeps_modes(dir.path() / "file"));
    CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("a private file is a regular file of ours") {
    const TempDir dir;
    CHECK_FALSE(read_private_file(dir.path() / "none", Privacy::ours));
    CHECK_THROWS_AS(read_private_file(dir.path(), Privacy::ours), Error);
    const auto file = dir.path() / "file";
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(read_private_file(file, Privacy::ours), contains("regular"));
    std::filesystem::remove(file);
    write_file(file, "x", 0600);
    CHECK_THROWS_WITH(read_private_file("/proc/self/status", Privacy::ours, 10),
                      contains("larger"));
    if (::geteuid() != 0) return; // whose files can be given away
    REQUIRE(::chown(file.c_str(), 1234, 1234) == 0);
    CHECK_THROWS_WITH(read_private_file(file, Privacy::ours), contains("another user"));
    CHECK(read_private_file(file, Privacy::login) == "x");
}
