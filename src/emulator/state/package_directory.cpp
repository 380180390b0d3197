#include "emulator/state/package_directory.hpp"

namespace acapctl::emulator {

namespace fs = std::filesystem;

void make_localdata(const fs::path& package) {
    const fs::path localdata = package / "localdata";
    if (fs::is_symlink(localdata) || (fs::exists(localdata) && !fs::is_directory(localdata)))
        fs::remove(localdata);
    fs::create_directories(localdata);
}

void drop_set_id(const fs::path& package) {
    constexpr auto set_id = fs::perms::set_uid | fs::perms::set_gid;
    constexpr auto skip = fs::directory_options::skip_permission_denied;
    for (const auto& entry : fs::recursive_directory_iterator(package, skip)) {
        const auto status = entry.symlink_status();
        if (fs::is_symlink(status) || (status.permissions() & set_id) == fs::perms::none) continue;
        fs::permissions(entry.path(), set_id,
                        fs::perm_options::remove | fs::perm_options::nofollow);
    }
}

} // namespace acapctl::emulator
