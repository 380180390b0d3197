#include "builder/plan/dockerfile_images.hpp"
#include "builder/plan/plain_recipe.hpp"

#include "catch.hpp"

#include <ctime>

using namespace acapctl::builder;

namespace {

constexpr const char* documented = R"(ARG ARCH=armv7hf
ARG VERSION=12.11.0
ARG UBUNTU_VERSION=24.04
ARG REPO=axisecp
ARG SDK=acap-native-sdk

FROM ${REPO}/${SDK}:${VERSION}-${ARCH}-ubuntu${UBUNTU_VERSION}

# Building the ACAP application
COPY ./app /opt/app/
WORKDIR /opt/app
RUN . /opt/axis/acapsdk/environment-setup* && acap-build ./
)";

// The documented Dockerfile with another last line.
std::string ending_with(const std::string& end) {
    const std::string text = documented;
    return text.substr(0, text.find("RUN ")) + end + "\n";
}

} // namespace

TEST_CASE("arguments, stages and defaults of a Dockerfile are read") {
    const Dockerfile file = parse_dockerfile(
        "ARG ARCH=armv7hf\nARG EMPTY=\nARG NONE\nFROM --platform=linux/amd64 base:${ARCH} AS One\n"
        "ARG A=1 B=\"two words\" C='x'\nFROM one\nCOPY --from=one /a /b\n");
    CHECK(file.argument_names() ==
          std::vector<std::string>{"ARCH", "EMPTY", "NONE", "A", "B", "C"});
    CHECK(file.arguments[0].global);
    CHECK(file.arguments[1].value == "");
    CHECK_FALSE(file.arguments[2].value);
    CHECK(file.arguments[4].value == "two words");
    CHECK_FALSE(file.arguments[5].global);
    REQUIRE(file.stages.size() == 2);
    CHECK(file.stages[0].base == "base:${ARCH}");
    CHECK(file.stages[0].name == "one");
}

TEST_CASE("lines are continued as the builders continue them") {
    const auto run_of = [](const std::string& text) {
        const Dockerfile file = parse_dockerfile(text);
        return file.instructions.empty() ? "" : file.instructions.back().arguments;
    };
    CHECK(run_of("RUN a && \\\n  b") == "a &&   b");
    CHECK(run_of("RUN a && \\  \n# a comment\n\n  b") == "a &&   b");
    CHECK(run_of("RUN a \\\r\n b\r\n") == "a  b");
    CHECK(run_of("# escape=`\nRUN a `\n b") == "a  b");
    CHECK(run_of("# escape=`\nRUN dir c:\\\nCMD x") == "x");
    CHECK(run_of("\n# escape=`\nRUN a \\\n b") == "a  b"); // too late for a directive
    CHECK(run_of("run a") == "a");
    CHECK(run_of("RUN a \\") == "a");
}

TEST_CASE("what a here-document holds is no instruction") {
    const Dockerfile file = parse_dockerfile(
        "FROM a\nRUN <<EOF\nARG NOT=1\nFROM b\nEOF\nCOPY <<-\"X\" <<Y /d\n\tX\nARG Z\nY\nARG REAL\n"
        "RUN cat <<<word\nARG ALSO\n");
    CHECK(file.argument_names() == std::vector<std::string>{"REAL", "ALSO"});
    CHECK(file.stages.size() == 1);
    CHECK(file.instructions[1].heredoc);
}

TEST_CASE("variables are replaced as the builders replace them") {
    const Arguments values{{"A", "x"}, {"E", ""}};
    const std::pair<const char*, std::optional<std::string>> cases[] = {{"$A-${A}", "x-x"},
                                                                        {"${N:-d}", "d"},
                                                                        {"${E:-d}", "d"},
                                                                        {"${E-d}", ""},
                                                                        {"${A:+yes}", "yes"},
                                                                        {"${N:+yes}", ""},
                                                                        {"${N:-${A:-y}}", "x"},
                                                                        {"\\$A", "$A"},
                                                                        {"$N", ""},
                                                                        {"${A", std::nullopt},
                                                                        {"${A:?no}", std::nullopt},
                                                                        {"${}", std::nullopt},
                                                                        {"a$", "a$"}};
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(expand(text, values, '\\') == expected);
    }
}

TEST_CASE("the base image is followed through stages and arguments") {
    const Dockerfile file = parse_dockerfile(documented);
    CHECK(base_image(file, {}) == "axisecp/acap-native-sdk:12.11.0-armv7hf-ubuntu24.04");
    CHECK(base_image(file, {{"ARCH", "aarch64"}, {"REPO", "mirror"}}) ==
          "mirror/acap-native-sdk:12.11.0-aarch64-ubuntu24.04");
    const Dockerfile stages =
        parse_dockerfile("FROM debian AS deps\nFROM sdk:1 AS dev\nFROM dev AS app\nFROM app\n");
    CHECK(base_image(stages, {}) == "sdk:1");
    CHECK(base_image(stages, {}, "deps") == "debian");
    CHECK(base_image(stages, {}, "2") == "sdk:1");
    CHECK_FALSE(base_image(stages, {}, "none"));
    CHECK_FALSE(base_image(parse_dockerfile(""), {}));
    CHECK(base_image(parse_dockerfile("FROM a AS a\n"), {}) == "a"); // not itself
}

TEST_CASE("the argument that chooses the manifest is found") {
    const auto of = [](const std::string& run) {
        return variant_argument(
            parse_dockerfile("FROM a\nARG CHIP\nARG VDO_FORMAT\nRUN " + run + "\n"));
    };
    CHECK(of("cp manifest.json.$CHIP manifest.json") == "CHIP");
    CHECK(of("cp /opt/app/manifest.json.${VDO_FORMAT} manifest.json && acap-build .") ==
          "VDO_FORMAT");
    CHECK(of("cp manifest.json.${OTHER} manifest.json").empty()); // not declared
    CHECK(of("cp manifest.json.artpec8 manifest.json").empty());
    CHECK(of("acap-build .").empty());
}

