#include "device/http/libcurl.hpp"

#include "acapctl/error.hpp"
#include "support/loaded_library.hpp"

namespace acapctl::device {

namespace {

Libcurl load() {
    // That of OpenSSL, whose certificates are looked at: others have another name (libcurl-gnutls).
    const LoadedLibrary library({.file = "libcurl.so.4",
                                 .code = "no-libcurl",
                                 .purpose = "talks to devices",
                                 .packages = "libcurl with OpenSSL; Debian's package is libcurl4"});
    Libcurl all;
    library.find("curl_global_init", all.global_init);
    library.find("curl_easy_init", all.easy_init);
    library.find("curl_easy_cleanup", all.easy_cleanup);
    library.find("curl_easy_setopt", all.easy_setopt);
    library.find("curl_easy_getinfo", all.easy_getinfo);
    library.find("curl_easy_perform", all.easy_perform);
    library.find("curl_easy_strerror", all.easy_strerror);
    library.find("curl_slist_append", all.slist_append);
    library.find("curl_slist_free_all", all.slist_free_all);
    library.find("curl_mime_init", all.mime_init);
    library.find("curl_mime_free", all.mime_free);
    library.find("curl_mime_addpart", all.mime_addpart);
    library.find("curl_mime_name", all.mime_name);
    library.find("curl_mime_type", all.mime_type);
    library.find("curl_mime_filedata", all.mime_filedata);
    library.find("curl_mime_filename", all.mime_filename);
    const LoadedLibrary ssl({.file = "libssl.so.3",
                             .code = "no-libssl",
                             .purpose = "talks TLS to devices",
                             .packages = "OpenSSL; Debian's package is libssl3"});
    ssl.find("SSL_CTX_ctrl", all.ssl_ctrl);
    ssl.find("SSL_CTX_set_msg_callback", all.ssl_set_msg_callback);
    ssl.find("SSL_CTX_set_verify", all.ssl_set_verify);
    ssl.find("SSL_CTX_set_cert_verify_callback", all.ssl_set_cert_verify_callback);
    if (all.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        throw Error({.code = "no-libcurl", .message = "libcurl does not start"});
    return all;
}

} // namespace

const Libcurl& libcurl() {
    static const Libcurl loaded = load();
    return loaded;
}

void set_up(CURL* curl, const std::optional<Proxy>& proxy) {
    libcurl().easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    libcurl().easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    libcurl().easy_setopt(curl, CURLOPT_NOPROGRESS, 0L); // its callback sees a stop
    // A device that is switched off while it installs sends nothing, as one that is slow: after
    // nine probes (Linux) it is gone, two minutes later and not with the end of the whole request.
    libcurl().easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    libcurl().easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, 30L);
    libcurl().easy_setopt(curl, CURLOPT_TCP_KEEPINTVL, 10L);
    libcurl().easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    libcurl().easy_setopt(curl, CURLOPT_PROXY, proxy ? proxy->url.reveal().c_str() : "");
    libcurl().easy_setopt(curl, CURLOPT_NOPROXY, "");
}

} // namespace acapctl::device
