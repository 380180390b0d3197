#include "acapctl/error.hpp"

#include <utility>

namespace acapctl {

const char* exit_code_name(ExitCode exit) {
    switch (exit) {
    case ExitCode::done:
        return "done";
    case ExitCode::unexpected:
        return "unexpected";
    case ExitCode::usage:
        return "usage";
    case ExitCode::invalid_input:
        return "invalid-input";
    case ExitCode::authentication:
        return "authentication";
    case ExitCode::unreachable:
        return "unreachable";
    case ExitCode::refused:
        return "refused";
    case ExitCode::build_failed:
        return "build-failed";
    case ExitCode::engine_unavailable:
        return "engine-unavailable";
    case ExitCode::incompatible:
        return "incompatible";
    case ExitCode::mixed:
        return "mixed";
    case ExitCode::untrusted:
        return "untrusted";
    case ExitCode::condition:
        return "condition";
    case ExitCode::interrupted:
        return "interrupted";
    }
    return "unexpected";
}

Error::Error(Failure failure) : failure_(std::move(failure)) {
    if (failure_.code.empty()) failure_.code = exit_code_name(failure_.exit);
}

Error Error::on(std::string device) const {
    Failure named = failure_;
    named.device = std::move(device);
    return Error(std::move(named));
}

void throw_usage(std::string message, std::string hint) {
    throw Error({.exit = ExitCode::usage, .message = std::move(message), .hint = std::move(hint)});
}

void throw_invalid(std::string message, std::string hint) {
    throw Error(
        {.exit = ExitCode::invalid_input, .message = std::move(message), .hint = std::move(hint)});
}

} // namespace acapctl
