#include "cli/packages/model_report.hpp"

#include "cli/shared/summary.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

using nlohmann::json;

namespace {

json tensors_json(const std::vector<model::Tensor>& tensors) {
    json list = json::array();
    for (const model::Tensor& tensor : tensors)
        list.push_back({{"name", tensor.name},
                        {"shape", tensor.shape},
                        {"type", tensor.type},
                        {"dynamic", tensor.dynamic},
                        {"scales", tensor.scales},
                        {"scale", or_null(tensor.scale)},
                        {"zeroPoint", or_null(tensor.zero_point)}});
    return list;
}

json operators_json(const std::vector<model::OperatorUse>& operators) {
    json list = json::array();
    for (const model::OperatorUse& use : operators)
        list.push_back({{"name", use.name}, {"count", use.count}, {"custom", use.custom}});
    return list;
}

json tflite_json(const model::Tflite& model) {
    return {{"schema", model.version},
            {"description", or_null(model.description)},
            {"minRuntimeVersion", or_null(model.min_runtime_version)},
            {"subgraphs", model.subgraphs},
            {"inputs", tensors_json(model.inputs)},
            {"outputs", tensors_json(model.outputs)},
            {"operators", operators_json(model.operators)},
            {"quantization",
             {{"kind", model::quantization_name(model.quantization)},
              {"perTensor", model.per_tensor},
              {"perChannel", model.per_channel}}},
            {"tensors",
             {{"count", model.tensors},
              {"types", model.types},
              {"dynamic", model.dynamic},
              {"mostDimensions", model.most_dimensions}}}};
}

std::string shape_of(const model::Tensor& tensor) {
    std::vector<std::string> sizes;
    for (const std::int64_t size : tensor.shape)
        sizes.push_back(size < 0 ? "?" : std::to_string(size));
    return text::join(sizes, "x");
}

std::string quantization_of(const model::Tflite& model) {
    static constexpr const char* words[] = {"8-bit integers", "partly floating point",
                                            "8-bit weights, computes in floating point",
                                            "floating point", "other than 8-bit integers"};
    std::string line = words[static_cast<int>(model.quantization)];
    std::vector<std::string> ways;
    if (model.per_tensor > 0) ways.push_back(fmt::format("{} per tensor", model.per_tensor));
    if (model.per_channel > 0) ways.push_back(fmt::format("{} per channel", model.per_channel));
    return ways.empty() ? line : line + "; tensors quantised: " + text::join(ways, ", ");
}

void add_tensors(const char* what, const std::vector<model::Tensor>& tensors, Table& table) {
    for (const model::Tensor& tensor : tensors)
        table.add({what, tensor.type, Table::or_dash(shape_of(tensor)),
                   tensor.scale ? fmt::format("{:g}", *tensor.scale) : "-",
                   tensor.zero_point ? std::to_string(*tensor.zero_point) : "-",
                   Table::or_dash(tensor.name)});
}

void print_parts(const model::Tflite& model, Terminal& terminal) {
    Table tensors({"TENSOR", "TYPE", "SHAPE", "SCALE", "ZERO", "NAME"});
    add_tensors("input", model.inputs, tensors);
    add_tensors("output", model.outputs, tensors);
    tensors.print(terminal);
    terminal.print("");
    Table operators({"OPERATOR", "COUNT", "KIND"});
    for (const model::OperatorUse& use : model.operators)
        operators.add({use.name, std::to_string(use.count), use.custom ? "custom" : "built-in"});
    operators.print(terminal);
    terminal.print("");
}

Style style_of(sdk::ModelVerdict verdict) {
    if (verdict == sdk::ModelVerdict::dlpu) return Style::green;
    return verdict == sdk::ModelVerdict::refused ? Style::red : Style::yellow;
}

// What Axis says needs no word for how sure it is.
std::string source_of(const sdk::ModelReason& reason) {
    static constexpr const char* words[] = {
        "", "measured: ", "somebody's word: ", "general knowledge: "};
    if (reason.source.empty()) return {};
    return fmt::format(" [{}{}]", words[static_cast<int>(reason.confidence)], reason.source);
}

// Each reason with its remedy and source; or the worst alone.
std::string words_of(const std::string& doubt, const std::vector<sdk::ModelReason>& reasons,
                     bool all) {
    std::vector<std::string> words;
    if (!doubt.empty()) words.push_back(doubt);
    for (const sdk::ModelReason& reason : reasons) {
        if (!all) {
            words.push_back(reason.what);
            break;
        }
        words.push_back(reason.what + (reason.remedy.empty() ? "" : ": " + reason.remedy) +
                        source_of(reason));
    }
    return text::join(words, "; ");
}

void add_advice(const sdk::ModelAdvice& advice, bool all, Table& table) {
    const auto add = [&](const std::string& device, sdk::ModelVerdict verdict,
                         const std::string& why) {
        table.add({Table::or_dash(advice.chip == nullptr ? "" : advice.chip->label),
                   Table::or_dash(device),
                   {sdk::model_verdict_words(verdict), style_of(verdict)},
                   why});
    };
    if (advice.devices.empty()) add("", advice.verdict, words_of("", advice.reasons, all));
    for (const sdk::DeviceAdvice& device : advice.devices)
        if (all || &device == sdk::best_of(advice))
            add(device.device, sdk::verdict_with_doubt(device),
                words_of(device.doubt, device.reasons, all));
}

// Of one chip each larod device with all reasons, of several the best of each.
void print_advice(const std::vector<sdk::ModelAdvice>& advice, Terminal& terminal) {
    Table table({"CHIP", "LAROD DEVICE", "VERDICT", "WHY"});
    for (const sdk::ModelAdvice& each : advice) add_advice(each, advice.size() == 1, table);
    table.print(terminal);
    if (advice.size() > 1)
        terminal.note("--chip CHIP shows all reasons, with sources and remedies");
}

} // namespace

json document_of(const ModelReport& report) {
    const model::ModelFacts& facts = report.facts;
    json advice = json::array();
    for (const sdk::ModelAdvice& each : report.advice) advice.push_back(sdk::json_of(each));
    return {{"kind", "acapctl.inspect/v1"},
            {"model",
             {{"path", report.file},
              {"size", facts.size},
              {"format", model::format_name(facts.format)},
              {"certain", facts.certain},
              {"evidence", or_null(facts.evidence)},
              {"tflite", facts.tflite ? tflite_json(*facts.tflite) : json()}}},
            {"advice", std::move(advice)}};
}

void print_model(const ModelReport& report, Terminal& terminal) {
    const model::ModelFacts& facts = report.facts;
    const char* looks =
        facts.certain || facts.format == model::Format::unknown ? "" : "looks like ";
    print_summary_line("model", report.file, terminal);
    print_summary_line("format",
                       fmt::format("{}{}{}", looks, model::format_label(facts.format),
                                   facts.evidence.empty() ? "" : ": " + facts.evidence),
                       terminal);
    print_summary_line("size", text::human_size(facts.size), terminal);
    if (facts.tflite) {
        print_summary_line("quantization", quantization_of(*facts.tflite), terminal);
        print_summary_line("runtime", facts.tflite->min_runtime_version, terminal);
        print_summary_line("description", facts.tflite->description, terminal);
    }
    terminal.print("");
    if (facts.tflite) print_parts(*facts.tflite, terminal);
    print_advice(report.advice, terminal);
}

} // namespace acapctl::cli
