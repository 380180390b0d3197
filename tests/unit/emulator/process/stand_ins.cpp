#include "emulator/process/stand_ins.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::emulator;

TEST_CASE(
    "what larod is told are the devices of the profile, loads being a hundred times as fast") {
    Faults none;
    CHECK(larod_configuration(load_profile("cv75", 0), none, 2) ==
          "sessions 2\n"
          "device cpu-tflite 0 tflite 4 3 60\n"
          "device cpu-proc 0 image 0 0 5\n"
          "device cv75-dlpu-native 0 cv75 20 10 2.98\n");
    CHECK_THAT(larod_configuration(load_profile("artpec8", 0), none, 0),
               contains("device axis-a8-dlpu-tflite 0 tflite 600 9 5.36\n"));
}

TEST_CASE("faults of larod are for as many starts as they were told") {
    Faults faults(parse_faults({"larod-refuses:13:1", "larod-power:3:1", "larod-warm-up:1",
                                "larod-hangs:1", "larod-empty:1"}));
    const Profile profile = load_profile("artpec9", 0);
    const std::string first = larod_configuration(profile, faults, 0);
    for (const char* line :
         {"\nrefuses 13\n", "\npower-tries 3\n", "\nwarm-up-fails\n", "\nhangs\n", "\nempty\n"})
        CHECK_THAT(first, contains(line));
    CHECK(larod_configuration(profile, faults, 0) == first.substr(0, first.find("refuses")));
}

TEST_CASE("larod claims as many more devices as it was told, and after those of the profile") {
    Faults faults(parse_faults({"larod-devices:10000:1"}));
    const Profile profile = load_profile("cv75", 0);
    const std::string lines = larod_configuration(profile, faults, 0);
    CHECK_THAT(lines, contains("device cv75-dlpu-native 0 cv75 20 10 2.98\n"
                               "device invented-1 0 none 0 0 0\n"));
    CHECK(lines.ends_with("device invented-10000 0 none 0 0 0\n"));
    CHECK(std::ranges::count(lines, '\n') == 1 + 3 + 10'000);
}

TEST_CASE("a device without larod, or without a stand-in, has none, and uses up no fault") {
    Faults faults(parse_faults({"larod-refuses:6:1"}));
    CHECK(
        prepare_larod(load_profile("artpec6", 0), faults, "/nonexistent/larod", 0).version.empty());
    CHECK(faults.take(Fault::larod_refuses) == 6);
}

TEST_CASE("parhandclient reads what the device says of itself") {
    const std::string facts = parameter_facts(load_profile("artpec8", 0));
    CHECK_THAT("\n" + facts, contains("\nroot.Properties.System.Soc=\"Axis Artpec-8\"\n"));
    CHECK_THAT("\n" + facts, contains("\nroot.Brand.ProdNbr=\"P3265-V\"\n"));
}
