#pragma once
// What every reader of nested text keeps to, whatever the format. Real documents have a dozen
// levels; whoever has more of them wants the stack of the program that reads, copies or frees them.

namespace acapctl {

inline constexpr int deepest_nesting = 64; // lists, objects, tables and parts of a dotted key

} // namespace acapctl
