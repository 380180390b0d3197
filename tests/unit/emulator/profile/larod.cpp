#include "emulator/profile/profile.hpp"
#include "support/text.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

std::string devices_of(const Profile& profile) {
    std::vector<std::string> names;
    for (const LarodDevice& device : profile.larod) names.push_back(device.name);
    return text::join(names, " ");
}

} // namespace

// Axis' pages on inference and preprocessing, its page on testing a model (ARTPEC-8), what was seen
// on a Q1728 (ARTPEC-9), and its page on model conversion for CV75.
TEST_CASE("a chip has the larod devices that are on record, and some have no larod") {
    struct Row {
        const char* profile;
        bool dlpu;
        const char* devices;
    };
    for (const Row& row : {
             Row{"artpec6", false, ""},
             Row{"imx6sx", false, ""},
             Row{"imx8mn", false, ""},
             Row{"artpec7", false,
                 "cpu-tflite cpu-proc axis-a7-gpu-tflite a7-gpu-native axis-a7-gpu-proc"},
             Row{"artpec7@10.12+edgetpu+fresh", true,
                 "cpu-tflite cpu-proc axis-a7-gpu-tflite a7-gpu-native axis-a7-gpu-proc "
                 "google-edge-tpu-tflite"},
             Row{"artpec7+edgetpu+no-dlpu", false,
                 "cpu-tflite cpu-proc axis-a7-gpu-tflite a7-gpu-native axis-a7-gpu-proc"},
             Row{"artpec8", true,
                 "cpu-tflite axis-ace-proc cpu-proc axis-a8-dlpu-tflite axis-a8-dlpu-native "
                 "axis-a8-dlpu-proc axis-a8-gpu-proc"},
             Row{"artpec8+no-dlpu", false, "cpu-tflite axis-ace-proc cpu-proc axis-a8-gpu-proc"},
             Row{"artpec9", true,
                 "cpu-tflite a9-dlpu-native armnn-cpu-tflite cpu-proc a9-dlpu-tflite a9-gpu-proc"},
             Row{"cv25", true, "cpu-tflite cpu-proc ambarella-cvflow ambarella-cvflow-proc"},
             Row{"cv75", true, "cpu-tflite cpu-proc cv75-dlpu-native"},
         }) {
        const Profile profile = load_profile(row.profile, 0);
        INFO(row.profile);
        CHECK(devices_of(profile) == row.devices);
        CHECK(profile.dlpu == row.dlpu);
    }
}

TEST_CASE("a device that preprocesses takes images, and any other models of one kind") {
    for (const Chip& chip : chips())
        for (const LarodDevice& device : load_profile(chip.name, 0).larod) {
            INFO(chip.name << " " << device.name);
            CHECK((device.takes == "image") == device.name.ends_with("-proc"));
            CHECK((device.takes == "tflite" || device.takes == "edge-tpu") ==
                  device.name.ends_with("-tflite"));
            CHECK(device.job > 0);
            CHECK(device.first_load >= device.later_load);
        }
}

TEST_CASE("an ARTPEC-7 with an Edge TPU is another model") {
    const Profile with = load_profile("artpec7+edgetpu", 0);
    const Profile without = load_profile("artpec7", 0);
    CHECK(with.property("ProdNbr") == "Q1615 Mk III");
    CHECK(with.property("Soc") == without.property("Soc"));
    CHECK(with.mac != without.mac);
    CHECK(with.chip == without.chip);
}

// SDK 1.15 is for 11.11, 12.2 has 3.2.254, the header of 3.6.78 is that of 12.11.
TEST_CASE("larod has the version of its AXIS OS") {
    CHECK(load_profile("artpec8@11.11", 0).os.larod == "3.2.181");
    CHECK(load_profile("artpec8@12.0", 0).os.larod == "3.2.254");
    CHECK(load_profile("artpec8@12.11", 0).os.larod == "3.6.78");
    CHECK(with_axis_os(load_profile("artpec8@12.11", 0), "11.11").os.larod == "3.2.181");
}
