// What a run of a model may cost other applications.
#include "probe/sharing.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::probe;

namespace {

std::string note_on(const char* chip) {
    return model_cache_note(&sdk::Catalog::built_in().chip(chip), "");
}

} // namespace

TEST_CASE("only a run that may take the DLPU is a matter of those who use it") {
    CHECK(may_take_dlpu({}));
    CHECK(may_take_dlpu({"cpu-tflite", "axis-a8-dlpu-tflite"}));
    CHECK(may_take_dlpu({"google-edge-tpu-tflite"}));
    CHECK(may_take_dlpu({"new-tflite"})); // nobody knows
    CHECK_FALSE(may_take_dlpu({"cpu-tflite"}));
    CHECK_FALSE(may_take_dlpu({"armnn-cpu-tflite", "axis-a7-gpu-tflite"}));
}

TEST_CASE("of larod's cache that is said which is on record of the chip") {
    CHECK_THAT(note_on("artpec8"), contains("larod on ARTPEC-8 keeps compiled models in a cache of "
                                            "its own (of 64 MiB and 16 files)"));
    CHECK_THAT(note_on("artpec9"), contains("larod on ARTPEC-9 "));
    CHECK_THAT(note_on("artpec9"), contains("of a size that no source tells"));
    CHECK_THAT(note_on("cv25"), contains("no source says whether larod on CV25"));
    CHECK_THAT(model_cache_note(nullptr, "Axis Artpec-99"),
               contains("no source says whether larod on Axis Artpec-99"));
}
