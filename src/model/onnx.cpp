#include "model/onnx.hpp"

#include <cstdint>
#include <optional>

namespace acapctl::model {

namespace {

constexpr std::uint64_t ir_version = 1; // fields of ModelProto
constexpr std::uint64_t model_version = 5;
constexpr std::uint64_t graph = 7;
constexpr std::uint64_t newest_ir_version = 100; // 2026: 13
constexpr std::size_t most_fields = 100'000;

std::optional<std::uint64_t> varint(std::string_view& rest) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; !rest.empty() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0) return value;
    }
    return std::nullopt;
}

// Texts and messages: producer, domain, documentation, graph, opsets, metadata, training,
// functions, configuration.
bool has_length(std::uint64_t field) {
    return (field >= 2 && field <= 8 && field != model_version) || field == 14 || field == 20 ||
           field == 25 || field == 26;
}

} // namespace

bool is_onnx(std::string_view bytes) {
    std::string_view rest = bytes;
    bool version = false;
    bool has_graph = false;
    for (std::size_t n = 0; !rest.empty(); ++n) {
        const auto key = varint(rest);
        const auto value = key ? varint(rest) : std::nullopt;
        if (!value || n == most_fields) return false;
        const std::uint64_t field = *key >> 3U;
        const std::uint64_t kind = *key & 7U; // 0: a number, 2: a length and so many bytes
        if (kind == 0 && field == ir_version && *value > 0 && *value <= newest_ir_version)
            version = true;
        else if (kind == 2 && has_length(field) && *value <= rest.size()) {
            rest.remove_prefix(*value);
            has_graph = has_graph || field == graph;
        } else if (kind != 0 || field != model_version)
            return false;
    }
    return version && has_graph;
}

} // namespace acapctl::model
