// Tables and fields by their numbers in TensorFlow's lite/schema/schema.fbs, version 3.
#include "model/tflite.hpp"

#include "model/flatbuffer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::data {
extern const std::string_view tflite_operators; // one name a line, the line is its number
}

namespace acapctl::model {

namespace {

constexpr std::string_view identifier = "TFL3"; // behind the offset of the root
constexpr std::uint32_t known_version = 3;
// Real models have some thousand tensors and operators, and a handful of inputs.
constexpr std::size_t most_steps = 8'000'000; // tables, numbers and texts read
constexpr std::size_t most_kept = 256;        // entries of a list
constexpr std::size_t longest_text = 256;     // bytes
constexpr std::size_t most_sizes = 32;        // of a shape
constexpr std::int32_t custom_operator = 32;

std::string cut(std::string_view text) {
    return std::string(text.substr(0, longest_text));
}

const char* type_name(std::int8_t type) {
    static constexpr const char* names[] = {
        "FLOAT32", "FLOAT16",  "INT32",     "UINT8",  "INT64",   "STRING",
        "BOOL",    "INT16",    "COMPLEX64", "INT8",   "FLOAT64", "COMPLEX128",
        "UINT64",  "RESOURCE", "VARIANT",   "UINT32", "UINT16",  "INT4"};
    if (type < 0 || static_cast<std::size_t>(type) >= std::size(names)) return "unknown";
    return names[type];
}

std::string operator_name(std::int32_t code) {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> list;
        std::string_view rest = data::tflite_operators;
        for (std::size_t end = 0; (end = rest.find('\n')) != std::string_view::npos;
             rest.remove_prefix(end + 1))
            list.push_back(rest.substr(0, end));
        return list;
    }();
    if (code < 0 || static_cast<std::size_t>(code) >= names.size())
        return fmt::format("operator {}", code);
    return std::string(names[static_cast<std::size_t>(code)]);
}

// Of tensors that are no constants.
struct Computed {
    std::size_t bytes = 0;    // 8-bit integers
    std::size_t floating = 0; // of whatever width
    std::size_t words = 0;    // quantised integers that are wider than that
};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : bytes_(bytes, most_steps) {}

    Tflite read() {
        const FlatTable model(bytes_, bytes_.target(0));
        facts_.version = model.number<std::uint32_t>(0, 0);
        if (facts_.version != known_version)
            throw Damaged(
                fmt::format("its schema version is {}, not {}", facts_.version, known_version));
        codes_ = model.vector(1, 4);
        buffers_ = model.vector(4, 4);
        facts_.description = cut(model.text(3));
        const FlatVector graphs = model.vector(2, 4);
        facts_.subgraphs = graphs.size();
        if (graphs.size() == 0) throw Damaged("it has no graph");
        for (std::size_t i = 0; i < graphs.size(); ++i) graph(graphs.table(i), i == 0);
        metadata(model.vector(6, 4));
        classify();
        std::ranges::stable_sort(facts_.operators, std::greater<>(), &OperatorUse::count);
        return std::move(facts_);
    }

  private:
    std::size_t index(const FlatVector& list, std::uint64_t i, const char* what) const {
        if (i >= list.size()) throw Damaged(fmt::format("it names {} that is not there", what));
        return static_cast<std::size_t>(i);
    }

    void graph(const FlatTable& graph, bool first) {
        const FlatVector tensors = graph.vector(0, 4);
        for (std::size_t i = 0; i < tensors.size(); ++i) count(tensors.table(i));
        if (first) {
            facts_.inputs = named(tensors, graph.vector(1, 4));
            facts_.outputs = named(tensors, graph.vector(2, 4));
        }
        const FlatVector operators = graph.vector(3, 4);
        for (std::size_t i = 0; i < operators.size(); ++i) add_operator(operators.table(i));
    }

