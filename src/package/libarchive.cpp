#include "package/libarchive.hpp"

#include "support/loaded_library.hpp"

namespace acapctl {

namespace {

Libarchive load() {
    const LoadedLibrary library({.file = "libarchive.so.13",
                                 .code = "no-libarchive",
                                 .purpose = "reads packages",
                                 .packages = "libarchive; Debian's package is libarchive13"});
    Libarchive all;
    library.find("archive_read_new", all.read_new);
    library.find("archive_read_free", all.read_free);
    library.find("archive_read_support_format_tar", all.read_support_format_tar);
    library.find("archive_read_open", all.read_open);
    library.find("archive_read_open_memory", all.read_open_memory);
    library.find("archive_read_next_header", all.read_next_header);
    library.find("archive_read_data", all.read_data);
    library.find("archive_set_error", all.set_error);
    library.find("archive_entry_pathname", all.entry_pathname);
    library.find("archive_entry_pathname_utf8", all.entry_pathname_utf8);
    library.find("archive_entry_hardlink", all.entry_hardlink);
    library.find("archive_entry_hardlink_utf8", all.entry_hardlink_utf8);
    library.find("archive_entry_symlink", all.entry_symlink);
    library.find("archive_entry_symlink_utf8", all.entry_symlink_utf8);
    library.find("archive_entry_filetype", all.entry_filetype);
    library.find("archive_entry_perm", all.entry_perm);
    library.find("archive_entry_size", all.entry_size);
    return all;
}

} // namespace

const Libarchive& libarchive() {
    static const Libarchive loaded = load();
    return loaded;
}

} // namespace acapctl
