#include "support/streams.hpp"

#include "catch.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace acapctl;

namespace {

bool is_null_device(int descriptor) {
    struct stat here {};
    struct stat null {};
    return ::fstat(descriptor, &here) == 0 && ::stat("/dev/null", &null) == 0 &&
           here.st_rdev == null.st_rdev;
}

} // namespace

TEST_CASE("streams that are closed at the start are opened on nothing, the others are left alone") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork(); // the streams concern the whole process
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(STDIN_FILENO);
        ::close(STDERR_FILENO);
        open_missing_streams();
        const bool good = is_null_device(STDIN_FILENO) && is_null_device(STDERR_FILENO) &&
                          !is_null_device(STDOUT_FILENO) &&
                          ::open("/dev/null", O_RDONLY) > STDERR_FILENO;
        ::_exit(good ? 7 : 8);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
}
