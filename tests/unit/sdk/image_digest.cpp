#include "sdk/image_digest.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::sdk;

namespace {

constexpr const char* released =
    "sha256:44c54f65c5a1475020274520582b7a22d88505c61902c369c97bd81db98725db";
constexpr const char* other =
    "sha256:0000000000000000000000000000000000000000000000000000000000000000";
constexpr const char* tag = ":12.11.0-aarch64-ubuntu24.04";

engine::ImageFacts known_as(std::vector<std::string> names) {
    return {.id = "sha256:1", .registry_names = std::move(names)};
}

std::optional<OtherImage> asked(const std::string& name, std::vector<std::string> names) {
    return other_than_released(name, known_as(std::move(names)), Catalog::built_in());
}

std::string at(const std::string& repository, const char* digest) {
    return repository + "@" + digest;
}

const std::string own = "axisecp/acap-native-sdk";

} // namespace

TEST_CASE("an image from Axis' repository must be the released one") {
    for (const std::string& prefix : {std::string(), std::string("docker.io/")}) {
        CHECK_FALSE(asked(prefix + own + tag, {at(prefix + own, released)}));
        const auto differs = asked(prefix + own + tag, {at(prefix + own, other)});
        REQUIRE(differs);
        CHECK(differs->digest == other);
        CHECK(differs->released == released);
    }
    CHECK(asked(own + tag + "@" + other, {at(own, other)})); // as a Dockerfile may say it
    // Of several that are known, one is enough.
    CHECK_FALSE(asked(own + tag, {at(own, other), at(own, released)}));
    // Under another name it is still from there.
    CHECK(asked("mirror.example:5000/sdk" + std::string(tag),
                {at("mirror.example:5000/sdk", released), at(own, other)}));
    CHECK(asked(own + ":12.11.0-armv7hf-ubuntu24.04", {at(own, released)})); // the other one's
}

TEST_CASE("what was imported or mirrored, or has no known digest, is not compared") {
    CHECK_FALSE(asked(own + tag, {}));
    CHECK_FALSE(asked("mirror/sdk" + std::string(tag), {at("mirror/sdk", other)}));
    CHECK_FALSE(asked("x/" + own + tag, {at("x/" + own, other)}));
    CHECK_FALSE(asked(own + ":12.11.1-aarch64-ubuntu24.04", {at(own, other)}));
    CHECK_FALSE(asked(own, {at(own, other)}));
    CHECK_FALSE(asked("ubuntu:24.04", {at("ubuntu", other)}));
    CHECK_FALSE(asked(own + tag, {"", "@", own, "axisecp", "sha256:1"}));
}

TEST_CASE("a user's catalog may know more digests") {
    Catalog catalog = Catalog::built_in();
    catalog.add(R"({"images": [{"version": "12.11.1", "digests": {"aarch64": ")" +
                    std::string(released) + R"("}}]})",
                "mine");
    const std::string name = own + ":12.11.1-aarch64-ubuntu24.04";
    CHECK(other_than_released(name, known_as({at(own, other)}), catalog));
    CHECK_FALSE(other_than_released(name, known_as({at(own, released)}), catalog));
}

TEST_CASE("the digest that is recorded is that of the repository that was named") {
    const engine::ImageFacts facts =
        known_as({at("docker.io/" + own, released), at("host:5000/sdk", other)});
    CHECK(registry_digest(own + tag, facts) == released);
    CHECK(registry_digest("host:5000/sdk" + std::string(tag), facts) == other);
    CHECK(registry_digest("host:5000/sdk", facts) == other);
    CHECK(registry_digest("elsewhere/sdk" + std::string(tag), facts).empty());
}
