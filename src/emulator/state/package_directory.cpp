#include "emulator/state/package_directory.hpp"

#include "acapctl/error.hpp"
#include "support/beneath.hpp"
#include "support/descriptor.hpp"
#include "support/json.hpp"
#include "support/machine.hpp"

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace fs = std::filesystem;

namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::uint64_t manifest_limit = 1U << 20U;
constexpr std::string_view shell = "#!/bin/sh";
constexpr mode_t set_id = S_ISUID | S_ISGID;

// Also one that its owner has closed: others may still reach what is in it.
Descriptor enter(int parent, const std::string& name) {
    Descriptor directory(::openat(parent, name.c_str(), directory_flags));
    if (!directory && errno == EACCES && ::fchmodat(parent, name.c_str(), 0700, 0) == 0)
        directory = Descriptor(::openat(parent, name.c_str(), directory_flags));
    return directory;
}

// Returns the directories in it.
std::vector<std::string> drop_in(const Descriptor& directory) {
    std::vector<std::string> below;
    const auto close = [](DIR* list) { ::closedir(list); };
    const std::unique_ptr<DIR, decltype(close)> list(
        ::fdopendir(::fcntl(directory.get(), F_DUPFD_CLOEXEC, 0)), close);
    if (!list) return below;
    while (const dirent* entry = ::readdir(list.get())) {
        const std::string name = entry->d_name;
        struct stat info {};
        if (name == "." || name == ".." ||
            ::fstatat(directory.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            S_ISLNK(info.st_mode))
            continue;
        if ((info.st_mode & set_id) != 0 &&
            ::fchmodat(directory.get(), name.c_str(), info.st_mode & 07777U & ~set_id, 0) != 0 &&
            !S_ISDIR(info.st_mode))
            ::unlinkat(directory.get(), name.c_str(), 0); // rather gone than set-uid
        if (S_ISDIR(info.st_mode)) below.push_back(name);
    }
    return below;
}

} // namespace

void make_localdata(const fs::path& package) {
    const fs::path localdata = package / "localdata";
    if (fs::is_symlink(localdata) || (fs::exists(localdata) && !fs::is_directory(localdata)))
        fs::remove(localdata);
    fs::create_directories(localdata);
}

// Step by step with one directory open: a program can make a tree deeper than a path may be long,
// or than there are descriptors.
void drop_set_id(const fs::path& package) {
    Descriptor at(::open(package.c_str(), directory_flags));
    if (!at) throw_system_error(errno, "open " + package.string());
    std::vector<std::vector<std::string>> way = {drop_in(at)}; // yet to be entered, by depth
    while (true) {
        if (way.back().empty()) {
            way.pop_back();
            if (way.empty()) return;
            at = Descriptor(::openat(at.get(), "..", directory_flags));
            if (!at) throw_system_error(errno, "go back up in " + package.string());
            continue;
        }
        const std::string name = std::move(way.back().back());
        way.back().pop_back();
        Descriptor next = enter(at.get(), name);
        if (!next) continue;
        at = std::move(next);
        way.push_back(drop_in(at));
    }
}

Package installed_package(const About& about, const fs::path& package) {
    Package contents{.app_name = about.name,
                     .architecture = about.architecture,
                     .trailing_bytes = about.is_signed ? 1U : 0U,
                     .manifest = Beneath(package).read("manifest.json", manifest_limit),
                     .conf = {{"APPNAME", about.name}}};
    if (contents.manifest) {
        const auto document = parse_foreign<nlohmann::json>(*contents.manifest);
        if (document.is_object()) contents.schema_version = string_at(document, "schemaVersion");
    }
    return contents;
}

std::optional<std::string> script_defect(const fs::path& package, const std::string& script) {
    const Descriptor file = open_inside(package, script);
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
        return "is not in the package";
    if ((info.st_mode & 0111U) == 0) return "is not executable";
    std::string head(shell.size() + 1, '\n'); // a file may end behind it
    if (::pread(file.get(), head.data(), head.size(), 0) < 0) return "cannot be read";
    if (!head.starts_with(shell) || (head.back() != '\n' && head.back() != ' '))
        return "does not begin with #!/bin/sh";
    return std::nullopt;
}

} // namespace acapctl::emulator
