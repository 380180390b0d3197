#include "device/deploy/causes.hpp"

#include "catch.hpp"

using namespace acapctl::device;

TEST_CASE("each way not to come up is told from its line") {
    struct Row {
        const char* line;
        const char* id;
    };
    const Row rows[] = {
        {"(hello)[71]: sdkhello.service: Failed at step EXEC spawning /usr/local/packages/hello/"
         "hello: Exec format error",
         "wrong-architecture"},
        {"./hello: /lib/libc.so.6: version `GLIBC_2.34' not found (required by ./hello)",
         "missing-symbol"},
        {"hello: /usr/lib/liblarod.so.1: version `LIBLAROD_3.0.0' not found", "missing-symbol"},
        {"./x: error while loading shared libraries: libopencv_aruco.so.4.5: cannot open shared "
         "object file: No such file or directory",
         "missing-library"},
        {"./x: symbol lookup error: ./x: undefined symbol: foo", "undefined-symbol"},
        {"sdkx.service: Failed at step USER spawning /x: status=217/USER", "unknown-user"},
        {"sdkx.service: Failed at step EXEC spawning /x/x: Permission denied", "not-executable"},
        {"sdkx.service: Failed to execute /x/x: No such file or directory", "missing-interpreter"},
        {"sdkx.service: Main process exited, code=exited, status=127/n/a", "missing-interpreter"},
        {"x[7]: /usr/local/packages/x/x: line 3: ./tool: Exec format error", "wrong-architecture"},
        {"x[7]: ./tool: line 1: syntax error: unexpected word (expecting \")\")", "shell-syntax"},
        {"x[7]: /usr/local/packages/x/x: line 2: jq: not found", "missing-command"},
        {"x[7]: x: 4: curl: not found", "missing-command"},
        {"x[7]: sh: python3: not found", "missing-command"},
        {"x[3]: bind: Address already in use", "address-in-use"},
        {"x[3]: License key is not valid", "licence"},
        {"kernel: Out of memory: Killed process 71 (x)", "out-of-memory"},
        {"x[3]: open /etc/x.conf: Permission denied", "permission"},
        {"sdkx.service: Main process exited, code=dumped, status=11/SEGV", "crashed"},
        {"sdkx.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED", "ended"},
        {"sdkx.service: Start request repeated too quickly.", "crash-loop"},
    };
    for (const Row& row : rows) {
        INFO(row.line);
        const auto cause = likely_cause({"nothing here", row.line});
        REQUIRE(cause);
        CHECK(cause->id == row.id);
        CHECK(cause->line == row.line);
        CHECK_FALSE((cause->remedy.empty() && cause->advice.empty()));
    }
}

TEST_CASE("the narrow cause wins over the loop that it leads to, and nothing is guessed") {
    CHECK(likely_cause({"sdkx.service: Main process exited, code=exited, status=127/n/a",
                        "sdkx.service: Start request repeated too quickly.",
                        "x: version `GLIBC_2.38' not found"})
              ->id == "missing-symbol");
    CHECK_FALSE(likely_cause({"hello[2]: good morning", "Started application hello"}));
    CHECK_FALSE(likely_cause({}));
}
