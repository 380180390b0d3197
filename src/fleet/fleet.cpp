#include "fleet/fleet.hpp"

#include "support/machine.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>

namespace acapctl::fleet {

ExitCode common_exit_code(const std::vector<ExitCode>& codes) {
    if (std::ranges::find(codes, ExitCode::interrupted) != codes.end())
        return ExitCode::interrupted;
    const auto same = [&](ExitCode code) { return code == codes.front(); };
    if (codes.empty()) return ExitCode::done;
    return std::ranges::all_of(codes, same) ? codes.front() : ExitCode::mixed;
}

ExitCode exit_code(const std::vector<const std::optional<Failure>*>& results) {
    std::vector<ExitCode> codes;
    for (const auto* failure : results)
        codes.push_back(failure->has_value() ? acapctl::exit_code((*failure)->kind)
                                             : ExitCode::done);
    return common_exit_code(codes);
}

SameDevices::SameDevices(const std::vector<device::Target>& targets) {
    std::map<std::string, std::string> by_serial;
    for (const device::Target& target : targets) {
        if (target.serial.empty()) continue;
        const auto [known, first] = by_serial.try_emplace(target.serial, target.name);
        if (!first) first_names_[target.name] = known->second;
    }
}

void SameDevices::check(const std::string& name) const {
    const std::string first = first_name(name);
    if (!first.empty())
        throw Error({.kind = ErrorKind::mixed,
                     .code = code,
                     .message = "same device as " + text::visible(first)});
}

std::string SameDevices::first_name(const std::string& name) const {
    const auto found = first_names_.find(name);
    return found == first_names_.end() ? "" : found->second;
}

std::optional<Failure> failure_of(const std::string& device, const std::function<void()>& work) {
    const std::string name = text::visible(device);
    try {
        work();
        return std::nullopt;
    } catch (const Error& error) {
        return error.on(name).failure();
    } catch (const std::exception& error) {
        return Error(unforeseen(error)).on(name).failure();
    }
}

std::vector<std::optional<Failure>> run_on(const std::vector<device::Target>& targets,
                                           std::size_t jobs,
                                           const std::function<void(std::size_t)>& work) {
    std::vector<std::optional<Failure>> failures(targets.size());
    for_each_index(targets.size(), jobs, [&](std::size_t i) {
        failures[i] = failure_of(targets[i].name, [&] { work(i); });
    });
    return failures;
}

} // namespace acapctl::fleet
