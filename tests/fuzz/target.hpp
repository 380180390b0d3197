#pragma once
// What every fuzz target has: libFuzzer's entry point, and what must hold whatever the input.

#include "acapctl/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace acapctl::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Ends the program, so that the input is kept, unless `holds`.
void require(bool holds, const char* what);

// Nothing in it that a terminal obeys.
void require_printable(std::string_view text);

// One sentence that can be printed, and the exit code that blames the input.
void require_refusal(const Failure& failure, ErrorKind expected);

// True if `step` took the input, false if it refused it as it should.
template <typename F>
bool accepts(const F& step, ErrorKind refusal = ErrorKind::invalid_input) {
    try {
        step();
        return true;
    } catch (const Error& error) {
        require_refusal(error.failure(), refusal);
        return false;
    }
}

} // namespace acapctl::fuzz
