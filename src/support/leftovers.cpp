#include "support/leftovers.hpp"

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = ".acapctl-tmp-";

bool still_named(int descriptor, const fs::path& path) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

// False: somebody has taken it for left behind before it was locked, and removed it.
bool claim(int descriptor, const fs::path& path) {
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
    return still_named(descriptor, path);
}

int make_file(std::string& pattern) {
    return ::mkostemp(pattern.data(), O_CLOEXEC);
}

int make_directory(std::string& pattern) {
    if (::mkdtemp(pattern.data()) == nullptr) return -1;
    return ::open(pattern.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

Temporary make(const fs::path& directory, int (*make_one)(std::string& pattern)) {
    remove_leftovers(directory);
    for (int attempt = 0; attempt < 10; ++attempt) {
        std::string pattern = (directory / temporary_name("XXXXXX")).string();
        Descriptor descriptor(make_one(pattern));
        if (descriptor && claim(descriptor.get(), pattern))
            return {std::move(descriptor), std::move(pattern)};
        if (!descriptor && errno != ENOENT) break; // ENOENT: removed, as claim() has it
    }
    return {};
}

bool may_be_removed(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || status.st_uid != ::geteuid()) return false;
    return S_ISDIR(status.st_mode) || (S_ISREG(status.st_mode) && status.st_nlink == 1);
}

void remove_if_left(const fs::path& path) {
    const Descriptor left(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!left || !may_be_removed(left.get())) return;
    if (::flock(left.get(), LOCK_EX | LOCK_NB) != 0 || !still_named(left.get(), path)) return;
    std::error_code ignored;
    fs::remove_all(path, ignored); // follows no link
}

bool is_first_look(const fs::path& directory) {
    static std::mutex mutex;
    static std::set<fs::path> seen;
    const std::lock_guard lock(mutex);
    return seen.insert(directory).second;
}

} // namespace

Temporary make_temporary_file(const fs::path& directory) {
    return make(directory, make_file);
}

Temporary make_temporary_directory(const fs::path& directory) {
    return make(directory, make_directory);
}

std::string temporary_name(const std::string& distinction) {
    return std::string(prefix) + distinction;
}

void remove_leftovers(const fs::path& directory) {
    if (!is_first_look(directory)) return;
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory.c_str()), ::closedir);
    if (!entries) return;
    while (const dirent* entry = ::readdir(entries.get()))
        if (std::string_view(entry->d_name).starts_with(prefix))
            remove_if_left(directory / entry->d_name);
}

} // namespace acapctl
