#include "device/http/second_look.hpp"

#include "device/http/certificate.hpp"
#include "device/http/libcurl.hpp"

#include <memory>

#include <curl/curl.h>

namespace acapctl::device {

namespace {

constexpr long longest_look = 3000; // ms: it has just been seen to answer, or to close

using Look = std::unique_ptr<CURL, void (*)(CURL*)>;

int end_if_stopped(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

std::size_t leave_unread(char*, std::size_t, std::size_t size, void*) {
    return size;
}

CURLcode install_note(CURL* curl, void* context, void* pointer) {
    auto* check = static_cast<CertificateCheck*>(pointer);
    long connected = 0;
    libcurl().easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &connected);
    if (check->behind_tls_proxy && connected == 0) return CURLE_OK;
    install_certificate_check(static_cast<SSL_CTX*>(context), check);
    return CURLE_OK;
}

Look look_at(const Target& target, const std::optional<Proxy>& proxy, const std::stop_token& stop) {
    Look look(libcurl().easy_init(), libcurl().easy_cleanup);
    CURL* curl = look.get();
    if (curl == nullptr) return look;
    set_up(curl, proxy);
    libcurl().easy_setopt(curl, CURLOPT_URL, target.origin().c_str());
    libcurl().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, longest_look);
    libcurl().easy_setopt(curl, CURLOPT_TIMEOUT_MS, longest_look);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, end_if_stopped);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFODATA, &stop);
    libcurl().easy_setopt(curl, CURLOPT_WRITEFUNCTION, leave_unread);
    return look;
}

// What is seen of a handshake, after which the connection is closed. Nothing of it is trusted.
CertificateCheck shake_hands(const Target& target, const std::optional<Proxy>& proxy,
                             const std::stop_token& stop, long versions) {
    Target by_tls = target;
    by_tls.tls = true;
    CertificateCheck check{
        .host = target.host, .accept_unknown = true, .behind_tls_proxy = proxy && proxy->is_tls()};
    const Look look = look_at(by_tls, proxy, stop);
    if (!look) return check;
    libcurl().easy_setopt(look.get(), CURLOPT_SSL_VERIFYPEER, 0L);
    libcurl().easy_setopt(look.get(), CURLOPT_SSL_VERIFYHOST, 0L);
    libcurl().easy_setopt(look.get(), CURLOPT_SSL_CTX_FUNCTION, install_note);
    libcurl().easy_setopt(look.get(), CURLOPT_SSL_CTX_DATA, &check);
    libcurl().easy_setopt(look.get(), CURLOPT_SSLVERSION, versions);
    // OpenSSL 3 offers no old version on a higher level.
    libcurl().easy_setopt(look.get(), CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0");
    libcurl().easy_setopt(look.get(), CURLOPT_CONNECT_ONLY, 1L);
    libcurl().easy_perform(look.get());
    return check;
}

} // namespace

bool speaks_tls(const Target& target, const std::optional<Proxy>& proxy,
                const std::stop_token& stop) {
    return shake_hands(target, proxy, stop, CURL_SSLVERSION_DEFAULT).spoke_tls;
}

int old_tls_version(const Target& target, const std::optional<Proxy>& proxy,
                    const std::stop_token& stop) {
    const int version = shake_hands(target, proxy, stop,
                                    static_cast<long>(CURL_SSLVERSION_TLSv1_0) |
                                        static_cast<long>(CURL_SSLVERSION_MAX_TLSv1_1))
                            .version;
    return version < TLS1_2_VERSION ? version : 0;
}

bool speaks_http(const Target& target, const std::optional<Proxy>& proxy,
                 const std::stop_token& stop) {
    if (proxy) return false; // it answers for a device that does not
    Target plain = target;
    plain.tls = false;
    const Look look = look_at(plain, proxy, stop);
    if (!look) return false;
    libcurl().easy_setopt(look.get(), CURLOPT_NOBODY, 1L);
    libcurl().easy_perform(look.get());
    long status = 0;
    libcurl().easy_getinfo(look.get(), CURLINFO_RESPONSE_CODE, &status);
    return status != 0;
}

} // namespace acapctl::device
