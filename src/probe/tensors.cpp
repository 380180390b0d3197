#include "probe/tensors.hpp"

#include "probe/report_reader.hpp"
#include "probe/shown.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::probe {

using nlohmann::json;

namespace {

bool has_shape(const json& told, const std::vector<std::int64_t>& shape) {
    if (!told.is_array() || told.size() != shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] >= 0 && told[i] != json(shape[i])) return false; // else known as it runs
    return true;
}

void name(json& told, const std::vector<model::Tensor>& known) {
    if (!told.is_array() || told.size() != known.size()) return;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (!has_shape(at_path(told[i], "shape"), known[i].shape)) return;
    for (std::size_t i = 0; i < known.size(); ++i) told[i]["name"] = or_null(known[i].name);
}

std::string shown_shape(const json& shape) {
    std::vector<std::string> sizes;
    if (shape.is_array())
        for (const json& size : shape) sizes.push_back(shown(size));
    return text::join(sizes, "x");
}

void add_rows(const std::string& device, const json& run, std::vector<TensorRow>& rows) {
    for (const auto& [key, label] :
         {std::pair{"inputs", "input"}, std::pair{"outputs", "output"}}) {
        const json& list = at_path(run, key);
        if (!list.is_array()) continue;
        for (std::size_t i = 0; i < list.size(); ++i)
            rows.push_back({device, list.size() == 1 ? label : fmt::format("{} {}", label, i + 1),
                            shown_tensor(list[i])});
    }
}

bool same_tensors(const json& left, const json& right) {
    return at_path(left, "inputs") == at_path(right, "inputs") &&
           at_path(left, "outputs") == at_path(right, "outputs");
}

} // namespace

void name_tensors(json& report, const model::ModelFacts& model) {
    if (!model.tflite || !report.contains("models") || !report["models"].is_array()) return;
    for (json& run : report["models"]) {
        if (run.contains("inputs")) name(run["inputs"], model.tflite->inputs);
        if (run.contains("outputs")) name(run["outputs"], model.tflite->outputs);
    }
}

std::string shown_tensor(const json& tensor) {
    std::vector<std::string> words;
    for (const std::string& word :
         {string_at(tensor, "type"), shown_shape(at_path(tensor, "shape")),
          string_at(tensor, "layout")})
        if (!word.empty()) words.push_back(word);
    Parts parts;
    parts.add(text::join(words, " "));
    if (const json& bytes = at_path(tensor, "bytes"); bytes.is_number())
        parts.add(shown(bytes) + " bytes");
    const std::string name = string_at(tensor, "name");
    return name.empty() ? parts.text() : name + ": " + parts.text();
}

std::vector<TensorRow> tensor_rows(const json& models) {
    std::vector<const json*> runs;
    if (models.is_array())
        for (const json& run : models)
            if (at_path(run, "inputs").is_array() || at_path(run, "outputs").is_array())
                runs.push_back(&run);
    bool same = true;
    for (const json* run : runs) same = same && same_tensors(*run, *runs.front());
    std::vector<TensorRow> rows;
    for (const json* run : runs) {
        add_rows(same ? "" : shown_device(*run), *run, rows);
        if (same) break;
    }
    return rows;
}

} // namespace acapctl::probe
