#include "probe/probe.hpp"

#include "catch.hpp"

using namespace acapctl;
using nlohmann::json;

namespace {

const device::Facts artpec8{.architecture = "aarch64",
                            .soc = "Axis Artpec-8",
                            .model = "P3265-V",
                            .serial = "B8A44F000001",
                            .axis_os = "12.11.77"};

json on_camera_with(json larod) {
    return {{"machine", "aarch64"}, {"axisOs", "99"}, {"larod", std::move(larod)}};
}

json merged(const json& on_camera, const device::Facts& facts,
            const std::map<std::string, std::vector<std::string>>& apis) {
    return probe::merge(on_camera, facts, apis, sdk::Catalog::built_in());
}

} // namespace

TEST_CASE("every value names its witness, and VAPIX is asked before the probe") {
    const json report =
        merged(on_camera_with({{"present", false}}), artpec8, {{"param-cgi", {"1.0"}}});
    CHECK(report["axisOs"] == "12.11.77");
    CHECK(report["source"]["axisOs"] == "vapix");
    CHECK(report["source"]["machine"] == "on-camera");
    CHECK(report["source"]["chip"] == "catalog");
    CHECK(report["apis"]["param-cgi"] == json{"1.0"});
    for (const auto& [key, value] : report.items())
        if (key != "source" && !value.is_null()) CHECK(report["source"].contains(key));
}

TEST_CASE("the larod devices on the camera decide about the DLPU, the catalog only without them") {
    const json absent = merged(on_camera_with({{"present", false}}), artpec8, {});
    CHECK(absent["dlpu"] == true);
    CHECK(absent["source"]["dlpu"] == "catalog");
    const json cpu_only = merged(
        on_camera_with({{"present", true}, {"devices", {{{"name", "cpu-tflite"}}}}}), artpec8, {});
    CHECK(cpu_only["dlpu"] == false);
    CHECK(cpu_only["source"]["dlpu"] == "on-camera");
    const json found = merged(
        on_camera_with({{"present", true},
                        {"devices", {{{"name", "cpu-tflite"}}, {{"name", "a9-dlpu-tflite"}}}}}),
        {}, {});
    CHECK(found["dlpu"] == true);
    CHECK(found["source"]["dlpu"] == "on-camera");
}

TEST_CASE("what nobody knows is null and has no witness") {
    const json report = merged(json::object(), {}, {});
    for (const char* key : {"model", "soc", "chip", "architecture", "dlpu", "larod", "memory"}) {
        CHECK(report.at(key).is_null());
        CHECK_FALSE(report["source"].contains(key));
    }
}

TEST_CASE("a report of unexpected shapes is taken as it is, never believed") {
    for (const json& larod :
         std::vector<json>{json("x"), json(7), json::array(), json{{"devices", 7}},
                           json{{"devices", {1, "x"}}}, json{{"devices", {{{"name", 7}}}}}})
        CHECK_NOTHROW(merged(on_camera_with(larod), artpec8, {}));
}
