#include "support/files.hpp"

#include "acapctl/error.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

std::string name(const fs::path& path) {
    return text::visible(path.string());
}

[[noreturn]] void throw_write(const fs::path& path, int error) {
    throw Error({.exit = ExitCode::invalid_input,
                 .code = "cannot-write",
                 .message = fmt::format("cannot write {}: {}", name(path), std::strerror(error)),
                 .hint = error == ENOSPC ? "free some space there" : ""});
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

fs::path xdg(const char* variable, const char* fallback) {
    if (const auto value = environment(variable); value && fs::path(*value).is_absolute())
        return fs::path(*value) / "acapctl";
    return fs::path(environment("HOME").value_or("/")) / fallback / "acapctl";
}

} // namespace

std::string read_file(const fs::path& path, std::uint64_t limit) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.fd < 0)
        throw_invalid(fmt::format("cannot read {}: {}", name(path), std::strerror(errno)));
    std::string bytes;
    char buffer[65536];
    while (true) {
        const ssize_t count = ::read(file.fd, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            throw_invalid(fmt::format("cannot read {}: {}", name(path), std::strerror(errno)));
        if (count == 0) return bytes;
        bytes.append(buffer, static_cast<std::size_t>(count));
        if (bytes.size() > limit)
            throw_invalid(fmt::format("{} is larger than {}", name(path), text::human_size(limit)));
    }
}

AtomicFile::AtomicFile(fs::path path, mode_t mode) : path_(std::move(path)) {
    std::string pattern = path_.string() + ".XXXXXX";
    descriptor_ = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor_ < 0) throw_write(path_, errno);
    temporary_ = pattern;
    if (::fchmod(descriptor_, mode) != 0) {
        const int error = errno;
        ::close(descriptor_);
        ::unlink(temporary_.c_str());
        throw_write(path_, error);
    }
}

AtomicFile::~AtomicFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_write(path_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void AtomicFile::commit() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary_.c_str());
        throw_write(path_, error);
    }
}

void write_file(const fs::path& path, std::string_view bytes, mode_t mode) {
    AtomicFile file(path, mode);
    file.write(bytes);
    file.commit();
}

TempDir::TempDir() {
    const fs::path base = environment("TMPDIR").value_or("/tmp");
    std::string pattern = (base / "acapctl-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw_write(base, errno);
    path_ = pattern;
}

TempDir::~TempDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path config_directory() {
    return xdg("XDG_CONFIG_HOME", ".config");
}
fs::path cache_directory() {
    return xdg("XDG_CACHE_HOME", ".cache");
}
fs::path state_directory() {
    return xdg("XDG_STATE_HOME", ".local/state");
}

fs::path program_directory() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path(".") : program.parent_path();
}

} // namespace acapctl
