#include "cli/projects/build_output.hpp"

#include "acapctl/error.hpp"
#include "cli/shared/build_options.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

void BuildOutput::keep(std::string_view line) {
    constexpr std::size_t most = 10'000; // lines: the last ones tell why
    const std::lock_guard lock(mutex_);
    kept_.emplace_back(line);
    if (kept_.size() <= most) return;
    kept_.pop_front();
    ++lost_;
}

void BuildOutput::show() {
    if (lost_ > 0) terminal_.tell(fmt::format("({} lines before these were not kept)", lost_));
    for (const std::string& line : kept_) terminal_.stream(line);
}

builder::Observer BuildOutput::observer() {
    builder::Observer observer = build_observer(terminal_);
    if (terminal_.options().quiet) observer.output = [this](std::string_view line) { keep(line); };
    return observer;
}

builder::Report
BuildOutput::of(const std::function<builder::Report(const builder::Observer&)>& build) {
    try {
        builder::Report report = build(observer());
        if (!report.failures.empty()) show();
        return report;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) show();
        throw;
    }
}

} // namespace acapctl::cli
