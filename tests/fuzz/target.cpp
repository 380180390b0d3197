#include "fuzz/target.hpp"

#include "support/text.hpp"

#include <cstdio>
#include <cstdlib>

namespace acapctl::fuzz {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void require_printable(std::string_view text) {
    if (text::visible(text) == text) return;
    std::fprintf(stderr, "not printable: %s\n", text::visible(text).c_str());
    std::abort();
}

void require_refusal(const Failure& failure, ErrorKind expected) {
    require_printable(failure.message);
    require_printable(failure.hint);
    require(!failure.message.empty(), "an error says what is wrong");
    if (failure.kind == expected) return;
    std::fprintf(stderr, "exit %d: %s\n", static_cast<int>(exit_code(failure.kind)),
                 failure.message.c_str());
    std::abort();
}

} // namespace acapctl::fuzz
