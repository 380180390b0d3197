#include "acapctl/error.hpp"

#include <utility>

namespace acapctl {

namespace {

struct Row {
    ErrorKind kind;
    ExitCode exit;
    const char* name;
};

constexpr Row rows[] = {
    {ErrorKind::unexpected, ExitCode::unexpected, "unexpected"},
    {ErrorKind::usage, ExitCode::usage, "usage"},
    {ErrorKind::invalid_input, ExitCode::invalid_input, "invalid-input"},
    {ErrorKind::authentication, ExitCode::authentication, "authentication"},
    {ErrorKind::unreachable, ExitCode::unreachable, "unreachable"},
    {ErrorKind::refused, ExitCode::refused, "refused"},
    {ErrorKind::build_failed, ExitCode::build_failed, "build-failed"},
    {ErrorKind::engine_unavailable, ExitCode::engine_unavailable, "engine-unavailable"},
    {ErrorKind::incompatible, ExitCode::incompatible, "incompatible"},
    {ErrorKind::mixed, ExitCode::mixed, "mixed"},
    {ErrorKind::untrusted, ExitCode::untrusted, "untrusted"},
    {ErrorKind::condition, ExitCode::condition, "condition"},
    {ErrorKind::interrupted, ExitCode::interrupted, "interrupted"},
};

const Row& row_of(ErrorKind kind) {
    for (const Row& row : rows)
        if (row.kind == kind) return row;
    return rows[0];
}

} // namespace

ExitCode exit_code(ErrorKind kind) {
    return row_of(kind).exit;
}

const char* error_kind_name(ErrorKind kind) {
    return row_of(kind).name;
}

Error::Error(Failure failure) : failure_(std::move(failure)) {
    if (failure_.code.empty()) failure_.code = error_kind_name(failure_.kind);
}

Error Error::on(std::string device) const {
    Failure named = failure_;
    named.device = std::move(device);
    return Error(std::move(named));
}

void throw_usage(std::string message, std::string hint, std::vector<Advice> advice) {
    throw Error({.kind = ErrorKind::usage,
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

void throw_invalid(std::string message, std::string hint, std::vector<Advice> advice) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

} // namespace acapctl
