#include "cli/deploy_progress.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

std::string upload_progress(const std::string& name, std::uint64_t sent, std::uint64_t total) {
    if (sent >= total) return fmt::format("{}: installing", name);
    return fmt::format("{}: uploading {:3}%  {} of {}", name, sent * 100 / total,
                       text::human_size(sent), text::human_size(total));
}

} // namespace

device::DeployObserver deploy_observer(Terminal& terminal, const std::string& device, bool many,
                                       std::vector<std::string>* log) {
    const std::string name = text::visible(device);
    const std::string prefix = many ? name + ": " : "";
    device::DeployObserver observer;
    observer.on_step = [&terminal, prefix](const std::string& step) {
        terminal.note(prefix + step);
    };
    if (!many)
        observer.on_progress = [&terminal, name, shown = std::string()](
                                   std::uint64_t sent, std::uint64_t total) mutable {
            std::string line = upload_progress(name, sent, total);
            if (line != shown) terminal.status(line);
            shown = std::move(line);
        };
    observer.on_log = [&terminal, prefix, log](const std::vector<std::string>& lines) {
        if (!lines.empty()) terminal.note(prefix + "last lines of its log:");
        for (const std::string& line : lines) terminal.stream("  " + prefix + text::visible(line));
        if (log != nullptr) *log = lines;
    };
    return observer;
}

} // namespace acapctl::cli
