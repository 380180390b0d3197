#include "emulator/password.hpp"

#include "acapctl/error.hpp"
#include "support/descriptor.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t random_bytes = 12;
constexpr std::size_t password_limit = 256;

// Letters and digits alone: a shell takes them as they are.
std::string random_password() {
    std::string bytes(random_bytes, '\0');
    if (::getentropy(bytes.data(), bytes.size()) != 0)
        throw Error({.message = "this machine has no random numbers"});
    return text::hex(bytes);
}

[[noreturn]] void refuse_file(const fs::path& file, const char* why) {
    throw Error(
        {.kind = ErrorKind::invalid_input,
         .code = "unsafe-password-file",
         .message = fmt::format("the password file {} {}", text::visible(file.string()), why),
         .hint = "remove it, then another password is made; or set "
                 "ACAPCTL_EMULATOR_PASSWORD"});
}

// Nothing if there is none.
std::string kept_password(const fs::path& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!opened && errno == ENOENT) return {};
    struct stat status {};
    if (!opened || ::fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode))
        refuse_file(file, "is no file");
    if (status.st_uid != ::geteuid() || (status.st_mode & 0077U) != 0)
        refuse_file(file, "is open to others");
    std::array<char, password_limit> bytes{};
    const ssize_t size = ::read(opened.get(), bytes.data(), bytes.size());
    const std::string_view content(bytes.data(),
                                   static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const std::string password(text::trim(content));
    if (password.empty() || password.find_first_not_of("0123456789abcdef") != std::string::npos)
        refuse_file(file, "holds no password of an emulator");
    return password;
}

bool is_ours(std::string_view variable) {
    return variable.starts_with("AXIS_DEVICE_") || variable.starts_with("ACAPCTL_");
}

} // namespace

Password root_password(const fs::path& directory) {
    if (auto given = environment("ACAPCTL_EMULATOR_PASSWORD")) return {Secret(std::move(*given))};
    fs::create_directories(directory);
    // Two emulators that start at once on one directory must agree.
    const fs::path file = directory / "password";
    const FileLock lock(file);
    std::string password = kept_password(file);
    if (password.empty()) {
        password = random_password();
        write_file(file, password + "\n", 0600);
    }
    return {.secret = Secret(std::move(password)), .made = true};
}

void forget_environment() {
    std::vector<std::string> names;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (!is_ours(*variable)) continue;
        char* value = std::strchr(*variable, '=');
        if (value == nullptr) continue;
        names.emplace_back(*variable, value);
        ::explicit_bzero(value + 1, std::strlen(value + 1));
    }
    for (const std::string& name : names) ::unsetenv(name.c_str());
}

} // namespace acapctl::emulator
