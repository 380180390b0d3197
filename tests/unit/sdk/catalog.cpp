#include "sdk/catalog.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <cstdlib>

using namespace acapctl;
using sdk::Catalog;

TEST_CASE("an image is named as the registry names it") {
    const Catalog& catalog = Catalog::built_in();
    CHECK(catalog.image_name(catalog.image("1.2"), "armv7hf") ==
          "axisecp/acap-native-sdk:1.2-armv7hf-ubuntu20.04");
    CHECK(catalog.image_name(catalog.image("12.11.0"), "aarch64") ==
          "axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04");
}

TEST_CASE("the repository can be replaced") {
    ::setenv("ACAPCTL_SDK_REPOSITORY", "mirror.example/sdk", 1);
    const Catalog& catalog = Catalog::built_in();
    CHECK(catalog.image_name(catalog.image("12.0.0"), "aarch64") ==
          "mirror.example/sdk:12.0.0-aarch64-ubuntu24.04");
    ::unsetenv("ACAPCTL_SDK_REPOSITORY");
}

TEST_CASE("a version may leave out a final zero") {
    CHECK(Catalog::built_in().image("12.4").version == "12.4.0");
    CHECK(Catalog::built_in().image("1.0").version == "1.0");
}

TEST_CASE("a preview is never the newest stable release") {
    const Catalog catalog(R"({"repository":"r","platform":"p","environment":"e",
        "architectures":[],"chips":[],"images":[
        {"version":"1","ubuntu":"u","axisOs":"1"},
        {"version":"2","ubuntu":"u","axisOs":"2"},
        {"version":"3","ubuntu":"u","axisOs":"3","preview":true}]})");
    CHECK(catalog.newest_stable().version == "2");
}

TEST_CASE("chips are found by the name a person or a device uses") {
    const Catalog& catalog = Catalog::built_in();
    CHECK(catalog.chip("ARTPEC-8").architecture == "aarch64");
    CHECK(catalog.chip("Axis Artpec-8").name == "artpec8");
    CHECK(catalog.chip_of_soc("Axis Artpec-7")->architecture == "armv7hf");
    CHECK(catalog.chip_of_soc("Ambarella CV25")->name == "cv25");
    CHECK(catalog.chip_of_soc("something new") == nullptr);
}

TEST_CASE("an unknown name lists or suggests the known ones") {
    const Catalog& catalog = Catalog::built_in();
    try {
        catalog.architecture("aarch46");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(error.failure().hint == "Did you mean 'aarch64'?");
    }
    CHECK_THROWS_AS(catalog.image("99.0.0"), Error);
}
