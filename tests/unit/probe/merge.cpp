#include "probe/merge.hpp"
#include "probe/report_reader.hpp"

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

json larod_with(const std::vector<std::string>& names) {
    json devices = json::array();
    for (const std::string& name : names) devices.push_back({{"name", name}});
    return {{"present", true}, {"devices", std::move(devices)}};
}

json merged(const json& on_camera, const device::Facts& facts,
            const std::map<std::string, std::vector<std::string>>& apis) {
    return probe::merge(probe::read_report(on_camera).report, {.facts = facts, .apis = apis},
                        sdk::Catalog::built_in());
}

// The sentences of what contradicts the catalog.
std::string contradictions(const json& report) {
    std::string all;
    for (const json& each : report["contradictions"]) all += each["what"].get<std::string>() + "\n";
    return all;
}

} // namespace

TEST_CASE("every value names its witness, and the device itself is believed") {
    const json report =
        merged(on_camera_with({{"present", false}}), artpec8, {{"param-cgi", {"1.0"}}});
    CHECK(report["axisOs"] == "99");
    CHECK(report["source"]["axisOs"] == "on-camera");
    CHECK(report["source"]["model"] == "vapix");
    CHECK(report["source"]["machine"] == "on-camera");
    CHECK(report["source"]["chip"] == "catalog");
    CHECK(report["how"]["model"] == "basicdeviceinfo.cgi, param.cgi");
    CHECK(report["apis"]["param-cgi"] == json{"1.0"});
    CHECK(report["measured"] == true);
    for (const char* key : {"model", "serial", "soc", "chip", "architecture", "apis"})
        CHECK(report["source"].contains(key));
}

TEST_CASE("the SDK to build with is the newest for its AXIS OS") {
    const json report = merged(json::object(), artpec8, {});
    CHECK_THAT(report["sdk"]["version"].get<std::string>(), contains("12.11"));
    CHECK(report["source"]["sdk"] == "catalog");
}

TEST_CASE("where two disagree both are told") {
    json on_camera = on_camera_with(larod_with({"cpu-tflite"}));
    on_camera["soc"] = "axis artpec-8"; // spelling aside
    on_camera["product"] = "Q1656";
    const json report = merged(on_camera, artpec8, {});
    CHECK(report["model"] == "Q1656");
    json about;
    for (const json& each : report["disagreements"]) about[each["about"]] = each["said"];
    CHECK(about["model"] == json{{{"source", "on-camera"}, {"value", "Q1656"}},
                                 {{"source", "vapix"}, {"value", "P3265-V"}}});
    CHECK(about["dlpu"][1] == json{{"source", "catalog"}, {"value", true}});
    CHECK(about.contains("axisOs"));
    CHECK_FALSE(about.contains("soc"));
}

TEST_CASE("how each value was found out is told for those that the probe gave") {
    const json report =
        merged({{"glibc", "2.39"}, {"how", {{"glibc", "gnu_get_libc_version"}, {"serial", "x"}}}},
               artpec8, {});
    CHECK(report["how"]["glibc"] == "gnu_get_libc_version");
    CHECK(report["how"]["serial"] == "basicdeviceinfo.cgi, param.cgi");
}

TEST_CASE("who uses the DLPU, by list.cgi") {
    const json report = probe::merge(
        json::object(),
        {.facts = artpec8,
         .applications =
             std::vector<device::Application>{
                 {.name = "faces", .status = "Running", .uses_dlpu = true}, {.name = "hello"}}},
        sdk::Catalog::built_in());
    CHECK(report["dlpuUsers"] == json{{{"name", "faces"}, {"status", "Running"}}});
    CHECK(report["source"]["dlpuUsers"] == "vapix");
    CHECK(report["measured"] == false);
    const auto users = [](std::vector<device::Application> applications) {
        return probe::merge(json::object(),
                            {.facts = artpec8, .applications = std::move(applications)},
                            sdk::Catalog::built_in())["dlpuUsers"];
    };
    CHECK(users({{.name = "faces", .uses_dlpu = false}}) == json::array());
    CHECK(users({}) == json::array());
    CHECK(users({{.name = "faces", .uses_dlpu = false}, {.name = "hello"}}) == nullptr); // 11.11
}

