#pragma once
// The root of every thread and every call from a C library: an exception that left it would end all
// devices of this emulator.

#include <string_view>

namespace acapctl::emulator {

// A line on standard error, with control characters made visible.
void complain(std::string_view what) noexcept;

// Tells what is being thrown; from a catch block only.
void complain_of_exception() noexcept;

// Runs `work`; false if it threw, which is told.
template <typename Work>
bool guarded(const Work& work) noexcept {
    try {
        work();
        return true;
    } catch (...) {
        complain_of_exception();
        return false;
    }
}

} // namespace acapctl::emulator
