#include "cli/shared/deploy_progress.hpp"

#include "cli/app/advice.hpp"
#include "support/diagnostics.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

std::string upload_progress(const std::string& name, std::uint64_t sent, std::uint64_t total) {
    if (sent >= total) return fmt::format("{}: installing", name);
    return fmt::format("{}: uploading {:3}%  {} of {}", name, sent * 100 / total,
                       text::human_size(sent), text::human_size(total));
}

// One line when all is well; every check with -v. What refuses is told by the error.
void show_checks(Terminal& terminal, const std::string& prefix,
                 const std::vector<device::Check>& checks) {
    using device::CheckResult;
    const auto count = [&](CheckResult result) {
        return std::ranges::count(checks, result, &device::Check::result);
    };
    for (const device::Check& check : checks) {
        std::string line =
            fmt::format("{}  {:7} {:12} {}", prefix, device::check_result_name(check.result),
                        check.id, check.reason);
        const std::string remedy = advised(check.remedy, check.advice);
        if (!remedy.empty()) line += fmt::format(" ({})", remedy);
        if (check.result == CheckResult::hint)
            terminal.note(line);
        else
            diagnostics::detail("{}", line);
    }
    if (checks.size() > 1)
        terminal.note(
            fmt::format("{}checks: {} yes, {} unknown, {} no", prefix,
                        checks.size() - static_cast<std::size_t>(count(CheckResult::unknown) +
                                                                 count(CheckResult::no)),
                        count(CheckResult::unknown), count(CheckResult::no)));
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
    observer.on_checks = [&terminal, prefix](const std::vector<device::Check>& checks) {
        show_checks(terminal, prefix, checks);
    };
    observer.on_log = [&terminal, prefix, log](const std::vector<std::string>& lines) {
        if (!lines.empty()) terminal.note(prefix + "last lines of its log:");
        for (const std::string& line : lines) terminal.tell("  " + prefix + line);
        if (log != nullptr) *log = lines;
    };
    return observer;
}

void add_permit_options(const Command& verb, device::Permitted& permitted) {
    verb.add_flag("--allow-other-vendor", permitted.other_vendor,
                  "Replace an application of this name that another vendor made");
    verb.add_flag("--allow-bundled", permitted.bundled,
                  "Replace an application that came with AXIS OS");
}

} // namespace acapctl::cli
