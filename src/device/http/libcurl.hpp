#pragma once
// libcurl, loaded when a device is first talked to: with it come some 25 libraries, which cost a
// start more than all else does, and most commands talk to no device.

#include "device/http/proxy.hpp"

#include <optional>

#include <curl/curl.h>
#include <openssl/ssl.h>

namespace acapctl::device {

// Its functions under their names, without "curl_".
struct Libcurl {
    decltype(&curl_global_init) global_init = nullptr;
    decltype(&curl_easy_init) easy_init = nullptr;
    decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&curl_easy_setopt) easy_setopt = nullptr;
    decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&curl_easy_perform) easy_perform = nullptr;
    decltype(&curl_easy_strerror) easy_strerror = nullptr;
    decltype(&curl_slist_append) slist_append = nullptr;
    decltype(&curl_slist_free_all) slist_free_all = nullptr;
    decltype(&curl_mime_init) mime_init = nullptr;
    decltype(&curl_mime_free) mime_free = nullptr;
    decltype(&curl_mime_addpart) mime_addpart = nullptr;
    decltype(&curl_mime_name) mime_name = nullptr;
    decltype(&curl_mime_type) mime_type = nullptr;
    decltype(&curl_mime_filedata) mime_filedata = nullptr;
    decltype(&curl_mime_filename) mime_filename = nullptr;
    // Of libssl, on which it stands.
    decltype(&SSL_CTX_ctrl) ssl_ctrl = nullptr;
    decltype(&SSL_CTX_set_msg_callback) ssl_set_msg_callback = nullptr;
    decltype(&SSL_CTX_set_verify) ssl_set_verify = nullptr;
    decltype(&SSL_CTX_set_cert_verify_callback) ssl_set_cert_verify_callback = nullptr;
};

// Loaded and started by the first call, of any thread. Throws unexpected, code "no-libcurl" or
// "no-libssl".
const Libcurl& libcurl();

// What every request to a device has in common. The proxy is the one that we know of, so that the
// one which is told of is the one that is asked.
void set_up(CURL* curl, const std::optional<Proxy>& proxy);

} // namespace acapctl::device
