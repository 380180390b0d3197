#pragma once
// A failure as the JSON that scripts get, of acapctl and of the emulator.

#include "acapctl/error.hpp"
#include "support/json.hpp"

namespace acapctl {

// The "error" object of a document, also used for one device of a report.
inline nlohmann::json error_object(const Failure& failure) {
    return {{"code", failure.code.empty() ? error_kind_name(failure.kind) : failure.code},
            {"message", failure.message},
            {"hint", or_null(failure.hint)},
            {"retryable", failure.retryable},
            {"device", or_null(failure.device)},
            {"exit", static_cast<int>(exit_code(failure.kind))}};
}

inline nlohmann::json error_document(const Failure& failure) {
    return {{"kind", "acapctl.error/v1"}, {"error", error_object(failure)}};
}

} // namespace acapctl
