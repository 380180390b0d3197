#include "support/regular_file.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

#include <array>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

std::string outcome(const fs::path& path) {
    try {
        return "read " + read_file(path, 1000);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.what();
    }
}

} // namespace

TEST_CASE("a FIFO, a device and a socket are no files, under whatever name") {
    const TempDir dir;
    REQUIRE(::mkfifo((dir.path() / "fifo").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", dir.path() / "zero");
    fs::create_symlink("/dev/stdin", dir.path() / "stdin");
    fs::create_symlink("fifo", dir.path() / "link");
    for (const char* name : {"fifo", "zero", "link"}) {
        INFO(name);
        CHECK_THAT(outcome(dir.path() / name), contains("not a regular file"));
        CHECK_THROWS_AS(sha256_of_file(dir.path() / name), Error);
    }
    CHECK_THAT(outcome("/dev/zero"), contains("not a regular file"));
    CHECK_THAT(outcome(dir.path()), contains("Is a directory"));
    CHECK_THAT(outcome(dir.path() / "missing"), contains("No such file"));
}

TEST_CASE("a pipe of this process is read to its end, within bounds") {
    const auto through_pipe = [](const std::string& text) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        const Descriptor reading(ends[0]);
        Descriptor writing(ends[1]);
        REQUIRE(::write(writing.get(), text.data(), text.size()) ==
                static_cast<ssize_t>(text.size()));
        writing = Descriptor();
        return outcome("/dev/fd/" + std::to_string(reading.get()));
    };
    CHECK(through_pipe("text") == "read text");
    CHECK_THAT(through_pipe(std::string(2000, 'x')), contains("larger than"));
}
