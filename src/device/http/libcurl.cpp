#include "device/http/libcurl.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace acapctl::device {

namespace {

// That of OpenSSL, whose certificates are looked at: others have another name (libcurl-gnutls).
constexpr const char* file = "libcurl.so.4";

[[noreturn]] void throw_missing() {
    const char* why = ::dlerror();
    throw Error({.kind = ErrorKind::unexpected,
                 .code = "no-libcurl",
                 .message = fmt::format("cannot load {}, which talks to devices: {}", file,
                                        text::visible(why == nullptr ? "no reason" : why)),
                 .hint = "install libcurl with OpenSSL; Debian's package is libcurl4"});
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
    void* const found = ::dlsym(library, name);
    if (found == nullptr) throw_missing();
    function = reinterpret_cast<Function>(found);
}

Libcurl load() {
    void* const library = ::dlopen(file, RTLD_NOW);
    if (library == nullptr) throw_missing();
    Libcurl all;
    find(library, "curl_global_init", all.global_init);
    find(library, "curl_easy_init", all.easy_init);
    find(library, "curl_easy_cleanup", all.easy_cleanup);
    find(library, "curl_easy_setopt", all.easy_setopt);
    find(library, "curl_easy_getinfo", all.easy_getinfo);
    find(library, "curl_easy_perform", all.easy_perform);
    find(library, "curl_easy_strerror", all.easy_strerror);
    find(library, "curl_slist_append", all.slist_append);
    find(library, "curl_slist_free_all", all.slist_free_all);
    find(library, "curl_mime_init", all.mime_init);
    find(library, "curl_mime_free", all.mime_free);
    find(library, "curl_mime_addpart", all.mime_addpart);
    find(library, "curl_mime_name", all.mime_name);
    find(library, "curl_mime_type", all.mime_type);
    find(library, "curl_mime_filedata", all.mime_filedata);
    find(library, "curl_mime_filename", all.mime_filename);
    if (all.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        throw Error({.code = "no-libcurl", .message = "libcurl does not start"});
    return all;
}

} // namespace

const Libcurl& libcurl() {
    static const Libcurl loaded = load();
    return loaded;
}

} // namespace acapctl::device
