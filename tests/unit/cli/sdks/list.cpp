// `sdk list` and `sdk show`: what is known of SDK images, and which are here.
#include "refusals.hpp"
#include "sdks/engine_desk.hpp"

#include "sdk/catalog.hpp"

#include <algorithm>

namespace acapctl::cli {

namespace {

nlohmann::json image_of(const nlohmann::json& document, const std::string& version) {
    for (const auto& image : document["images"])
        if (image["version"] == version) return image;
    return {};
}

} // namespace

TEST_CASE("verbs go by the catalog that is handed in") {
    Desk desk;
    CHECK(desk.acapctl({"sdk", "show", "99.1.0"}).exit == 2);
    desk.catalog.add(R"({"images": [{"version": "99.1.0", "ubuntu": "24.04", "axisOs": "99.1"}]})",
                     "mine.json");
    CHECK(desk.acapctl({"sdk", "show", "99.1.0", "--json"}).document()["version"] == "99.1.0");
    CHECK_THAT(desk.acapctl({"sdk", "list"}).out, contains("99.1.0"));
}

TEST_CASE("sdk list shows each image, the newest first") {
    EngineDesk desk;
    const Said said = desk.acapctl({"sdk", "list"});
    CHECK(said.exit == 0);
    CHECK(said.err == "neither docker nor podman answers, so what is present is not known\n");
    CHECK(said.out.starts_with(sdk::Catalog::built_in().newest_stable().version + "\t"));
    CHECK_THAT(said.out, contains("\n12.4.0\t12.4 - 12.x\t24.04\t"));
    CHECK_THAT(said.out, contains("\n1.15.2\t11.11.205 - 11.x\t22.04\tLTS 2024"));
    for (const auto& line : {"\n12.4.0\t", "\n1.15.2\t"}) {
        const auto at = said.out.find(line);
        CHECK(said.out.substr(at + 1, said.out.find('\n', at + 1) - at - 1).ends_with("\tunknown"));
    }
}

TEST_CASE("sdk list says the same to scripts, and null where nobody knows") {
    EngineDesk desk;
    const auto document = desk.acapctl({"sdk", "list", "--json"}).document();
    CHECK(document["kind"] == "acapctl.sdk-list/v1");
    CHECK(document["engine"].is_null());
    CHECK(document["newest"] == sdk::Catalog::built_in().newest_stable().version);
    CHECK(std::ranges::none_of(document["images"],
                               [](const auto& image) { return image["preview"] == true; }));
    const auto image = image_of(document, "1.15.2");
    CHECK(image["axisOs"] == nlohmann::json{{"min", "11.11.205"}, {"max", "11"}});
    CHECK(image["present"].is_null());
    CHECK(image["architectures"].size() == 2);
    const auto all = desk.acapctl({"sdk", "list", "--all", "--json"}).document();
    CHECK(all["images"].size() > document["images"].size());
    CHECK(std::ranges::any_of(all["images"],
                              [](const auto& each) { return each["preview"] == true; }));
}

TEST_CASE("sdk list asks the engine which images are here") {
    EngineDesk desk;
    const std::string repository = "axisecp/acap-native-sdk";
    desk.start_docker(repository + ":12.4.0-aarch64-ubuntu24.04\t<none>\tsha256:1\n" + repository +
                      ":1.15-aarch64-ubuntu22.04\t<none>\tsha256:2\n" + repository +
                      ":1.15-armv7hf-ubuntu22.04\t<none>\tsha256:3\n");
    const Said said = desk.acapctl({"sdk", "list"});
    CHECK(said.err.empty());
    const auto ends_with = [&](const std::string& version, const std::string& end) {
        const auto at = said.out.find("\n" + version + "\t");
        REQUIRE(at != std::string::npos);
        return said.out.substr(at + 1, said.out.find('\n', at + 1) - at - 1).ends_with(end);
    };
    CHECK(ends_with("12.4.0", "\taarch64"));
    CHECK(ends_with("1.15", "\tyes"));
    CHECK(ends_with("1.14", "\tno"));
    const auto document = desk.acapctl({"sdk", "list", "--json"}).document();
    CHECK(document["engine"] == "docker");
    CHECK(image_of(document, "12.4.0")["present"] ==
          nlohmann::json{{"aarch64", true}, {"armv7hf", false}});
    // Of podman, which is not there, nothing is known.
    const auto podman = desk.acapctl({"sdk", "list", "--engine", "podman", "--json"}).document();
    CHECK(podman["engine"].is_null());
}

TEST_CASE("sdk show tells everything of one SDK") {
    EngineDesk desk;
    const std::string name = "axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04";
    desk.start_docker(name + "\tsha256:other\tsha256:1\n");
    const Said said = desk.acapctl({"sdk", "show", "12.11.0"});
    CHECK(said.exit == 0);
    CHECK(said.out.starts_with("version\t12.11.0\nreleased\t2026-07-13\n"));
    CHECK_THAT(said.out, contains("runs on\tAXIS OS 12.11.72 or later, before 13\n"));
    CHECK_THAT(said.out, contains("track\tLTS 2026, LTS release\n"));
    CHECK_THAT(said.out, contains("image\t" + name + " (present)\n"));
    CHECK_THAT(said.out, contains("its digest here\tsha256:other\n"));
    CHECK_THAT(said.out, contains("armv7hf-ubuntu24.04 (not here)\n"));
    CHECK_THAT(said.out, contains("\n\n")); // the APIs stand apart
    CHECK_THAT(said.out, contains("Machine learning (larod)\tartpec7 artpec8"));

    const auto document = desk.acapctl({"sdk", "show", "12.11.0", "--json"}).document();
    CHECK(document["kind"] == "acapctl.sdk-show/v1");
    CHECK(document["version"] == "12.11.0");
    CHECK(document["track"] == "LTS 2026");
    CHECK(document["images"][0]["present"] == true);
    CHECK(document["images"][0]["localDigest"] == "sha256:other");
    CHECK(document["images"][1]["present"] == false);
    CHECK(document["schemas"].back() == "2.2.0");
    const auto larod = std::ranges::find_if(document["apis"],
                                            [](const auto& api) { return api["name"] == "larod"; });
    REQUIRE(larod != document["apis"].end());
    CHECK((*larod)["chips"]["artpec8"] == "yes");
    CHECK((*larod)["chips"]["artpec6"] == "no");
    CHECK_FALSE((*larod)["sources"].empty());
}

TEST_CASE("sdk show is about the newest release where none is named") {
    EngineDesk desk;
    const auto document = desk.acapctl({"sdk", "show", "--json"}).document();
    CHECK(document["version"] == sdk::Catalog::built_in().newest_stable().version);
    CHECK(document["images"][0]["present"].is_null());
    CHECK_THAT(desk.acapctl({"sdk", "show"}).out, contains(" (no engine answers)\n"));
    const auto& images = sdk::Catalog::built_in().images();
    const auto preview = std::ranges::find(images, true, &sdk::Image::preview);
    REQUIRE(preview != images.end());
    CHECK_THAT(desk.acapctl({"sdk", "show", preview->version}).out,
               contains("track\tpreview, not for production\n"));
}

TEST_CASE("the group sdk, list and show refuse wrong words") {
    EngineDesk desk;
    check_refused(desk, {
                            {{"sdk"}, "'acapctl sdk' needs a verb"},
                            {{"sdk", "lsit"}, "Did you mean 'list'?"},
                            {{"sdk", "list", "12.4.0"}, "unexpected argument '12.4.0'"},
                            {{"sdk", "list", "--engine", "lxc"}, "lxc not in {docker,podman}"},
                            {{"sdk", "show", "99.1"}, "unknown SDK version '99.1'"},
                            {{"sdk", "show", "--engine", "lxc"}, "lxc not in {docker,podman}"},
                        });
}

} // namespace acapctl::cli
