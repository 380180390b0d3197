#include "emulator/support/guard.hpp"

#include "support/text.hpp"

#include <cstdio>
#include <exception>

namespace acapctl::emulator {

void complain(std::string_view what) noexcept {
    try {
        std::fprintf(stderr, "acapctl-emulator: %s\n", text::visible(what).c_str());
    } catch (...) {
        std::fputs("acapctl-emulator: out of memory\n", stderr);
    }
}

void complain_of_exception() noexcept {
    try {
        throw;
    } catch (const std::exception& error) {
        complain(error.what());
    } catch (...) {
        complain("an unknown error");
    }
}

} // namespace acapctl::emulator
