#include "engine/image_name.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <cstdlib>

using namespace acapctl;
using namespace acapctl::engine;

TEST_CASE("names of images as the engines have them") {
    const std::string digest = "@sha256:" + std::string(64, 'a');
    for (const std::string& name :
         {std::string("axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04"), std::string("debian"),
          std::string("debian:bookworm-slim"), std::string("registry.example.com:5000/a/b_c--d:1"),
          std::string("localhost/x"), std::string("127.0.0.1:9/sdk"), "x:1" + digest, "x" + digest,
          "sha256:" + std::string(64, 'b')}) {
        INFO(name);
        CHECK(is_image_name(name));
    }
}

TEST_CASE("what is an option, a path or a shell's business is no image") {
    for (const std::string& name :
         {std::string(), std::string("-x"), std::string("--cidfile=/tmp/x:y-aarch64-ubuntu24.04"),
          std::string("-v=/:/h:rw-aarch64-ubuntu24.04"), std::string("--privileged"),
          std::string("a b"), std::string("a:-x"), std::string("a:"), std::string(":a"),
          std::string("/a"), std::string("a//b"), std::string("../a"), std::string("a@"),
          std::string("a\n"), std::string("a:$(id)"), std::string("reg:x/a"), std::string(256, 'a'),
          "a:" + std::string(129, 'a')}) {
        INFO(name);
        CHECK_FALSE(is_image_name(name));
    }
}

TEST_CASE("ACAPCTL_SDK_REPOSITORY is a repository or an error") {
    ::unsetenv("ACAPCTL_SDK_REPOSITORY");
    CHECK(repository_of_user().empty());
    for (const auto& [value, good] : {std::pair{"sdk-tools", true},
                                      {"registry.example.com:5000/mirror/sdk", true},
                                      {"--privileged", false},
                                      {"a:1", false},
                                      {"a b", false}}) {
        ::setenv("ACAPCTL_SDK_REPOSITORY", value, 1);
        if (good)
            CHECK(repository_of_user() == value);
        else
            CHECK_THROWS_AS(repository_of_user(), Error);
    }
    ::unsetenv("ACAPCTL_SDK_REPOSITORY");
}
