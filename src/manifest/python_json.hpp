#pragma once
// JSON as Python's json.dump(value, indent=4) writes it, which is how manifest.json gets into a
// package: four spaces, ASCII only, no final newline, numbers as Python prints them.

#include <string>

namespace acapctl {

struct JsonNode;

std::string python_json(const JsonNode& root);

// repr() of a Python float: the shortest digits that read back as the same number.
std::string python_float(double value);

} // namespace acapctl
