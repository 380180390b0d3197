#include "emulator/state/state.hpp"

#include "emulator/http/certificate.hpp"
#include "emulator/state/accounts.hpp"
#include "emulator/state/settings.hpp"
#include "emulator/support/guard.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_unusable(const fs::path& directory, int error) {
    throw Error({.kind = ErrorKind::usage,
                 .code = "cannot-write",
                 .message = fmt::format("cannot keep the device's state in {}: {}",
                                        text::visible(directory.string()), std::strerror(error)),
                 .hint = "name another directory with --state"});
}

// Two emulators on one state would tear each other's applications away.
Descriptor lock_state(const StateFiles& files) {
    make_private_directory(files.directory);
    for (const fs::path& directory :
         {files.uploads(), files.applications(), files.incoming(), files.outgoing()})
        make_private_directory(directory);
    Descriptor lock(::open((files.directory / "lock").c_str(),
                           O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!lock) throw_unusable(files.directory, errno);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
    throw Error({.kind = ErrorKind::usage,
                 .code = "state-in-use",
                 .message = fmt::format("another emulator uses the state in {}",
                                        text::visible(files.directory.string())),
                 .hint = "end it, or name another directory with --state"});
}

void check_state(const StateFiles& files) {
    if (fs::exists(files.settings())) read_state(files.settings(), parse_settings);
    if (fs::exists(files.accounts())) read_state(files.accounts(), parse_accounts);
    read_certificate(files.directory);
    read_applications(files.applications());
}

// A name that is free, beside the directory.
fs::path set_aside(const fs::path& directory) {
    const std::string name = fmt::format("{}.damaged-{}", directory.string(), utc_name_text());
    fs::path target = name;
    for (int i = 2; fs::exists(fs::symlink_status(target)); ++i)
        target = fmt::format("{}-{}", name, i);
    fs::rename(directory, target);
    return target;
}

} // namespace

void make_private_directory(const fs::path& directory) {
    std::error_code failure;
    fs::create_directories(directory, failure);
    const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) throw_unusable(directory, failure ? failure.value() : errno);
    if (::fchmod(opened.get(), S_IRWXU) != 0) throw_unusable(directory, errno);
}

Descriptor open_state(const StateFiles& files, bool reset_damaged) {
    Descriptor lock = lock_state(files);
    if (!reset_damaged) return lock;
    try {
        check_state(files);
        return lock;
    } catch (const std::exception& error) {
        const fs::path kept = set_aside(files.directory);
        complain(fmt::format("{}; the device begins anew, what it was is kept in {}", error.what(),
                             kept.string()));
    }
    return lock_state(files);
}

std::vector<About> read_applications(const fs::path& directory) {
    std::vector<About> all;
    for (const auto& entry : fs::directory_iterator(directory)) {
        const fs::path file = entry.path() / "about.json";
        About about = read_state(file, parse_about);
        if (entry.path().filename() != about.name)
            throw_damaged(file, fmt::format("it describes '{}'", about.name));
        all.push_back(std::move(about));
    }
    return all;
}

} // namespace acapctl::emulator
