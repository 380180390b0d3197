#pragma once
// The one error type of acapctl and the exit codes it maps to.

#include "acapctl/advice.hpp"
#include "acapctl/export.hpp"

#include <exception>
#include <string>
#include <vector>

namespace acapctl {

// What a process may end with. The numbers are a contract with scripts: `acapctl help exit-codes`
// prints them, and a test compares that page with this list.
enum class ExitCode : int {
    done = 0,          // done, and verified
    unexpected = 1,    // a defect in acapctl, a lost result, or a machine out of memory
    usage = 2,         // wrong options or arguments
    invalid_input = 3, // manifest, package, lint errors, a diff threshold passed, a file
    authentication = 4,
    unreachable = 5, // device unreachable or timed out
    refused = 6,     // the device refused (VAPIX error)
    build_failed = 7,
    engine_unavailable = 8, // no container engine, or no SDK image
    incompatible = 9,       // refused before touching the device
    mixed = 10,             // devices failed in different ways, or only some failed
    untrusted = 11,         // the device's certificate is not the trusted one
    condition = 12,         // a waited-for condition did not come true in time, or did not last
    interrupted = 130,
};

// What kind of failure it is: what callers decide by. Which exit code it becomes is decided in one
// place, exit_code().
enum class ErrorKind {
    unexpected,
    usage,
    invalid_input,
    authentication,
    unreachable,
    refused,
    build_failed,
    engine_unavailable,
    incompatible,
    mixed,
    untrusted,
    condition,
    interrupted
};
ACAPCTL_API ExitCode exit_code(ErrorKind kind);
// Stable identifier of a kind, as the `code` of a JSON error that has no narrower one:
// "invalid-input", "unreachable", ...
ACAPCTL_API const char* error_kind_name(ErrorKind kind);

// Everything a person or a script learns of a failure.
struct Failure {
    ErrorKind kind = ErrorKind::unexpected;
    std::string code{};           // narrower identifier, kebab-case; empty: error_kind_name(kind)
    std::string message{};        // what, where and why; one sentence, no final full stop
    std::string hint{};           // what to do next, in plain words; may be empty
    std::vector<Advice> advice{}; // what else to do, for the program to put into its words
    bool retryable = false;       // the same command may succeed later without a change
    std::string device{};         // the device concerned, as the user named it; may be empty
};

// Thrown by everything above the HTTP transport. `what()` is the message.
class ACAPCTL_API Error : public std::exception {
  public:
    explicit Error(Failure failure);

    const char* what() const noexcept override { return failure_.message.c_str(); }
    const Failure& failure() const noexcept { return failure_; }
    ErrorKind kind() const noexcept { return failure_.kind; }

    // The same error, said of one device.
    Error on(std::string device) const;

  private:
    Failure failure_;
};

// Short forms for the two commonest kinds.
[[noreturn]] ACAPCTL_API void throw_usage(std::string message, std::string hint = {},
                                          std::vector<Advice> advice = {});
[[noreturn]] ACAPCTL_API void throw_invalid(std::string message, std::string hint = {},
                                            std::vector<Advice> advice = {});

} // namespace acapctl
