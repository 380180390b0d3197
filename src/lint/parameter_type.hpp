#pragma once
// The type of a parameter as the header of Axis' parameter API describes it: control words, one of
// a few types and its bounds: "hidden:int:maxlen=5;min=0;max=65535".

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::lint {

struct ParameterType {
    std::vector<std::string> controls{};                       // "hidden", "nosync", ... as written
    std::string base{};                                        // "int", in lower case
    std::vector<std::string> choices{};                        // of bool and enum, what is stored
    std::vector<std::pair<std::string, std::string>> bounds{}; // "maxlen" and its value

    bool is_known() const;
};

ParameterType parse_parameter_type(std::string_view text);

// Why a value cannot be one of that type, as a phrase: "is more than 100". Nothing: it may be, or
// the type says nothing that could be checked.
std::optional<std::string> why_outside(const ParameterType& type, std::string_view value);

} // namespace acapctl::lint
