#include "builder/engines/builder_output.hpp"

#include "catch.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

// What is left of these lines.
std::string read(BuilderOutput& output, const std::string& lines) {
    std::string result;
    for (const std::string& line : text::lines(lines))
        if (const auto text = output.read(line)) result += *text + "\n";
    return result;
}

std::string missing_after(const std::string& lines) {
    BuilderOutput output;
    read(output, lines);
    return output.missing_image();
}

const std::string digest(64, 'a');

} // namespace

TEST_CASE("what a command says under BuildKit is read as it said it") {
    BuilderOutput output;
    CHECK(read(output, "#0 building with \"default\" instance using docker driver\n"
                       "\n"
                       "#7 [app 3/4] RUN make\n"
                       "#7 sha256:" +
                           digest +
                           "\n"
                           "#7 0.184 gcc -c hello.c\n"
                           "#7 12.34 hello.c:1:11: error: no\n"
                           "#7 123.4     1 | int main( {\n"
                           "#7 123.4 #8 0.1 said by a program\n"
                           "#7 DONE 123.5s\n"
                           "\n"
                           "#8 sha256:" +
                           digest + " 1MB / 2MB 0.2s\n") ==
          "#0 building with \"default\" instance using docker driver\n"
          "#7 [app 3/4] RUN make\n"
          "gcc -c hello.c\n"
          "hello.c:1:11: error: no\n"
          "    1 | int main( {\n"
          "#8 0.1 said by a program\n"
          "#7 DONE 123.5s\n"
          "#8 sha256:" +
              digest + " 1MB / 2MB 0.2s\n");
}

TEST_CASE("another builder's lines stay as they are, but for colour") {
    const std::string said =
        "Step 2/2 : RUN make\n ---> Running in 16c34274fe81\n\n# 1 \"hello.c\"\n"
        "0.184 is a number\n#define X\n";
    BuilderOutput output;
    CHECK(read(output, said) == said);
    CHECK(output.read("\x1b[91mhello.c:1:11: error\x1b[0m") == "hello.c:1:11: error");
    CHECK(output.read("\x1b[9") == "\\x1b[9");
    CHECK(output.read("\x1b[2Jgcc -c main.c") == "\\x1b[2Jgcc -c main.c");
}

TEST_CASE("an image that the builder cannot get is told from a command that fails") {
    CHECK(missing_after(
              "#3 [internal] load metadata for docker.io/axisecp/sdk:1\n#3 ERROR: no such host\n"
              "#2 [internal] load .dockerignore\n#2 CANCELED\n") == "docker.io/axisecp/sdk:1");
    CHECK(missing_after("#4 [tools 1/2] FROM docker.io/a/b:1@sha256:" + digest +
                        "\n#4 ERROR: EOF\n") == "docker.io/a/b:1");
    CHECK(missing_after("#4 [tools 1/2] FROM docker.io/a/b:1\n#4 DONE 0.1s\n"
                        "#5 [2/2] RUN false\n#5 ERROR: exit code: 1\n")
              .empty());
    CHECK(missing_after("#5 [2/2] RUN echo FROM x\n#5 ERROR: exit code: 1\n").empty());
    CHECK(missing_after(
              "Step 1/4 : FROM --platform=linux/amd64 a/b:1 AS tools\nmanifest unknown\n") ==
          "a/b:1");
    CHECK(missing_after("Step 1/4 : FROM a/b:1\n ---> 16c34274fe81\nCOPY failed\n").empty());
    CHECK(missing_after("STEP 1/4: FROM a/b:1\nError: no such image\n") == "a/b:1");
    CHECK(missing_after("[1/2] STEP 1/4: FROM a/b:1 AS x\nError: no such image\n") == "a/b:1");
    CHECK(
        missing_after("STEP 1/4: FROM a/b:1\nSTEP 2/4: RUN false\nError: exit status 1\n").empty());
    CHECK(missing_after("").empty());
}

TEST_CASE("the image of '# syntax=' is told from those of FROM") {
    for (const std::string scheme : {"", "docker-image://"}) {
        BuilderOutput output;
        read(output, "#2 resolve image config for " + scheme +
                         "docker.io/docker/dockerfile:1\n"
                         "#2 ERROR: failed to do request\n");
        CHECK(output.misses_frontend());
        CHECK(output.missing_image() == "docker.io/docker/dockerfile:1");
    }
    BuilderOutput other;
    read(other, "#2 resolve image config for docker.io/docker/dockerfile:1\n#2 DONE 0.1s\n"
                "#3 [internal] load metadata for a/b:1\n#3 ERROR: no\n");
    CHECK(!other.misses_frontend());
}

TEST_CASE("a docker without the buildx that it was told to use is recognised") {
    for (const char* line :
         {"ERROR: BuildKit is enabled but the buildx component is missing or broken.",
          "unknown flag: --load"}) {
        BuilderOutput output;
        CHECK(!output.lacks_buildx());
        output.read(line);
        CHECK(output.lacks_buildx());
    }
}
