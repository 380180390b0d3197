#include "model/model.hpp"

#include "model/flatbuffer.hpp"
#include "model/onnx.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace acapctl::model {

namespace {

using namespace std::string_view_literals;

struct Name {
    Format format;
    const char* id;
    const char* label;
};
constexpr std::array<Name, 8> format_names{{
    {Format::unknown, "unknown", "unknown"},
    {Format::tflite, "tflite", "TensorFlow Lite"},
    {Format::edge_tpu, "edge-tpu", "TensorFlow Lite compiled for an Edge TPU"},
    {Format::cavalry, "cavalry", "Ambarella's format for CV25"},
    {Format::cv75, "cv75", "Ambarella's format for CV75"},
    {Format::onnx, "onnx", "ONNX"},
    {Format::larod, "larod", "larod's own format"},
    {Format::nbg, "nbg", "a file compiled for the GPU of ARTPEC-7 or the DLPU of ARTPEC-8"},
}};

// Begins so, or has this at a place; none of it is documented.
struct Magic {
    Format format;
    std::size_t at;
    std::string_view bytes;
    const char* evidence;
};
constexpr std::array<Magic, 3> magics{{
    // 08 alone would be an ONNX file's too.
    {Format::cavalry, 0, "\x08\x00\x02\x02\x03\x00\x00\x00"sv,
     "it begins like the one such file that is known"},
    {Format::cv75, 8, "\xef\xbe\xed\xfe"sv, "it has a mark that both such files known have"},
    {Format::nbg, 0, "VPMN"sv, "it begins with VPMN, which such files are said to do"},
}};

struct Ending {
    Format format;
    std::string_view ending;
};
constexpr std::array<Ending, 5> endings{{
    {Format::tflite, ".tflite"},
    {Format::onnx, ".onnx"},
    {Format::larod, ".larod"},
    {Format::nbg, ".nb"},
    {Format::nbg, ".nbg"},
}};

const Magic* magic_of(std::string_view bytes) {
    const auto found = std::ranges::find_if(magics, [&](const Magic& magic) {
        return bytes.size() >= magic.at && bytes.substr(magic.at).starts_with(magic.bytes);
    });
    return found == magics.end() ? nullptr : &*found;
}

const Ending* ending_of(std::string_view path) {
    const auto found = std::ranges::find_if(
        endings, [&](const Ending& each) { return path.ends_with(each.ending); });
    return found == endings.end() ? nullptr : &*found;
}

// libedgetpu replaces what it takes by one operator of this name (edgetpu.h, kCustomOp).
constexpr std::string_view edge_tpu_operator = "edgetpu-custom-op";

void read(std::string_view bytes, ModelFacts& facts) {
    facts.format = Format::tflite;
    facts.certain = true;
    facts.evidence = "it has the mark TFL3";
    try {
        facts.tflite = read_tflite(bytes);
    } catch (const Damaged& damaged) {
        facts.problem = damaged.what();
        return;
    }
    const OperatorUse* use = facts.tflite->find(edge_tpu_operator);
    if (use == nullptr || !use->custom) return;
    facts.format = Format::edge_tpu;
    facts.evidence = fmt::format("it has the operator {}", edge_tpu_operator);
}

void recognize(std::string_view path, std::string_view bytes, ModelFacts& facts) {
    if (is_tflite(bytes)) return read(bytes, facts);
    if (const Magic* magic = magic_of(bytes)) {
        facts.format = magic->format;
        facts.evidence = magic->evidence;
        return;
    }
    if (is_onnx(bytes)) {
        facts.format = Format::onnx;
        facts.certain = true;
        facts.evidence = "it has the parts of an ONNX model";
        return;
    }
    const Ending* ending = ending_of(path);
    if (ending == nullptr) return;
    facts.format = ending->format;
    facts.evidence = fmt::format("its name ends with {}", ending->ending);
    if (ending->format == Format::tflite) facts.problem = "it lacks the mark TFL3";
    if (ending->format == Format::onnx) facts.problem = "it lacks the parts of an ONNX model";
}

} // namespace

const char* format_name(Format format) {
    return format_names.at(static_cast<std::size_t>(format)).id;
}

const char* format_label(Format format) {
    return format_names.at(static_cast<std::size_t>(format)).label;
}

std::optional<Format> find_format(std::string_view name) {
    const auto found = std::ranges::find(format_names, name, &Name::id);
    if (found == format_names.end()) return std::nullopt;
    return found->format;
}

bool is_model(std::string_view path, std::string_view head) {
    return is_tflite(head) || magic_of(head) != nullptr || ending_of(path) != nullptr;
}

ModelFacts model_facts(std::string_view path, std::string_view bytes) {
    ModelFacts facts{.size = bytes.size()};
    recognize(path, bytes, facts);
    return facts;
}

} // namespace acapctl::model
