#pragma once
// libarchive, loaded when a package is first read: with it come ten libraries for what no package
// has in it.

#include <archive.h>
#include <archive_entry.h>

namespace acapctl {

// Its functions under their names, without "archive_".
struct Libarchive {
    decltype(&archive_read_new) read_new = nullptr;
    decltype(&archive_read_free) read_free = nullptr;
    decltype(&archive_read_support_format_tar) read_support_format_tar = nullptr;
    decltype(&archive_read_open) read_open = nullptr;
    decltype(&archive_read_open_memory) read_open_memory = nullptr;
    decltype(&archive_read_next_header) read_next_header = nullptr;
    decltype(&archive_read_data) read_data = nullptr;
    decltype(&archive_set_error) set_error = nullptr;
    decltype(&archive_entry_pathname) entry_pathname = nullptr;
    decltype(&archive_entry_pathname_utf8) entry_pathname_utf8 = nullptr;
    decltype(&archive_entry_hardlink) entry_hardlink = nullptr;
    decltype(&archive_entry_hardlink_utf8) entry_hardlink_utf8 = nullptr;
    decltype(&archive_entry_symlink) entry_symlink = nullptr;
    decltype(&archive_entry_symlink_utf8) entry_symlink_utf8 = nullptr;
    decltype(&archive_entry_filetype) entry_filetype = nullptr;
    decltype(&archive_entry_perm) entry_perm = nullptr;
    decltype(&archive_entry_size) entry_size = nullptr;
};

// Loaded by the first call, of any thread. Throws unexpected, code "no-libarchive".
const Libarchive& libarchive();

} // namespace acapctl