TEST_CASE("the documented Dockerfile is plain, with what acap-build is told") {
    const auto recipe = plain_recipe(parse_dockerfile(documented));
    REQUIRE(recipe);
    CHECK(recipe->source == "app");
    const auto more = plain_recipe(parse_dockerfile(
        ending_with("ARG CHIP\nRUN cp manifest.json.${CHIP} /opt/app/manifest.json && \\\n . "
                    "/opt/axis/acapsdk/environment-setup* && \\\n acap-build . -a 'label/l.txt' "
                    "--additional-file=m.bin -m manifest.json.x --build no-build\nCMD [\"sh\"]")));
    REQUIRE(more);
    CHECK(more->variant_argument == "CHIP");
    CHECK(more->additional_files == std::vector<std::string>{"label/l.txt", "m.bin"});
    CHECK(more->manifest == "manifest.json.x");
    CHECK(more->build_system == "no-build");
}

TEST_CASE("a Dockerfile that might do more is not plain") {
    const char* const ends[] = {
        "RUN apt-get update\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . ; rm x",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . | tee log",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build $(pwd)",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a \"$FILE\"",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a *.txt",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build sub",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . && rm LICENSE",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . --new-option",
        "RUN --network=none . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "RUN [\"acap-build\", \".\"]",
        "ENV CFLAGS=-O3\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "ARG DEBUG=1\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "SHELL [\"bash\", \"-c\"]\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "COPY extra /opt/app\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "WORKDIR /opt/app/sub\nRUN . /opt/axis/acapsdk/environment-setup* && acap-build .",
        "RUN <<EOF\nacap-build .\nEOF",
        "FROM debian",
        "",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a ../secret",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a /etc/passwd",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -m /etc/passwd",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -m ../../m.json",
        "RUN . /opt/axis/acapsdk/environment-setup* && acap-build . -a --to-command=id",
        "RUN 'unfinished"};
    for (const char* end : ends) {
        INFO(end);
        CHECK_FALSE(plain_recipe(parse_dockerfile(ending_with(end))));
    }
}

TEST_CASE("an image that is an option or a path is none that can be told") {
    for (const char* name : {"--cidfile=/tmp/x:1-aarch64-ubuntu24.04",
                             "-v=/:/h:rw-aarch64-ubuntu24.04", "-it", "/etc/passwd", "a:$(id)"}) {
        INFO(name);
        const Dockerfile file =
            parse_dockerfile("ARG B=" + std::string(name) + "\nFROM $B\nRUN x\n");
        CHECK_FALSE(images_used(file, {}));
        const Dockerfile copied =
            parse_dockerfile("FROM scratch\nCOPY --from=" + std::string(name) + " a b\n");
        CHECK_FALSE(images_used(copied, {}));
    }
    CHECK(images_used(parse_dockerfile("FROM debian:12\n"), {})->size() == 1);
}

TEST_CASE("hostile Dockerfiles are read to their end") {
    std::string nested = "x";
    for (int i = 0; i < 40; ++i) nested = "${N:-" + nested + "}";
    std::string doubling = "ARG A0=xxxxxxxxxxxxxxxx\n";
    for (int i = 1; i < 60; ++i)
        doubling += "ARG A" + std::to_string(i) + "=$A" + std::to_string(i - 1) + "$A" +
                    std::to_string(i - 1) + "\n";
    const std::string texts[] = {std::string(1, '\0'),
                                 "\xFF\xFE garbage",
                                 "FROM",
                                 "ARG",
                                 "ARG =x",
                                 "FROM --platform",
                                 "FROM " + nested,
                                 doubling + "FROM $A59",
                                 "RUN <<A <<B <<C",
                                 "RUN \\\n\\\n\\\n",
                                 std::string(100'000, '\\'),
                                 "# escape=",
                                 "COPY <<",
                                 "ARG A='unfinished"};
    for (const std::string& text : texts) {
        const Dockerfile file = parse_dockerfile(text);
        CHECK_FALSE(plain_recipe(file));
        CHECK(base_image(file, {}).value_or("").size() < 5000);
        CHECK(variant_argument(file).empty());
    }
}

TEST_CASE("a Dockerfile of the largest size is understood at once") {
    std::string chain = "FROM x AS s0\n";
    std::string arguments = "ARG A=" + std::string(4000, 'a') + "\n";
    std::string copies = "FROM x\n";
    std::string variants = "FROM x\n";
    for (int i = 1; i < 40'000; ++i) {
        const std::string number = std::to_string(i);
        chain += "FROM s" + std::to_string(i - 1) + " AS s" + number + "\n";
        arguments += "ARG B" + number + "=$A\n";
        copies += "COPY --from=i" + number + " / /\n";
        variants += "ARG C" + number + "\nRUN cp manifest.json.$D .\n";
    }
    const std::clock_t begin = std::clock();
    CHECK(base_image(parse_dockerfile(chain), {}) == "x");
    CHECK(images_used(parse_dockerfile(chain), {})->size() == 1);
    CHECK(images_used(parse_dockerfile(copies), {})->size() == 40'000);
    CHECK(variant_argument(parse_dockerfile(variants)).empty());
    const Dockerfile file = parse_dockerfile(arguments);
    CHECK(file.argument_names().size() == 40'000);
    CHECK(global_arguments(file, {}).size() < 300);      // 1 MB of values
    CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 20); // it took minutes
}