    std::vector<Tensor> named(const FlatVector& tensors, const FlatVector& numbers) const {
        if (numbers.size() > most_kept)
            throw Damaged("it has more inputs or outputs than any model");
        std::vector<Tensor> list;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto number = numbers.number<std::int32_t>(i);
            const auto at = static_cast<std::uint64_t>(static_cast<std::uint32_t>(number));
            list.push_back(tensor(tensors.table(index(tensors, at, "a tensor"))));
        }
        return list;
    }

    static std::vector<std::int64_t> sizes(const FlatTable& tensor, unsigned field) {
        const FlatVector shape = tensor.vector(field, 4);
        if (shape.size() > most_sizes) throw Damaged("a tensor has more dimensions than any model");
        std::vector<std::int64_t> list;
        for (std::size_t i = 0; i < shape.size(); ++i)
            list.push_back(shape.number<std::int32_t>(i));
        return list;
    }

    // shape_signature has -1 where shape has the size to begin with.
    static std::vector<std::int64_t> shape_of(const FlatTable& tensor) {
        const auto shape = sizes(tensor, 0);
        const auto signature = sizes(tensor, 7);
        return signature.size() == shape.size() ? signature : shape;
    }

    static bool is_dynamic(const std::vector<std::int64_t>& shape) {
        return std::ranges::any_of(shape, [](std::int64_t size) { return size < 0; });
    }

    static Tensor tensor(const FlatTable& table) {
        Tensor tensor{.name = cut(table.text(3)),
                      .shape = shape_of(table),
                      .type = type_name(table.number<std::int8_t>(1, 0))};
        tensor.dynamic = is_dynamic(tensor.shape);
        const auto quantization = table.table(4);
        if (!quantization) return tensor;
        const FlatVector scales = quantization->vector(2, 4);
        const FlatVector zeros = quantization->vector(3, 8);
        tensor.scales = scales.size();
        if (scales.size() > 0) tensor.scale = scales.number<float>(0);
        if (zeros.size() > 0) tensor.zero_point = zeros.number<std::int64_t>(0);
        return tensor;
    }

    bool is_constant(const FlatTable& tensor) const {
        const auto number = tensor.number<std::uint32_t>(2, 0);
        if (number == 0) return false;
        const FlatTable buffer = buffers_.table(index(buffers_, number, "a buffer"));
        // Files of more than 2 GB have their weights behind the FlatBuffers part.
        if (buffer.number<std::uint64_t>(1, 0) > 1)
            throw Damaged("its weights lie outside of its FlatBuffers part");
        return buffer.vector(0, 1).size() > 0;
    }

    void count(const FlatTable& tensor) {
        ++facts_.tensors;
        const std::string type = type_name(tensor.number<std::int8_t>(1, 0));
        ++facts_.types[type];
        const auto shape = shape_of(tensor);
        facts_.most_dimensions = std::max(facts_.most_dimensions, shape.size());
        if (is_dynamic(shape)) ++facts_.dynamic;
        const auto quantization = tensor.table(4);
        const std::size_t scales = quantization ? quantization->vector(2, 4).size() : 0;
        const bool constant = is_constant(tensor);
        if (scales == 1) ++facts_.per_tensor;
        if (scales > 1) ++facts_.per_channel;
        if (scales > 1 && !constant) ++facts_.per_channel_computed;
        if (constant) {
            constant_bytes_ += type == "INT8" || type == "UINT8" || type == "INT4" ? 1 : 0;
            return;
        }
        if (type.starts_with("FLOAT")) ++computed_.floating;
        if (type == "INT8" || type == "UINT8") ++computed_.bytes;
        if (type == "INT16" && scales > 0) ++computed_.words;
    }

    void add_operator(const FlatTable& used) {
        const auto number = used.number<std::uint32_t>(0, 0);
        const FlatTable code = codes_.table(index(codes_, number, "an operator"));
        // The older field holds 127 where the number is greater.
        const std::int32_t builtin =
            std::max<std::int32_t>(code.number<std::int8_t>(0, 0), code.number<std::int32_t>(3, 0));
        const bool custom = builtin == custom_operator;
        const std::string name = custom ? cut(code.text(1)) : operator_name(builtin);
        auto known = uses_.find({name, custom});
        if (known == uses_.end()) {
            if (uses_.size() == most_kept) throw Damaged("it has more operators than any model");
            known = uses_.emplace(std::pair{name, custom}, facts_.operators.size()).first;
            facts_.operators.push_back({name, custom, 0});
        }
        ++facts_.operators[known->second].count;
    }

    void metadata(const FlatVector& entries) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const FlatTable entry = entries.table(i);
            if (entry.text(0) != "min_runtime_version") continue;
            const auto number = entry.number<std::uint32_t>(1, 0);
            const FlatTable buffer = buffers_.table(index(buffers_, number, "a buffer"));
            const std::string_view text = buffer.text(0); // filled up with zeros
            facts_.min_runtime_version = cut(text.substr(0, text.find('\0')));
        }
    }

    void classify() {
        for (const Tensor& input : facts_.inputs)
            if (input.shape.size() >= 2)
                facts_.largest_input_batch = std::max(facts_.largest_input_batch, input.shape[0]);
        if (computed_.words > 0) return; // 16-bit integers: another way of quantisation
        if (computed_.bytes > 0)
            facts_.quantization =
                computed_.floating == 0 ? Quantization::integer : Quantization::mixed;
        else if (computed_.floating > 0)
            facts_.quantization =
                constant_bytes_ == 0 ? Quantization::floating : Quantization::weights;
    }

    FlatBytes bytes_;
    FlatVector codes_{};
    FlatVector buffers_{};
    Tflite facts_{};
    Computed computed_{};
    std::size_t constant_bytes_ = 0;
    std::map<std::pair<std::string, bool>, std::size_t> uses_; // in facts_.operators
};

} // namespace

const char* quantization_name(Quantization quantization) {
    static constexpr const char* names[] = {"integer", "mixed", "weights", "float", "other"};
    return names[static_cast<int>(quantization)];
}

const OperatorUse* Tflite::find(std::string_view operator_name) const {
    const auto found = std::ranges::find(operators, operator_name, &OperatorUse::name);
    return found == operators.end() ? nullptr : &*found;
}

bool is_tflite(std::string_view bytes) {
    return bytes.size() >= 8 && bytes.substr(4, 4) == identifier;
}

Tflite read_tflite(std::string_view bytes) {
    if (!is_tflite(bytes)) throw Damaged("it lacks the mark TFL3");
    return Reader(bytes).read();
}

} // namespace acapctl::model
