// A model: what it is made of, and where it would run. The first byte chooses the file's name.
#include "model/model.hpp"
#include "fuzz/target.hpp"
#include "sdk/model_advice.hpp"

#include <algorithm>
#include <array>

using namespace acapctl;

namespace {

void check(const model::Tflite& model) {
    constexpr std::size_t most = 256; // entries of a list, bytes of a text
    fuzz::require(model.inputs.size() <= most && model.outputs.size() <= most &&
                      model.operators.size() <= most,
                  "a list has a bound");
    std::size_t typed = 0;
    for (const auto& [type, count] : model.types) typed += count;
    fuzz::require(typed == model.tensors, "each tensor has one type");
    fuzz::require(model.per_tensor + model.per_channel <= model.tensors, "no tensor counts twice");
    fuzz::require(model.per_channel_computed <= model.per_channel, "a part is no more than all");
    for (const auto* list : {&model.inputs, &model.outputs})
        for (const model::Tensor& tensor : *list)
            fuzz::require(tensor.name.size() <= most && tensor.shape.size() <= 32,
                          "a tensor has a bound");
    for (const model::OperatorUse& use : model.operators)
        fuzz::require(use.count > 0 && use.name.size() <= most, "an operator in the list is used");
}

void check(const sdk::ModelAdvice& advice) {
    for (const sdk::DeviceAdvice& device : advice.devices) {
        fuzz::require(!device.reasons.empty(), "a verdict has a reason");
        for (const sdk::ModelReason& reason : device.reasons) {
            fuzz::require_printable(reason.what);
            fuzz::require_printable(reason.remedy);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::array names{"a.tflite", "a.onnx", "a.larod", "a.nb", "a.bin"};
    if (size == 0) return 0;
    const auto bytes = fuzz::text_of(data, size).substr(1);
    const model::ModelFacts facts = model::model_facts(names.at(*data % names.size()), bytes);
    fuzz::require_printable(facts.problem);
    fuzz::require_printable(facts.evidence);
    fuzz::require(!facts.tflite || facts.problem.empty(), "what has parts could be read");
    if (facts.tflite) check(*facts.tflite);
    const sdk::Catalog& catalog = sdk::Catalog::built_in();
    for (const sdk::Chip& chip : catalog.chips()) {
        const sdk::ModelAdvice advice = sdk::advise(facts, chip, catalog);
        check(advice);
        fuzz::require(facts.problem.empty() || advice.verdict >= sdk::ModelVerdict::unknown,
                      "what could not be read runs nowhere for certain");
    }
    return 0;
}
