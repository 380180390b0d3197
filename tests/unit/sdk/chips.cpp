// The tables of chips, APIs and larod devices that Axis published, against the catalog.
#include "sdk/availability.hpp"
#include "sdk/catalog.hpp"
#include "support/text.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace acapctl;
using sdk::AxisOs;
using sdk::Catalog;

namespace {

std::vector<std::string> words(const std::string& text) {
    auto result = text::split(text, ' ');
    std::erase(result, "");
    return result;
}

std::string availability(const char* api, const std::string& chip, const char* axis_os) {
    const Catalog& catalog = Catalog::built_in();
    const sdk::Api* found = catalog.api(api);
    REQUIRE(found != nullptr);
    return sdk::availability_name(
        sdk::availability(*found, catalog.chip(chip), *AxisOs::parse(axis_os), catalog)
            .availability);
}

} // namespace

// Release notes of ACAP 12.11.1 and, for the APIs that these do not list by chip, of 12.2.
TEST_CASE("APIs are on the chips of Axis' tables and on no other of them") {
    struct Row {
        const char* api;
        const char* axis_os;
        const char* chips;
    };
    const char* everywhere = "artpec9 artpec8 artpec7 artpec6 cv75 cv25 imx6sx";
    for (const Row& row : {Row{"axoverlay", "12.11.147", "artpec9 artpec8 artpec7 artpec6"},
                           {"axoverlay2", "12.11.147", "artpec9 artpec8 artpec7"},
                           {"edge-storage", "12.11.147", everywhere},
                           {"event", "12.11.147", everywhere},
                           {"licensekey", "12.11.147", everywhere},
                           {"parameter", "12.11.147", everywhere},
                           {"bounding-box", "12.11.147", "artpec9 artpec8 artpec7 cv75 cv25"},
                           {"device-data-hub", "12.11.147", "artpec9 artpec8 artpec7 cv75 cv25"},
                           {"larod", "12.11.147", "artpec9 artpec8 artpec7 cv75 cv25"},
                           {"message-broker", "12.11.147", "artpec9 artpec8 artpec7 cv75 cv25"},
                           {"ptz-websocket", "12.11.147", "artpec9 artpec7"},
                           {"curl", "12.11.147", everywhere},
                           {"jansson", "12.11.147", everywhere},
                           {"openssl", "12.11.147", everywhere},
                           {"serial-port", "12.2", "artpec9 artpec8 artpec7"},
                           {"vdo", "12.2", "artpec9 artpec8 artpec7 artpec6 cv25"},
                           {"cairo", "12.2", "artpec9 artpec8 artpec7 artpec6"},
                           {"opencl", "12.2", "artpec9 artpec8 artpec7"},
                           {"fastcgi", "12.2", "artpec9 artpec8 artpec7 cv25 imx6sx"}})
        for (const std::string& chip : words(everywhere)) {
            INFO(row.api << " on " << chip << " under " << row.axis_os);
            const bool listed = text::contains(words(row.chips), chip);
            CHECK((availability(row.api, chip, row.axis_os) == "yes") == listed);
        }
}

// larod's pages on inference and preprocessing (3.2.254), a Q1728 with AXIS OS 12.11 for ARTPEC-9,
// and Axis' page on model conversion for CV75. cpu-tflite and cpu-proc are on every chip that has
// larod.
TEST_CASE("larod has the devices of a chip by their exact names") {
    struct Row {
        const char* chip;
        const char* architecture;
        std::optional<bool> dlpu;
        const char* devices;
    };
    for (const Row& row :
         {Row{"artpec6", "armv7hf", false, ""},
          {"artpec7",
           "armv7hf",
           {},
           "axis-a7-gpu-tflite a7-gpu-native axis-a7-gpu-proc google-edge-tpu-tflite"},
          {"artpec8", "aarch64", true,
           "axis-a8-dlpu-tflite axis-a8-dlpu-native axis-a8-dlpu-proc axis-a8-gpu-proc "
           "axis-ace-proc axis-a8-ace-proc"},
          {"artpec9", "aarch64", true,
           "a9-dlpu-tflite a9-dlpu-native a9-gpu-proc armnn-cpu-tflite"},
          {"cv25", "aarch64", true, "ambarella-cvflow ambarella-cvflow-proc"},
          {"cv75", "aarch64", true, "cv75-dlpu-native"},
          {"imx6sx", "armv7hf", false, ""},
          {"imx6ull", "armv7hf", false, ""},
          {"s5", "aarch64", false, ""},
          {"s5l", "aarch64", false, ""}}) {
        INFO(row.chip);
        const sdk::Chip& chip = Catalog::built_in().chip(row.chip);
        CHECK(chip.architecture == row.architecture);
        CHECK(chip.dlpu == row.dlpu);
        CHECK_FALSE(chip.dlpu_source.empty());
        CHECK(chip.larod_devices == words(row.devices));
    }
}

// Axis' page on devices and compatibility, release notes of 12.0, 12.2 and 12.11; ARTPEC-6 by a
// public ruleset.
TEST_CASE("a chip gets the AXIS OS that Axis makes for it") {
    struct Row {
        const char* chip;
        const char* in;
        const char* out;
    };
    for (const Row& row : {Row{"artpec9", "12.2 12.11", "12.0 11.11"},
                           {"cv75", "12.11 13.0", "12.10 11.11"},
                           {"artpec8", "10.12 11.11 12.11 13.0", ""},
                           {"imx6ull", "11.11", "12.0"},
                           {"s5", "11.11", "12.0"},
                           {"s5l", "11.11", "12.0"}}) {
        const sdk::Chip& chip = Catalog::built_in().chip(row.chip);
        for (const std::string& version : words(row.in)) {
            INFO(row.chip << " " << version);
            CHECK(chip.axis_os.contains(*AxisOs::parse(version)));
        }
        for (const std::string& version : words(row.out)) {
            INFO(row.chip << " " << version);
            CHECK_FALSE(chip.axis_os.contains(*AxisOs::parse(version)));
        }
    }
    const sdk::Chip& artpec6 = Catalog::built_in().chip("artpec6");
    CHECK(artpec6.doubtful_max == AxisOs::parse("12"));
    CHECK_FALSE(artpec6.doubt.empty());
}
