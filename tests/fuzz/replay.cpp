// Gives a fuzz target the files of the named directories, one after the other: a regression test
// that needs no fuzzer.
#include "fuzz/target.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : fs::directory_iterator(arguments[i]))
            files.push_back(entry.path());
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        std::printf("%s\n", file.c_str());
        std::fflush(stdout); // the last name is the culprit's
        const std::string bytes = acapctl::read_file(file);
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    std::printf("Every input was taken or refused (%zu inputs in 1 test case)\n", files.size());
    return files.empty() ? 1 : 0;
}
