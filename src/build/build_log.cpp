#include "build/build_log.hpp"

namespace acapctl::build {

BuildLog::BuildLog(const std::filesystem::path& file, const Observer& listener)
    : file_(file, std::ios::trunc), listener_(listener) {}

Observer BuildLog::observer() {
    return {.note =
                [this](std::string_view text) {
                    write(text);
                    listener_.note(text);
                },
            .output =
                [this](std::string_view line) {
                    write(line);
                    listener_.output(line);
                },
            .warn =
                [this](std::string_view text) {
                    warnings_.emplace_back(text);
                    write("warning: " + warnings_.back());
                    listener_.warn(text);
                }};
}

void BuildLog::write(std::string_view line) {
    file_ << line << std::endl; // is there even if this process is killed
}

} // namespace acapctl::build
