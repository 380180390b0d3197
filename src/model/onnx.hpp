#pragma once
// Whether bytes are an ONNX model. The format has no mark: it is a protobuf message, ModelProto of
// onnx.proto, so that its outermost fields tell.

#include <string_view>

namespace acapctl::model {

// All of it is fields that a ModelProto has, a version and a graph among them.
bool is_onnx(std::string_view bytes);

} // namespace acapctl::model
