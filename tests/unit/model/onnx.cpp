// ONNX, which is recognised by its outermost fields.
#include "model/onnx.hpp"

#include "catch.hpp"

#include <string>

using namespace acapctl::model;
using namespace std::string_literals;

TEST_CASE("an ONNX model is a version, a graph, and nothing that it does not have") {
    const struct {
        const char* what;
        std::string bytes;
        bool expected;
    } rows[] = {
        {"version and graph", "\x08\x08\x3a\x02\x0a\x00"s, true},
        {"with producer, model version and opsets",
         "\x08\x0a\x12\x07pytorch\x28\x00\x3a\x02\x0a\x00\x42\x02\x10\x11"s, true},
        {"fields with two bytes: training, functions", "\x08\x08\x3a\x00\xa2\x01\x00\xca\x01\x00"s,
         true},
        {"in another order", "\x3a\x00\x08\x08"s, true},
        {"without a graph", "\x08\x08\x12\x01x"s, false},
        {"without a version", "\x3a\x02\x0a\x00"s, false},
        {"a version that nobody has", "\x08\xff\x7f\x3a\x00"s, false},
        {"an unknown field", "\x08\x08\x3a\x00\x4a\x00"s, false},
        {"another kind of number", "\x08\x08\x3a\x00\x0d\x00\x00\x00\x00"s, false},
        {"a length beyond the end", "\x08\x08\x3a\x7f\x0a"s, false},
        {"a length that is cut", "\x08\x08\x3a\xff"s, false},
        {"a number without end", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s, false},
        {"a CV25 binary", "\x08\x00\x02\x02\x03\x00\x00\x00\x52\x79\x80\x02\x05\x00\x00\x00"s,
         false},
        {"nothing", "", false},
        {"text", "no model", false},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        CHECK(is_onnx(row.bytes) == row.expected);
    }
}
