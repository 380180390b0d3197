#include "support/machine.hpp"

#include "support/text.hpp"

#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <system_error>

#include <dirent.h>
#include <fmt/format.h>
#include <sys/resource.h>

namespace acapctl {

namespace {

Failure failure(const char* code, std::string message, std::string hint,
                std::vector<Advice> advice = {}) {
    return {.kind = ErrorKind::unexpected,
            .code = code,
            .message = std::move(message),
            .hint = std::move(hint),
            .advice = std::move(advice)};
}

std::string remedy_of(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "free some space there";
    case EACCES:
    case EPERM:
        return "see with 'ls -la' whom it and its directory belong to, and who may write there";
    case EROFS:
        return "its file system is read-only: have it written elsewhere";
    default:
        return {};
    }
}

} // namespace

bool is_of_this_machine(int error) {
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

Failure machine_failure(int error, const std::string& doing) {
    if (error == EMFILE)
        return failure("no-descriptors",
                       fmt::format("this process may open no more files, to {}", doing),
                       "'ulimit -n' is how many: raise it", {{Advice::work_on_fewer}});
    if (error == ENFILE)
        return failure("no-descriptors",
                       fmt::format("this machine can open no more files, to {}", doing),
                       "end other programs, or raise fs.file-max with sysctl");
    if (error == EAGAIN)
        return failure(
            "no-threads",
            fmt::format("this machine starts no more processes or threads, to {}", doing),
            "'ulimit -u' and the limit of the container or service say how many: raise it",
            {{Advice::work_on_fewer}});
    return failure("no-memory", fmt::format("this machine has no more memory, to {}", doing),
                   "end other programs, or raise the limit ('ulimit -v', or the container's)");
}

void throw_system_error(int error, const std::string& doing) {
    if (is_of_this_machine(error)) throw Error(machine_failure(error, doing));
    throw_invalid(fmt::format("cannot {}: {}", doing, std::strerror(error)));
}

void throw_write_error(int error, const std::string& doing) {
    if (is_of_this_machine(error)) throw Error(machine_failure(error, doing));
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "cannot-write",
                 .message = fmt::format("cannot {}: {}", doing, std::strerror(error)),
                 .hint = remedy_of(error)});
}

Failure unforeseen(const std::exception& error) {
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
        return machine_failure(ENOMEM, "go on");
    if (const auto* of_system = dynamic_cast<const std::system_error*>(&error)) {
        const int number = of_system->code().value();
        const bool is_errno = of_system->code().category() == std::system_category() ||
                              of_system->code().category() == std::generic_category();
        if (is_errno && (is_of_this_machine(number) || number == EAGAIN))
            return machine_failure(number, "go on");
    }
    return {.message = text::visible(error.what()),
            .hint = "this is a defect in acapctl; please report it"};
}

std::size_t descriptors_left() {
    constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unknown;
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir("/proc/self/fd"), ::closedir);
    if (!open) return errno == EMFILE || errno == ENFILE ? 0 : unknown;
    std::size_t used = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        // One that was opened before the limit was lowered does not count.
        const auto number = text::parse_unsigned(entry->d_name);
        if (number && *number < limit.rlim_cur) ++used;
    }
    --used; // of the directory itself
    return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

} // namespace acapctl
