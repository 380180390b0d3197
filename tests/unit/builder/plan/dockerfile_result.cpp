#include "builder/plan/dockerfile_result.hpp"

#include "catch.hpp"

using namespace acapctl::builder;

namespace {

std::string directory(const std::string& text, const std::string& target = {}) {
    return package_directory(parse_dockerfile(text), target);
}

} // namespace

TEST_CASE("the package is where acap-build ran, or where it was copied to") {
    CHECK(directory("") == "/opt/app");
    CHECK(directory("FROM sdk\nRUN make\n") == "/opt/app");
    CHECK(directory("FROM sdk\nWORKDIR /src\nWORKDIR app\nRUN acap-build .\nWORKDIR /\n") ==
          "/src/app");
    const std::string built = "FROM sdk AS build\nRUN acap-build .\nFROM scratch\n";
    CHECK(directory(built + "COPY --from=build /opt/app/*.eap /\n") == "/");
    CHECK(directory(built + "COPY --from=build /opt/app/*.eap /out/\n") == "/out");
    CHECK(directory(built + "COPY --from=build /opt/app/x.eap /out/y.eap\n") == "/out");
    CHECK(directory(built + "COPY --from=0 [\"/opt/app/\", \"/packages\"]\n") == "/packages");
    CHECK(directory(built + "WORKDIR /w\nCOPY --chown=1:1 --from=BUILD /opt/app/*.eap ./\n") ==
          "/w");
    CHECK(directory(built + "COPY --from=build /opt/other /out\n") == "/opt/app");
    // Without --from it is of the project, whatever its name.
    CHECK(directory("FROM sdk\nCOPY opt/app /src\n") == "/opt/app");
    CHECK(directory(built, "build") == "/opt/app");
}

TEST_CASE("a stage has the directories of the one it builds on") {
    const std::string text = "FROM sdk AS one\nWORKDIR /one\nRUN acap-build .\n"
                             "FROM one AS two\nRUN acap-build ..\nFROM two\n";
    CHECK(directory(text) == "/one");
    CHECK(directory(text, "1") == "/one");
}

TEST_CASE("a directory that could be an option, or has a variable, is not taken") {
    CHECK(directory("FROM sdk\nWORKDIR /$X\nRUN acap-build .\n") == "/opt/app");
    CHECK(directory("FROM sdk\nWORKDIR /a b\nRUN acap-build .\n") == "/opt/app");
}
