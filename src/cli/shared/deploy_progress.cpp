#include "cli/shared/deploy_progress.hpp"

#include "cli/app/advice.hpp"
#include "support/diagnostics.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

std::string upload_progress(std::uint64_t sent, std::uint64_t total) {
    if (sent >= total) return "installing";
    return fmt::format("uploading {:3}%  {} of {}", sent * 100 / total, text::human_size(sent),
                       text::human_size(total));
}

// How one device of a deploy speaks. At a terminal the steps of several are a sign of life in the
// one status line; elsewhere they are notes.
struct Voice {
    Terminal& terminal;
    std::string name{};
    bool many = false;

    std::string prefix() const { return many ? name + ": " : ""; }
    void note(const std::string& text) const {
        if (many)
            terminal.note_of(name, text);
        else
            terminal.note(text);
    }
    void step(const std::string& text) const {
        if (many && terminal.progress_is_live())
            diagnostics::detail("{}: {}", name, text);
        else
            note(text);
        if (many) terminal.doing(name, text);
    }
};

// One line when all is well; every check with -v. What refuses is told by the error.
void show_checks(const Voice& voice, const std::vector<device::Check>& checks) {
    using device::CheckResult;
    const auto count = [&](CheckResult result) {
        return std::ranges::count(checks, result, &device::Check::result);
    };
    for (const device::Check& check : checks) {
        std::string line = fmt::format("  {:7} {:12} {}", device::check_result_name(check.result),
                                       check.id, check.reason);
        const std::string remedy = advised(check.remedy, check.advice);
        if (!remedy.empty()) line += fmt::format(" ({})", remedy);
        if (check.result == CheckResult::hint)
            voice.note(line);
        else
            diagnostics::detail("{}{}", voice.prefix(), line);
    }
    const auto unknown = count(CheckResult::unknown);
    const auto no = count(CheckResult::no);
    if (checks.size() > 1)
        voice.step(fmt::format("checks: {} yes, {} unknown, {} no",
                               checks.size() - static_cast<std::size_t>(unknown + no), unknown,
                               no));
}

} // namespace

device::DeployObserver deploy_observer(Terminal& terminal, const std::string& device, bool many,
                                       std::vector<std::string>* log) {
    const Voice voice{terminal, device, many};
    device::DeployObserver observer;
    observer.on_step = [voice](const std::string& step) { voice.step(step); };
    observer.on_progress = [voice](std::uint64_t sent, std::uint64_t total) {
        const std::string whose = voice.many ? "" : voice.name + ": "; // beside its name
        voice.terminal.doing(voice.name, whose + upload_progress(sent, total));
    };
    observer.on_checks = [voice](const std::vector<device::Check>& checks) {
        show_checks(voice, checks);
    };
    observer.on_log = [voice, log](const std::vector<std::string>& lines) {
        if (!lines.empty()) voice.terminal.note(voice.prefix() + "last lines of its log:");
        // No line of ours begins with what a device says: a CI system could take it for a command.
        const std::string mark = voice.many ? voice.prefix() : "| ";
        for (const std::string& line : lines) voice.terminal.tell("  " + mark + line);
        if (log != nullptr) *log = lines;
    };
    return observer;
}

device::DeployObserver paced(device::DeployObserver observer, RateLimit& rate,
                             const std::stop_token& stop) {
    observer.on_progress = [&rate, stop, before = std::uint64_t{0},
                            shown = std::move(observer.on_progress)](std::uint64_t sent,
                                                                     std::uint64_t total) mutable {
        if (shown) shown(sent, total);
        if (sent > before) rate.take(sent - before, stop); // less: it is sent once more
        before = sent;
    };
    return observer;
}

void give_bounds(const DeviceOptions& devices, device::DeployOptions& how) {
    how.repeats = retries_of(devices);
    if (const auto timeout = timeout_of(devices)) how.patience = how.resolve = *timeout;
}

void add_permit_options(const Command& verb, device::Permitted& permitted) {
    verb.add_flag("--allow-other-vendor", permitted.other_vendor,
                  "Replace an application of this name that another vendor made");
    verb.add_flag("--allow-bundled", permitted.bundled,
                  "Replace an application that came with AXIS OS");
}

} // namespace acapctl::cli
