#include "support/files.hpp"

#include "acapctl/error.hpp"
#include "support/environment.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_write(const fs::path& path, int error) {
    throw_write_error(error, "write " + visible_path(path));
}

fs::path directory_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Some file systems have nothing to flush.
bool flush(int descriptor) {
    return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
}

// Network file systems tell of a full disk when a descriptor is closed.
bool hand_over(int descriptor) {
    const int second = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return second < 0 || ::close(second) == 0;
}

fs::path xdg(const char* variable, const char* fallback) {
    if (const auto value = environment(variable); value && fs::path(*value).is_absolute())
        return fs::path(*value) / "acapctl";
    return fs::path(environment("HOME").value_or("/")) / fallback / "acapctl";
}

} // namespace

std::string visible_path(const fs::path& path) {
    return text::visible(path.string());
}

std::string read_file(const fs::path& path, std::uint64_t limit) {
    return read_to_end(open_to_read(path), path, limit);
}

AtomicFile::AtomicFile(fs::path path, mode_t mode, Durability durability)
    : path_(std::move(path)), durability_(durability) {
    temporary_ = make_temporary_file(directory_of(path_));
    if (!temporary_.descriptor) throw_write(path_, errno);
    if (::fchmod(descriptor(), mode) == 0) return;
    const int error = errno;
    ::unlink(temporary_.path.c_str());
    throw_write(path_, error);
}

AtomicFile::~AtomicFile() {
    if (temporary_.descriptor) ::unlink(temporary_.path.c_str());
}

void AtomicFile::write(std::string_view bytes) {
    if (!write_whole(descriptor(), bytes)) throw_write(path_, errno);
}

void AtomicFile::commit() {
    const bool flushed = durability_ == Durability::flushed;
    if (!(flushed ? flush(descriptor()) : hand_over(descriptor())) ||
        ::rename(temporary_.path.c_str(), path_.c_str()) != 0)
        throw_write(path_, errno);
    temporary_ = {}; // closed last: what nobody has open is taken for left behind
    if (flushed) flush_directory(directory_of(path_));
}

void write_file(const fs::path& path, std::string_view bytes, mode_t mode, Durability durability) {
    AtomicFile file(path, mode, durability);
    file.write(bytes);
    file.commit();
}

void flush_directory(const fs::path& path) {
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory) ::fsync(directory.get()); // what cannot be flushed is there all the same
}

TempDir::TempDir() {
    const fs::path base = environment("TMPDIR").value_or("/tmp");
    made_ = make_temporary_directory(base);
    if (!made_.descriptor) throw_write(base, errno);
}

TempDir::~TempDir() {
    std::error_code ignored;
    fs::remove_all(made_.path, ignored);
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
