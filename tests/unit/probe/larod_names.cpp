// The names of larod devices: known nowhere, of another chip, and not there after all.
#include "probe/larod_names.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::probe;
using nlohmann::json;

namespace {

const sdk::Catalog& catalog() {
    return sdk::Catalog::built_in();
}

NamesKnown on(const char* chip) {
    return {.chip = &catalog().chip(chip)};
}

Failure refusal(const std::string& name, const NamesKnown& known) {
    try {
        check_larod_names({name}, known, catalog());
    } catch (const Error& error) {
        return error.failure();
    }
    return {};
}

} // namespace

TEST_CASE("a name that nobody knows is wrong usage, with the nearest one that is known") {
    const Failure typo = refusal("axis-a8-dlpu-tflit", on("artpec8"));
    CHECK(typo.kind == ErrorKind::usage);
    CHECK_THAT(typo.hint, contains("Did you mean 'axis-a8-dlpu-tflite'?"));
    CHECK_THAT(refusal("zzzzzzzzzzzz", on("artpec8")).hint,
               contains("ARTPEC-8 has axis-a8-dlpu-tflite, axis-a8-dlpu-native, cpu-tflite"));
    CHECK_THAT(refusal("zzzzzzzzzzzz", on("imx8mn")).hint, contains("a probe without a model"));
    NamesKnown probed = on("artpec8");
    probed.measured = {"cpu-tflite", "cpu-proc", "new-dlpu-tflite"};
    CHECK(refusal("zzzzzzzzzzzz", probed).hint ==
          "by its last probe the device has cpu-tflite, new-dlpu-tflite");
    CHECK(refusal("new-dlpu-tflit", probed).hint ==
          "by its last probe the device has cpu-tflite, new-dlpu-tflite. Did you mean "
          "'new-dlpu-tflite'?");
    CHECK(refusal("a9-dlpu-tflite", probed).hint == "it has cpu-tflite, new-dlpu-tflite");
    CHECK_THAT(refusal("cpu-proc", on("artpec8")).message, contains("runs no models"));
}

TEST_CASE("a name of other chips is refused with those that this chip has") {
    const Failure other = refusal("a9-dlpu-tflite", on("artpec8"));
    CHECK(other.kind == ErrorKind::incompatible);
    CHECK(other.message == "ARTPEC-8 has no larod device a9-dlpu-tflite");
    CHECK_THAT(other.hint, contains("axis-a8-dlpu-tflite"));
    CHECK_THAT(other.hint, contains("cpu-tflite"));
    CHECK(other.hint.find("-proc") == std::string::npos);
    CHECK(refusal("cpu-tflite", on("artpec6")).hint == "it has no larod");
}

TEST_CASE("what the chip has, what it may have, and what was measured passes") {
    CHECK(check_larod_names({"axis-a8-dlpu-tflite", "cpu-tflite", "armnn-cpu-tflite"},
                            on("artpec8"), catalog())
              .empty());
    NamesKnown probed = on("artpec8");
    probed.measured = {"new-dlpu-tflite", "a9-dlpu-tflite"};
    CHECK(check_larod_names({"new-dlpu-tflite", "a9-dlpu-tflite", "remote-cpu-tflite"}, probed,
                            catalog())
              .empty());
}

TEST_CASE("of a chip that nobody knows, and of one that no source speaks of, it is a warning") {
    const auto unknown =
        check_larod_names({"a9-dlpu-tflite"}, {.soc = "Axis Artpec-99"}, catalog());
    REQUIRE(unknown.size() == 1);
    CHECK_THAT(unknown[0], contains("Axis Artpec-99 is no chip known here"));
    const auto silent = check_larod_names({"cpu-tflite"}, on("imx8mn"), catalog());
    REQUIRE(silent.size() == 1);
    CHECK_THAT(silent[0], contains("no source says which larod devices"));
}

TEST_CASE("a device lacks what neither its list nor a run has") {
    const json listed = {{"larod", {{"present", true}, {"devices", {{{"name", "cpu-tflite"}}}}}},
                         {"models", {{{"device", "hidden"}, {"outcome", "ran"}}}}};
    CHECK(missing_larod_names({"cpu-tflite", "hidden", "gone"}, listed) ==
          std::vector<std::string>{"gone"});
    CHECK(missing_larod_names({"cpu-tflite"}, {{"larod", {{"present", false}}}}).size() == 1);
    CHECK(missing_larod_names({"cpu-tflite"}, {{"larod", {{"present", true}}}}).empty());
    CHECK(missing_larod_names({}, listed).empty());
}
