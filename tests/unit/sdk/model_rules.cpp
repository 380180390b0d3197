// The table of larod devices and model rules, against the catalog and what Axis' pages say.
#include "sdk/model_rules.hpp"

#include "catch.hpp"
#include "sdk/catalog.hpp"
#include "support/text.hpp"

#include <set>

using namespace acapctl;
using namespace acapctl::sdk;
using acapctl::model::Format;

TEST_CASE("every larod device of the catalog that runs models is in the table, and no other") {
    std::set<std::string> of_chips;
    for (const Chip& chip : Catalog::built_in().chips())
        for (const auto* list : {&chip.larod_devices, &chip.doubtful_larod_devices})
            for (const std::string& name : *list)
                if (!name.ends_with("-proc")) of_chips.insert(name);
    std::set<std::string> of_table;
    for (const LarodDevice& device : ModelRules::built_in().devices())
        if (!device.everywhere) of_table.insert(device.name);
    CHECK(of_chips == of_table);
}

TEST_CASE("formats of the larod devices, as Axis' pages list them") {
    const struct {
        const char* device;
        LarodKind kind;
        std::vector<Format> formats;
    } rows[] = {
        {"cpu-tflite", LarodKind::cpu, {Format::tflite, Format::larod}},
        {"google-edge-tpu-tflite", LarodKind::dlpu, {Format::edge_tpu, Format::larod}},
        {"axis-a7-gpu-tflite", LarodKind::gpu, {Format::tflite, Format::larod}},
        {"a7-gpu-native", LarodKind::gpu, {Format::nbg}},
        {"axis-a8-dlpu-tflite", LarodKind::dlpu, {Format::tflite, Format::larod}},
        {"axis-a8-dlpu-native", LarodKind::dlpu, {Format::nbg}},
        {"a9-dlpu-tflite", LarodKind::dlpu, {Format::tflite, Format::larod}},
        {"a9-dlpu-native", LarodKind::dlpu, {}},
        {"ambarella-cvflow", LarodKind::dlpu, {Format::cavalry, Format::larod}},
        {"cv75-dlpu-native", LarodKind::dlpu, {Format::cv75}},
    };
    for (const auto& row : rows) {
        INFO(row.device);
        const LarodDevice* device = ModelRules::built_in().device(row.device);
        REQUIRE(device != nullptr);
        CHECK(device->kind == row.kind);
        CHECK(device->formats == row.formats);
        CHECK_FALSE(device->source.empty());
    }
    CHECK(ModelRules::built_in().device("axis-a8-dlpu-proc") == nullptr);
}

TEST_CASE("a rule has a source, and devices that are in the table") {
    std::set<std::string> ids;
    for (const ModelRule& rule : ModelRules::built_in().rules()) {
        INFO(rule.id);
        CHECK(ids.insert(rule.id).second);
        CHECK_FALSE(rule.devices.empty());
        for (const std::string& name : rule.devices)
            CHECK(ModelRules::built_in().device(name) != nullptr);
        CHECK((rule.effect == ModelEffect::unknown) == rule.source.empty());
        CHECK_FALSE(rule.remedy.empty());
    }
}

TEST_CASE("somebody's word refuses nothing, and general knowledge is a note") {
    using enum ModelEffect;
    CHECK(as_sure_as(refused, Confidence::official) == refused);
    CHECK(as_sure_as(refused, Confidence::measured) == refused);
    CHECK(as_sure_as(refused, Confidence::third_party) == unknown);
    CHECK(as_sure_as(slow, Confidence::third_party) == slow);
    CHECK(as_sure_as(refused, Confidence::general) == note);
    CHECK(as_sure_as(slow, Confidence::general) == note);
    CHECK(as_sure_as(unknown, Confidence::general) == unknown);
}

TEST_CASE("each number of larod has a name and a meaning, once") {
    std::set<std::string> names;
    for (int code = -15; code < 0; ++code) {
        const LarodError* error = ModelRules::built_in().error(code);
        REQUIRE(error != nullptr);
        CHECK(error->name.starts_with("LAROD_ERROR_"));
        CHECK_FALSE(error->what.empty());
        names.insert(error->name);
    }
    CHECK(names.size() == 15);
    CHECK(ModelRules::built_in().error(-2)->name == "LAROD_ERROR_LOAD_MODEL");
    CHECK(ModelRules::built_in().error(-15)->name == "LAROD_ERROR_POWER_NOT_AVAILABLE");
    CHECK(ModelRules::built_in().error(-2)->of_model);
    CHECK_FALSE(ModelRules::built_in().error(-15)->of_model);
    CHECK(ModelRules::built_in().error(-15)->remedy == "try again later");
    CHECK(ModelRules::built_in().error(0) == nullptr);
}
