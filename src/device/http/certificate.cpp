#include "device/http/certificate.hpp"

#include "device/http/libcurl.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <ctime>
#include <memory>
#include <new>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace acapctl::device {

namespace {

std::string fingerprint_of(const X509* certificate) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (X509_digest(certificate, EVP_sha256(), hash, &length) != 1) return {};
    std::string result;
    for (unsigned int i = 0; i < length; ++i)
        result += fmt::format("{}{:02X}", i == 0 ? "" : ":", hash[i]);
    return result;
}

// The zone of an address is of this machine, and in no certificate.
bool names_host(X509* certificate, const std::string& with_zone) {
    const std::string host = with_zone.substr(0, with_zone.find('%'));
    const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> address(
        a2i_IPADDRESS(host.c_str()), ASN1_OCTET_STRING_free);
    if (address)
        return X509_check_ip(certificate, ASN1_STRING_get0_data(address.get()),
                             static_cast<std::size_t>(ASN1_STRING_length(address.get())), 0) == 1;
    return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

// Read once and shared: for a thousand devices, parsing them would be most of the work. Never
// freed, because OpenSSL may be gone when statics end.
X509_STORE* authorities() {
    static X509_STORE* const store = [] {
        X509_STORE* made = X509_STORE_new();
        if (made == nullptr) throw std::bad_alloc();
        X509_STORE_set_default_paths(made); // honours SSL_CERT_FILE and SSL_CERT_DIR
        return made;
    }();
    return store;
}

int verify(X509_STORE_CTX* store, void* argument) {
    CertificateCheck& check = *static_cast<CertificateCheck*>(argument);
    X509* leaf = X509_STORE_CTX_get0_cert(store);
    if (leaf == nullptr) return 0;
    check.seen = {.fingerprint = fingerprint_of(leaf),
                  .subject = distinguished_name(X509_get_subject_name(leaf)),
                  .issuer = distinguished_name(X509_get_issuer_name(leaf)),
                  .not_after = certificate_time(X509_get0_notAfter(leaf)),
                  .pinned = check.pinned};
    if (X509_verify_cert(store) != 1)
        check.seen.distrust = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
    else if (!names_host(leaf, check.host))
        check.seen.distrust = fmt::format("it is not issued for {}", check.host);
    const bool accepted = check.accept_unknown && check.pinned.empty();
    check.refused = !check.seen.trusted() && !accepted;
    if (check.refused) {
        if (X509_STORE_CTX_get_error(store) == X509_V_OK)
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
        return 0;
    }
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

// The head of a record, five bytes: its type (20 to 23), its version and its length. An HTTP server
// answers in their place what begins with "HTTP/".
void note_record(std::string_view head, CertificateCheck& check) {
    if (head.size() < 5) return;
    if (head[0] >= SSL3_RT_CHANGE_CIPHER_SPEC && head[0] <= SSL3_RT_APPLICATION_DATA &&
        head[1] == SSL3_VERSION_MAJOR)
        check.spoke_tls = true;
    if (head == "HTTP/") check.spoke_http = true;
}

// A message of the handshake: one byte of type, three of length, and in ServerHello the version.
void note_handshake(std::string_view message, CertificateCheck& check) {
    if (message.empty()) return;
    if (message[0] == SSL3_MT_CERTIFICATE_REQUEST) check.wants_identity = true;
    if (message[0] == SSL3_MT_SERVER_HELLO && message.size() >= 6)
        check.version =
            static_cast<unsigned char>(message[4]) << 8 | static_cast<unsigned char>(message[5]);
}

// OpenSSL calls it before it looks at what has come.
void note_message(int is_sent, int, int content, const void* data, std::size_t size, SSL*,
                  void* argument) {
    CertificateCheck& check = *static_cast<CertificateCheck*>(argument);
    const std::string_view bytes(static_cast<const char*>(data), size);
    if (is_sent != 0) return;
    if (content == SSL3_RT_HEADER) note_record(bytes, check);
    if (content == SSL3_RT_HANDSHAKE) note_handshake(bytes, check);
}

} // namespace

void install_certificate_check(SSL_CTX* context, CertificateCheck* check) {
    const Libcurl& all = libcurl();
    all.ssl_set_msg_callback(context, note_message);
    // SSL_CTX_set_msg_callback_arg and SSL_CTX_set1_verify_cert_store, which are macros.
    all.ssl_ctrl(context, SSL_CTRL_SET_MSG_CALLBACK_ARG, 0, check);
    all.ssl_ctrl(context, SSL_CTRL_SET_VERIFY_CERT_STORE, 1, authorities());
    all.ssl_set_verify(context, SSL_VERIFY_PEER, nullptr);
    all.ssl_set_cert_verify_callback(context, verify, check);
}

std::string distinguished_name(const X509_NAME* name) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    if (!memory || name == nullptr) return {};
    X509_NAME_print_ex(memory.get(), name, 0,
                       XN_FLAG_RFC2253 & ~XN_FLAG_DN_REV & ~ASN1_STRFLGS_ESC_MSB);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(std::clamp(length, 0L, 300L))};
}

std::string certificate_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return utc_text(::timegm(&parts));
}

std::string version_name(int version) {
    switch (version) {
    case SSL3_VERSION:
        return "SSL 3.0";
    case TLS1_VERSION:
        return "TLS 1.0";
    case TLS1_1_VERSION:
        return "TLS 1.1";
    case TLS1_2_VERSION:
        return "TLS 1.2";
    default:
        return {};
    }
}

std::optional<std::string> parse_fingerprint(std::string_view text) {
    text = text::trim(text);
    if (const auto equals = text.find('='); equals != std::string_view::npos)
        text.remove_prefix(equals + 1); // as openssl x509 -fingerprint prints it
    for (const char* prefix : {"sha256:", "sha-256:"})
        if (text::starts_with_ignoring_case(text, prefix))
            text.remove_prefix(std::string_view(prefix).size());
    std::string digits;
    for (const char c : text) {
        if (c == ':' || c == ' ') continue;
        if (!ascii::is_hex_digit(c)) return std::nullopt;
        digits += ascii::to_capital(c);
    }
    if (digits.size() != 64) return std::nullopt;
    for (std::size_t i = digits.size() - 2; i > 0; i -= 2) digits.insert(i, 1, ':');
    return digits;
}

} // namespace acapctl::device
