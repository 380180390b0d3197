// Does what hardening is to stop: `overflow` writes past a buffer whose size only the program knows
// as it runs, `smash` past one on the stack.
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

[[gnu::noinline]] void smash(const char* text, std::size_t size) {
    char buffer[16];
    volatile char* out = buffer; // by no function that checks
    for (std::size_t i = 0; i < size; ++i) out[i] = text[i % 4];
    std::printf("%c\n", buffer[3]);
}

[[gnu::noinline]] void overflow(const char* text, std::size_t size) {
    char* buffer = static_cast<char*>(std::malloc(size / 2));
    std::memcpy(buffer, text, size);
    std::printf("%c\n", buffer[3]);
    std::free(buffer);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::size_t size = std::strlen(argv[2]);
    (std::strcmp(argv[1], "smash") == 0 ? smash : overflow)(argv[2], size);
    return 0;
}
