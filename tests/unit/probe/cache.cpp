#include "probe/cache.hpp"

#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::probe;
using nlohmann::json;

namespace {

const Cache::Time then{std::chrono::seconds(1'700'000'000)};
device::Identity known(const std::string& serial, const std::string& known_as = "door") {
    return {.serial = serial, .known_as = known_as};
}
const json report = {{"larod", {{"devices", {{{"name", "a9-dlpu-tflite"}}}}}}, {"glibc", "2.39"}};

} // namespace

TEST_CASE("a probe is remembered by serial number and AXIS OS") {
    const TempDir dir;
    const Cache cache(dir.path() / "probes");
    CHECK_FALSE(cache.find(known("S1"), "12.11"));
    cache.remember(known("S1"), "12.11", report, then);
    const auto entry = cache.find(known("S1"), "12.11");
    REQUIRE(entry);
    CHECK(entry->at == then);
    CHECK(entry->report["glibc"] == "2.39");
    CHECK_FALSE(cache.find(known("S1"), "13.0"));
    CHECK_FALSE(cache.find(known("S2"), "12.11"));
    for (const auto& [serial, axis_os] : {std::pair("", "12.11"), std::pair("S1", "")}) {
        cache.remember(known(serial), axis_os, report, then);
        CHECK_FALSE(cache.find(known(serial), axis_os));
    }
}

TEST_CASE("a device that tells another one's serial number changes nothing of its probe") {
    const TempDir dir;
    const Cache cache(dir.path());
    cache.remember(known("S1"), "12.11", report, then);
    cache.remember(known("S1", "10.0.0.9:443"), "12.11", json{{"glibc", "9"}}, then);
    CHECK(cache.find(known("S1"), "12.11")->report["glibc"] == "2.39");
    CHECK_FALSE(cache.find(known("S1", "gate"), "12.11"));
    device::Identity other = known("S1");
    other.is_expected = false; // the inventory has another number
    CHECK_FALSE(cache.find(other, "12.11"));
    cache.remember(other, "12.11", json{{"glibc", "9"}}, then);
    CHECK(cache.find(known("S1"), "12.11")->report["glibc"] == "2.39");
}

TEST_CASE("what is measured says how old it is, and is nothing where larod lists no device") {
    const auto found = measured({report, then}, then + std::chrono::hours(3));
    REQUIRE(found);
    CHECK(found->larod_devices == std::vector<std::string>{"a9-dlpu-tflite"});
    CHECK(found->dlpu == true);
    CHECK(found->glibc == "2.39");
    CHECK(found->when == "probed 3 h ago");
    CHECK_FALSE(measured({json{{"larod", {{"devices", json::array()}}}}, then}, then));
}

TEST_CASE("a device that was found without larod has none, which is not the same as not known") {
    const auto without = measured({json{{"larod", {{"present", false}}}}, then}, then);
    REQUIRE(without);
    CHECK(without->larod_devices == std::vector<std::string>{});
    CHECK_FALSE(without->dlpu);
    CHECK(without->larod_words() == "no larod");
    const json silent = {{"larod", {{"present", true}, {"devices", nullptr}}}, {"glibc", "2.39"}};
    const auto unknown = measured({silent, then}, then);
    REQUIRE(unknown);
    CHECK_FALSE(unknown->larod_devices);
    CHECK(unknown->glibc == "2.39");
}

TEST_CASE("a damaged file, and one of another device, is as none") {
    const TempDir dir;
    const Cache cache(dir.path());
    cache.remember(known("S1"), "12.11", report, then);
    const auto file = std::filesystem::directory_iterator(dir.path())->path();
    const std::string good = read_file(file);
    for (const std::string& bad :
         {std::string("{"), std::string(R"({"format":1})"), good.substr(0, good.size() / 2),
          std::string(R"({"format":1,"device":"S2 12.11 door","at":1,"report":{}})"),
          std::string(R"({"format":1,"device":"S1 12.11 door","at":-1,"report":{}})")}) {
        write_file(file, bad, 0600);
        CHECK_FALSE(cache.find(known("S1"), "12.11"));
    }
    write_file(file, R"({"format":1,"device":"S1 12.11 door","at":1,"report":7})", 0600);
    CHECK(cache.find(known("S1"), "12.11")->report == json::object());
}
