#include "engine/refusal.hpp"

#include "catch.hpp"

using namespace acapctl::engine;

namespace {

struct Said {
    const char* text;
    std::optional<Refusal> refusal;
};

} // namespace

TEST_CASE("what docker and podman say when they refuse is told apart") {
    for (
        const Said& one : std::vector<Said>{
            {"Got permission denied while trying to connect to the Docker daemon socket at "
             "unix:///var/run/docker.sock: Get "
             "\"http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version\": "
             "dial unix /var/run/docker.sock: connect: permission denied",
             Refusal::no_permission},
            {"permission denied while trying to connect to the docker API at "
             "unix:///var/run/docker.sock",
             Refusal::no_permission},
            {"docker: Error response from daemon: Mounts denied: ", Refusal::not_shared},
            {"The path /x is not shared from the host and is not known to Docker.",
             Refusal::not_shared},
            {"Error response from daemon: pull access denied for a/b, repository does not exist or "
             "may require 'docker login': denied: requested access to the resource is denied",
             Refusal::login_needed},
            {"Error: initializing source docker://r.example/a:1: reading manifest 1 in "
             "r.example/a: "
             "unauthorized: authentication required",
             Refusal::login_needed},
            {"Error response from daemon: Head \"https://r.example/v2/a/manifests/1\": no basic "
             "auth "
             "credentials",
             Refusal::login_needed},
            {"Error response from daemon: manifest for a/b:9 not found: manifest unknown: manifest "
             "unknown",
             Refusal::no_such_image},
            {"Error: initializing source docker://a/b:9: reading manifest 9 in docker.io/a/b: "
             "manifest "
             "unknown",
             Refusal::no_such_image},
            {"Error response from daemon: toomanyrequests: You have reached your pull rate limit.",
             Refusal::too_many_pulls},
            {"no matching manifest for linux/arm64/v8 in the manifest list entries",
             Refusal::other_platform},
            {"image with reference a was found but does not match the specified platform: wanted "
             "linux/amd64, actual: linux/arm64",
             Refusal::other_platform},
            {"exec /bin/sh: exec format error", Refusal::cannot_execute},
            {"write /var/lib/docker/tmp/x: no space left on device", Refusal::no_space},
            {"Get \"https://r.example/v2/\": x509: certificate signed by unknown authority",
             Refusal::unknown_authority},
            {"Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no "
             "such "
             "host",
             Refusal::no_connection},
            {"Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon "
             "running?",
             std::nullopt},
            {"failed to resolve reference \"r.example/a:1\": failed to do request: Head "
             "\"https://r.example/v2/a/manifests/1\": dial tcp: lookup r.example: no such host",
             Refusal::no_connection},
            {"failed to resolve reference \"r.example/a:1\": unexpected status: 401 Unauthorized",
             Refusal::login_needed},
            {"failed to resolve reference \"r.example/a:1\": tls: failed to verify certificate: "
             "x509: certificate signed by unknown authority",
             Refusal::unknown_authority},
            {"failed to resolve reference \"r.example/a:1\": r.example/a:1: not found",
             Refusal::no_such_image},
            {"failed to connect to the docker API at tcp://h:2375: dial tcp: lookup h: no such "
             "host",
             std::nullopt},
            {"Error: unable to connect to Podman socket: dial tcp 127.0.0.1:1: connect: connection "
             "refused",
             std::nullopt},
            {"something else", std::nullopt},
            {"", std::nullopt}}) {
        INFO(one.text);
        CHECK(refusal_in(one.text) == one.refusal);
    }
}

TEST_CASE("each refusal has a remedy that fits") {
    CHECK_THAT(remedy(Refusal::login_needed, "docker", "r.example:5000/a/b:1"),
               contains("'docker login r.example:5000'"));
    CHECK_THAT(remedy(Refusal::login_needed, "podman", "a/b:1"), contains("'podman login'"));
    CHECK_THAT(remedy(Refusal::no_permission, "docker", ""), contains("usermod -aG docker"));
    CHECK_THAT(remedy(Refusal::cannot_execute, "docker", "a"), contains("qemu-user-static"));
    CHECK_THAT(remedy(Refusal::no_space, "podman", ""), contains("podman system df"));
    CHECK(hint_for("nonsense", "docker", "a", "look at it") == "look at it");
    CHECK_THAT(hint_for("manifest unknown", "docker", "a", "look at it"), contains("no such tag"));
}

TEST_CASE("a shell that cannot run is not a program of the project that cannot") {
    for (const char* line :
         {"exec /bin/sh: exec format error", "#8 0.184 exec /bin/sh: exec format error",
          "standard_init_linux.go:228: exec user process caused: exec format error",
          "{\"msg\":\"exec container process `/bin/sh`: Exec format error\",\"level\":\"error\"}"})
        CHECK(cannot_run_shell(line));
    for (const char* line :
         {"/bin/sh: 1: ./generator: Exec format error", "exec /bin/sh: not found",
          "bash: ./tool: cannot execute binary file: Exec format error", ""})
        CHECK_FALSE(cannot_run_shell(line));
}