TEST_CASE("a device that contradicts the catalog is told of") {
    const json other = merged(on_camera_with(larod_with({"a9-dlpu-tflite"})), artpec8, {});
    CHECK_THAT(contradictions(other), contains("the device has the larod device a9-dlpu-tflite, "
                                               "which the catalog gives to artpec9 and not to "
                                               "artpec8"));
    const json none = merged(on_camera_with(larod_with({"cpu-tflite"})), artpec8, {});
    CHECK_THAT(contradictions(none), contains("has no deep learning processor, and by the catalog "
                                              "artpec8 has one"));
    const json good =
        merged(on_camera_with(larod_with({"axis-a8-dlpu-tflite", "cpu-tflite"})), artpec8, {});
    CHECK(contradictions(good).empty());
}

TEST_CASE("libraries are held against the catalog's tables") {
    const auto told = [](const char* soc, const json& row) {
        return contradictions(
            merged({{"libraries", {row}}}, {.soc = soc, .axis_os = "12.11.77"}, {}));
    };
    const auto has = [&](const char* soc, const char* library) {
        return told(soc, {{"api", "x"}, {"file", library}, {"present", true}});
    };
    const auto lacks = [&](const char* soc, const char* api) {
        return told(soc, {{"api", api}, {"present", false}});
    };
    CHECK_THAT(lacks("Axis Artpec-8", "Edge storage"),
               contains("the device lacks libaxstorage.so, which the catalog lists for artpec8"));
    CHECK_THAT(has("Axis Artpec-6", "liblarod.so.1"),
               contains("the device has liblarod.so.1, which by the catalog it does not"));
    CHECK(has("Axis Artpec-8", "libvdostream.so.1").empty());
    CHECK(lacks("Axis Artpec-6", "larod").empty());
    CHECK(lacks("Axis Artpec-8", "nobody").empty());
    CHECK(told("Axis Artpec-8", {{"api", "VDO"}, {"present", nullptr}}).empty());
}

TEST_CASE("the larod devices on the camera decide about the DLPU, the catalog only without them") {
    const json absent = merged(on_camera_with({{"present", false}}), artpec8, {});
    CHECK(absent["dlpu"] == true);
    CHECK(absent["source"]["dlpu"] == "catalog");
    const json cpu_only = merged(on_camera_with(larod_with({"cpu-tflite"})), artpec8, {});
    CHECK(cpu_only["dlpu"] == false);
    CHECK(cpu_only["source"]["dlpu"] == "on-camera");
    const json found = merged(on_camera_with(larod_with({"cpu-tflite", "a9-dlpu-tflite"})), {}, {});
    CHECK(found["dlpu"] == true);
    CHECK(found["source"]["dlpu"] == "on-camera");
}

TEST_CASE("what nobody knows is null and has no witness") {
    const json report = merged(json::object(), {}, {});
    for (const char* key : {"model", "soc", "chip", "architecture", "dlpu", "larod", "memory",
                            "libraries", "models", "sdk", "dlpuUsers"}) {
        CHECK(report.at(key).is_null());
        CHECK_FALSE(report["source"].contains(key));
    }
}

TEST_CASE("a report of unexpected shapes is never believed") {
    for (const json& larod :
         std::vector<json>{json("x"), json(7), json::array(), json{{"devices", 7}},
                           json{{"devices", {1, "x"}}}, json{{"devices", {{{"name", 7}}}}}}) {
        const json report = merged(on_camera_with(larod), artpec8, {});
        CHECK(report["dlpu"] == true);
        CHECK(report["source"]["dlpu"] == "catalog");
    }
}

TEST_CASE("without a look at larod, the catalog says which larod devices the chip has") {
    const json report = merged(json::object(), artpec8, {});
    CHECK(report["larod"].is_null());
    CHECK(report["source"]["larodByCatalog"] == "catalog");
    const json& devices = report["larodByCatalog"];
    CHECK(devices[0] == json{{"name", "axis-a8-dlpu-tflite"}, {"doubt", nullptr}});
    CHECK_FALSE(devices.back()["doubt"].is_null());
    CHECK_FALSE(
        merged(on_camera_with({{"present", false}}), artpec8, {}).contains("larodByCatalog"));
    device::Facts facts = artpec8;
    facts.soc = "Axis Artpec-6";
    CHECK(merged(json::object(), facts, {})["larodByCatalog"] == json::array());
    facts.soc = "i.MX8MN";
    CHECK_FALSE(merged(json::object(), facts, {}).contains("larodByCatalog"));
}
