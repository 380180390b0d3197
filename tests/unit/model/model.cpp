// Which format a file has.
#include "model/model.hpp"

#include "catch.hpp"
#include "unit/model/samples.hpp"

using namespace acapctl;
using namespace acapctl::model;
using namespace std::string_literals;

namespace {

const std::string cavalry = "\x08\x00\x02\x02\x03\x00\x00\x00\x52\x79\x80\x02\x05\x00\x00\x00"s;
const std::string cv75 = "\x03\x00\x03\x00\x8e\xea\x5d\x0e\xef\xbe\xed\xfe\x09\x00\x00\x00"s;
const std::string onnx = "\x08\x08\x12\x04seed\x3a\x02\x0a\x00\x42\x02\x10\x11"s;

} // namespace

TEST_CASE("a model is recognised by its bytes, else by its name") {
    struct Case {
        std::string path;
        std::string bytes;
        Format format;
        bool certain;
    };
    for (const Case& each : std::vector<Case>{
             {"m.tflite", samples::model("int8"), Format::tflite, true},
             {"m.bin", samples::model("int8"), Format::tflite, true},
             {"m.tflite", samples::model("edge-tpu"), Format::edge_tpu, true},
             {"m.bin", cavalry, Format::cavalry, false}, // begins with 08, as ONNX does
             {"m.onnx", cavalry, Format::cavalry, false},
             {"m.bin", cv75, Format::cv75, false},
             {"m", onnx, Format::onnx, true},
             {"m.larod", "anything", Format::larod, false},
             {"m.nb", "anything", Format::nbg, false},
             {"m.bin", "VPMN and more", Format::nbg, false},
             {"m.bin", "anything", Format::unknown, false},
             {"m.bin", "", Format::unknown, false}}) {
        INFO(each.path);
        const ModelFacts facts = model_facts(each.path, each.bytes);
        CHECK(facts.format == each.format);
        CHECK(facts.certain == each.certain);
        CHECK(facts.problem.empty());
        CHECK(facts.evidence.empty() == (each.format == Format::unknown));
        CHECK(facts.size == each.bytes.size());
    }
}

TEST_CASE("a name that promises more than the bytes is a problem") {
    CHECK(model_facts("m.tflite", "no model").problem == "it lacks the mark TFL3");
    CHECK(model_facts("m.onnx", "no model").problem == "it lacks the parts of an ONNX model");
    const std::string cut = samples::model("int8").substr(0, 700);
    CHECK(model_facts("m.tflite", cut).problem == "an offset leads out of the file");
    CHECK_FALSE(model_facts("m.tflite", cut).tflite);
}

TEST_CASE("an operator of that name alone makes no Edge TPU model") {
    CHECK(model_facts("m.tflite", samples::model("custom")).format == Format::tflite);
}

TEST_CASE("what is taken for a model among other files") {
    CHECK(is_model("m.tflite", ""));
    CHECK(is_model("lib/m.nbg", ""));
    CHECK(is_model("m.bin", cv75));
    CHECK(is_model("anything", samples::model("int8").substr(0, longest_mark)));
    CHECK_FALSE(is_model("m.bin", "anything"));
    CHECK_FALSE(is_model("sample", "\x7f"
                                   "ELF"));
    CHECK_FALSE(is_model("sample", ""));
}

TEST_CASE("formats have names for documents") {
    for (const char* name :
         {"unknown", "tflite", "edge-tpu", "cavalry", "cv75", "onnx", "larod", "nbg"}) {
        REQUIRE(find_format(name));
        CHECK(format_name(*find_format(name)) == std::string(name));
    }
    CHECK_FALSE(find_format("pytorch"));
}
